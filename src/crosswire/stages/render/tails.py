"""A long page without what is folded away: the page in, each of its folds cut to a link to the whole page out.

Such a page stands sooner; a script that fetches the whole one can put the folds back, since both have the same
ones in the same order. Words of reports are escaped, so that what looks like a tag here is one of ours.
"""

import re

from markupsafe import Markup, escape

_EDGE = re.compile(r'<section id="(\w+)"|<details( class=more)?[^>]*>|</details>')


def short(page: Markup, whole: str) -> Markup:
    """Return `page` with a link to its section at the address `whole` in place of what each fold holds."""
    kept: list[str] = []
    at, depth, section = 0, 0, ""
    fold = 0
    for edge in _EDGE.finditer(page):
        if edge[1]:
            section = edge[1]
        elif edge[0] == "</details>":
            if depth == fold:
                link = f'<a class=whole href="{escape(whole)}#{section}">on the whole page</a>'
                kept.append(link)
                at, fold = edge.start(), 0
            depth -= 1
        else:
            depth += 1
            if edge[2] and not fold:
                fold = depth
                end = page.index("</summary>", edge.end()) + len("</summary>")
                kept.append(page[at:end])
    return Markup("".join([*kept, page[at:]]))
