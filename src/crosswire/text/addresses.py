"""The one spelling of a report's web address: two spellings of it are one report, two reports are never one.

What says how a reader came there (tracking, fragment, mobile and AMP hosts, http or https) is left out; what may
choose another report (path, other query) stays. The result is a key to compare by, not an address to fetch.
"""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_PREFIXES = ("www.", "amp.", "m.", "mobile.")
_TRACKING = re.compile(
    r"(?:utm_\w*|at_\w*|ns_\w*|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|cmpid|cmp|ito|icid|smid|sref"
    r"|ref|ref_src|referrer|feedname|feedtype|amp|outputtype|mbid|guccounter|guce_\w*|xtor|wt_mc|_ga"
    r"|__twitter_impression)",
    re.IGNORECASE,
)
_AMP = re.compile(r"(?:/amp|\.amp|/index\.(?:html?|php))$", re.IGNORECASE)


def canonical(url: str | None) -> str | None:
    """Return the key of the report at `url`; None for what is no web address, or a site and no report of it."""
    if not url or len(url) > 4096:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
    path = _AMP.sub("", parts.path.rstrip("/")).rstrip("/")
    query = "&".join(
        sorted(
            pair
            for pair in parts.query.split("&")
            if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
        )
    )
    if not path and not query:
        return None
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return f"https://{where}{path}{'?' + query if query else ''}"
