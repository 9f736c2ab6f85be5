"""A simulator of news stories whose truth is known: facts are drawn, reports are written, the dossier is judged.

    python -m evaluation.world --worlds 30 --reports 5 --seed 1 --split tune [--show] [--json FILE]

`wording` reads what reports say, `facts` draws a story, `drafts` writes reports with planted operators (`plan`), `truth`
keeps where everything stands, `detectors` and `claims` compare it with the dossier, `judged` counts.
"""
