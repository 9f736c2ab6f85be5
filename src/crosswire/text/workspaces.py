"""Where a workspace is: a file's path, or the address of a PostgreSQL database; and how either is shown to people."""

import re

_ADDRESS = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.IGNORECASE)
_SECRETS = (
    re.compile(r"(?<=://)([^/?#@:]*):.*(?=@)", re.DOTALL),
    re.compile(r"([?&](?:sslpassword|password|passfile)=)[^&#]*", re.IGNORECASE),
)


def is_address(where: str) -> bool:
    """Tell whether a workspace is named by the address of a database, not by a path."""
    return _ADDRESS.match(where) is not None


def shown(where: str) -> str:
    """Return the name of a workspace as messages say it: never with a password."""
    if not is_address(where):
        return where
    user, query = _SECRETS
    return query.sub(r"\1***", user.sub(r"\1:***", where))
