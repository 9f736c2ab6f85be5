"""The server: the tools on standard input and output, or over Streamable HTTP.

Tools run one at a time in a thread, so that the parser never holds up the protocol. Answers carry the same JSON
twice, as the protocol asks: as data, and as text for clients that know no other.
"""

import logging
import secrets
import socket
from collections.abc import Callable
from inspect import getdoc
from typing import Any

import anyio
import mcp_types as types
import msgspec
import uvicorn
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from crosswire import __version__
from crosswire.errors import CrosswireError, UsageError
from crosswire.fetch.listening import listening
from crosswire.mcp.answers import NOTICE
from crosswire.mcp.guard import LOOPBACK, Guard
from crosswire.mcp.tools import TOOLS, Room, Tool
from crosswire.model.codec import to_json
from crosswire.workspace import Workspace

BODY = 256 * 1024
"""Bytes of a request."""
TOKEN = 16
"""Letters that a token has at least."""
ABOUT = (
    "Crosswire reads many news reports of one event and says who claims what, on whose word, in which exact words. "
    f"Begin with list_stories or search. {NOTICE}"
)


def schema_of(kind: type) -> dict[str, Any]:
    """Return the JSON Schema of a record type with its object at the root, as the protocol wants it."""
    _, defined = msgspec.json.schema_components((kind,), ref_template="#/$defs/{name}")
    root = defined.pop(kind.__name__)
    return {**root, "$defs": defined} if defined else dict(root)


def listed(name: str, tool: Tool) -> types.Tool:
    """Return a tool as clients are told of it."""
    return types.Tool(
        name=name,
        title=tool.title,
        description=getdoc(tool.do),
        input_schema=schema_of(tool.takes),
        output_schema=schema_of(tool.gives),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def call(room: Room, name: str, arguments: dict[str, Any] | None) -> types.CallToolResult:
    """Return what a tool answers; what a caller can mend comes back as an error that says how."""
    tool = TOOLS[name]
    try:
        given = msgspec.convert(arguments or {}, tool.takes)
        answer = tool.do(room, given)
    except msgspec.ValidationError as error:
        known = ", ".join(tool.takes.__struct_fields__)
        return _refused(f"{name}: {error}; arguments are {known}: see the tool's inputSchema")
    except CrosswireError as error:
        return _refused(f"{name}: {error}")
    content = to_json(answer)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=content.decode())],
        structured_content=msgspec.json.decode(content),
    )


def _refused(reason: str) -> types.CallToolResult:
    text = reason.replace("`crosswire stories` lists", "list_stories lists")
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)


def build(workspace: Workspace) -> Server[Any]:
    """Return the server of a workspace's tools."""
    room = Room(workspace)
    turn = anyio.Semaphore(1)

    async def tools(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[listed(name, tool) for name, tool in TOOLS.items()])

    async def use(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(
                types.INVALID_PARAMS, f"no tool {params.name[:80]!r}; there are {', '.join(TOOLS)}"
            )
        async with turn:
            return await run_sync(call, room, params.name, params.arguments)

    return Server(
        "crosswire",
        version=__version__,
        title="Crosswire",
        instructions=ABOUT,
        on_list_tools=tools,
        on_call_tool=use,
    )


def serve_stdio(workspace: Workspace) -> None:
    """Serve on standard input and output until the input ends."""
    anyio.run(_stdio, build(workspace))


async def _stdio(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def token_for(host: str, token: str | None) -> str | None:
    """Return the token that a server at `host` asks for: one is made where it can be reached from elsewhere.

    Raises UsageError for a token that is guessed easily.
    """
    if token is not None and len(token) < TOKEN:
        raise UsageError(f"a token of {len(token)} letters is guessed; give at least {TOKEN}")
    return token if token or host in LOOPBACK else secrets.token_urlsafe(24)


def serve_http(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = 8766,
    token: str | None = None,
    names: tuple[str, ...] = (),
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve Streamable HTTP at /mcp until interrupted; `ready` is given the address once it listens.

    Raises UsageError where nothing can listen there.
    """
    logging.getLogger("mcp").addHandler(logging.NullHandler())
    app = build(workspace).streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=BODY,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )  # the guard asks for Host and Origin, under the names that were allowed
    with listening(host, port) as door:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{door.getsockname()[1]}/mcp"
        config = uvicorn.Config(
            Guard(app, (host, *names), token),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=64,
            timeout_graceful_shutdown=3,
        )
        anyio.run(_http, _Server(config, lambda: ready(address)), door)


async def _http(server: uvicorn.Server, door: socket.socket) -> None:
    await server.serve([door])


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
