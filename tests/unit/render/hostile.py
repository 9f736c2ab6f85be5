"""Every text of a dossier, with something nasty added to it; ids stay consistent, since all get the same."""

from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from crosswire.model.dossier import Dossier

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "</title></textarea></div></main></body></html>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)' x='",
    " onclick=alert(1) ",
    "<iframe src=https://evil.example></iframe>",
    '<base href="https://evil.example/">',
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<link rel=stylesheet href="//evil.example/x.css">',
    "<form action=https://evil.example><input name=q>",
    "<!-- --><!--",
    "]]><![CDATA[",
    "&lt;script&gt;&#x3c;b&#x3e;&amp;",
    "{{ 7*7 }}{% raw %}{# x #}",
    "javascript:alert(1)",
    "[click](javascript:alert(1)) [x]: https://evil.example",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example a@evil.example",
    "<https://evil.example>",
    "\n\n# heading\n\n---\n\n- item\n\n    code\n\n> quote\n\n1. one\n",
    "\n```\ncode\n```\n~~~\n",
    "| a | b |\n|---|---|\n| c | d |",
    "**bold** __bold__ *i* _i_ `code` ~~gone~~ \\",
    "[bold red]styled[/bold red] [/] :smile: [link=https://evil.example]x[/link]",
    "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b]8;;\x07\x9b31m",
    "\x00\x07\x08\x0b\x0c\x7f\x85\r\n\u2028\u2029\ufeff",
    "\u202eabc\u2066def\u200f",
    "\ud800 lone \udfff",
    "\U0001f600 e\u0301 \u0645\u0631\u062d\u0628\u0627 \u6f22\u5b57" + "\u0300" * 30,
    "w" * 300,
)


def poisoned(dossier: Dossier, attack: str) -> Dossier:
    """Return `dossier` with `attack` added to the end of every free text in it; addresses are tested apart."""
    result = _poison(dossier, Dossier, attack)
    assert isinstance(result, Dossier)
    return result


def _poison(value: Any, hint: Any, attack: str) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (kind for kind in get_args(hint) if kind is not type(None))
    if value is None:
        return None
    if hint is str:
        return f"{value}{attack}"
    if isinstance(value, msgspec.Struct):
        hints = get_type_hints(type(value))
        changed = {
            field: _poison(getattr(value, field), hints[field], attack)
            for field in value.__struct_fields__
            if field not in ("schema", "url")
        }
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, tuple):
        kinds = get_args(hint)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            kinds = kinds[:1] * len(value)
        return tuple(_poison(v, kind, attack) for v, kind in zip(value, kinds, strict=True))
    if isinstance(value, dict):
        key, kind = get_args(hint)
        return {_poison(k, key, attack): _poison(v, kind, attack) for k, v in value.items()}
    return value
