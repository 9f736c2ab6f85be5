"""An e-mail saved as a file (`.eml`), a newsletter above all: subject, sender, date and the text of its body.

Of a plain and a marked-up body the plain one is taken, unless it holds far less. What is attached is named in the
metadata and not read.
"""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.feeds import moment, sender
from crosswire.stages.acquire.fragments import paragraphs

_SHORT = 0.6
"""Share of the marked-up body's length below which the plain one is a stub ("View this mail in your browser")."""
_MOST_PARTS = 200
_DEEPEST = 50
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")


def read_mail(data: bytes, name: str) -> Raw:
    """Return the report in the mail `data`; raises RefusedError where there is none."""
    head = data[:4096]
    if b":" not in head.partition(b"\n")[0] and not head.startswith(b"From "):
        raise RefusedError("no mail (it does not start with header fields); expected an .eml file")
    try:
        message: Message = message_from_bytes(data, policy=policy.compat32)
        parts = list(_parts(message))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise RefusedError(f"no mail can be read in it ({error}); save it again") from error
    text = _text(parts)
    if not text:
        raise RefusedError("a mail without a text; expected a newsletter with its words")
    shown, address = sender(_field(message, "From"))
    attached = [said for part in parts if (said := _attached(part))]
    metadata = {
        "guid": _field(message, "Message-ID").strip("<> ")[:300],
        "sender": shown,
        "list": _field(message, "List-ID")[:300],
        "attachments": attached,
    }
    web = _ADDRESS.search(_field(message, "Archived-At"))
    return Raw(
        id=name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        title=_field(message, "Subject") or None,
        outlet=shown or address.rpartition("@")[2].lower() or None,
        url=web.group() if web else None,
        published_at=moment(_field(message, "Date")) or None,
        language=_field(message, "Content-Language").split(",")[0] or None,
        metadata={key: value for key, value in metadata.items() if value},
    )


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something themselves; forwarded mails count as attached."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            if depth < _DEEPEST:
                waiting += [(p, depth + 1) for p in reversed(inner) if isinstance(p, Message)]
        else:
            seen += 1
            yield part


def _text(parts: list[Message]) -> str:
    plain = marked = ""
    for part in parts:
        if _attached(part):
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _decoded(part).strip()
        elif kind == "text/html" and not marked:
            marked = paragraphs(_decoded(part))
    return plain if len(plain) > _SHORT * len(marked) else marked


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    charset = part.get_param("charset")
    try:
        return decode(data, charset if isinstance(charset, str) else None).text
    except RefusedError:
        return ""


def _attached(part: Message) -> str:
    """Return the name of an attachment, or "" for a part of the body."""
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    if not disposition.startswith("attachment") and part.get_content_maintype() == "text":
        return ""
    try:
        return _words(str(part.get_filename() or "")) or part.get_content_type()
    except (ValueError, LookupError, TypeError, AttributeError):
        return part.get_content_type()


def _field(message: Message, name: str) -> str:
    """Return a header field in plain words, "" without it."""
    return _words(str(message.get(name) or ""))


def _words(given: str) -> str:
    """Return the words of a field that may be encoded, on one line."""
    out = []
    try:
        for value, charset in decode_header(given[:4000]):
            if isinstance(value, bytes):
                out.append(value.decode(charset or "utf-8", "replace"))
            else:
                out.append(value)
    except (HeaderParseError, LookupError, ValueError):
        out = [given[:4000]]
    return " ".join("".join(out).split())
