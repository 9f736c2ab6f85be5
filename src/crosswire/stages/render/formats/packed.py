"""Files as one zip archive: names and contents in, bytes out that depend on nothing else (no clock, no order)."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can state."""


def packed(files: Mapping[str, bytes], *, first: tuple[str, ...] = ()) -> bytes:
    """Return `files` as a zip archive, those named in `first` before the others, which are sorted by name."""
    out = io.BytesIO()
    names = [*first, *sorted(set(files) - set(first))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix, wherever it is written
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return out.getvalue()
