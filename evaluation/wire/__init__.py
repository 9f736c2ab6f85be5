"""A generator of wire copy whose truth is known: wires, copies in many kinds of edit, and what only looks like it.

    python -m evaluation.wire [--piles 20] [--seed 1] [--split tune] [--show 3] [--laws] [--json FILE]

`draw` fills wordings with names and numbers, `pages` keeps which line is whose, `edits` copies, `rivals` writes what is
no copy, `piles` puts reports together, `judged` compares with the edges that reconciling finds.
"""
