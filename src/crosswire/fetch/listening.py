"""A socket to be asked at: the one place where a port is opened."""

import socket

from crosswire.errors import UsageError


def listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port`, 0 for any that is free; raises UsageError where that can't be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"can't listen at {host} port {port} ({error}); name another with --port or --host"
        ) from error
    return found
