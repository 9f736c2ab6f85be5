"""A simulator of news stories whose truth is known: facts are drawn, reports are written, the dossier is judged.

    python -m evaluation.world [--worlds 24] [--reports 5] [--seed 1] [--split tune] [--show 2] [--json FILE]

`wording` reads what reports say, `facts` draws a story, `plan` says which report tells what and where operators
are planted, `drafts` writes, `truth` keeps where everything stands; `detectors` and `claims` compare with the dossier.
"""
