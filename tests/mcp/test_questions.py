"""Any question by the official client has an answer of its schema, or an error that says what to do."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from crosswire.mcp.server import build
from crosswire.workspace import Workspace
from tests.mcp.test_tools import Session, texts_of, with_client
from tests.rounds import rounds

TOOLS = (
    "list_stories get_dossier get_points get_quotes get_figures get_changes match_text why search read_report"
).split()
NAMES = "story document id query text since speaker about verdict disputed sections limit offset start other".split()
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 7, 50, 51, 10**18, 1.5, "", " ", "s", "last", "1", "2d", "2031-05-06", "speaker:", '"',
    "killed >", "\u202e\0\ud7ff", "x" * 500, "../../etc/passwd", "'; DROP TABLE stories; --", "<script>",
    [], ["lede"], ["gossip"], {"a": 1},
)  # fmt: skip


@pytest.mark.parametrize("seed", rounds(2, 100))
def test_any_question_is_answered_or_refused_with_a_way_out(seed: int, desk: Path) -> None:
    chance = Random(seed)

    async def story(session: Session) -> None:
        listed = (await session.ask("list_stories"))["stories"]
        known = [s["id"] for s in listed] + [
            s["passages"][0]["untrusted_document"] for s in listed if s["passages"]
        ]
        for _ in range(15):
            name = chance.choice(TOOLS)
            given = {
                key: chance.choice((*ODD, *known, *known))
                for key in chance.sample(NAMES, chance.randint(0, 4))
            }
            done = await session._client.call_tool(name, given)
            if done.is_error:
                said = str(done.content[0].text)
                assert said.strip()
                assert "Traceback" not in said
                assert "internal" not in said.lower(), (name, given, said)
            else:
                assert await session.ask(name, **given) is not None

    with Workspace(str(desk)) as workspace:
        with_client(build(workspace), texts_of(desk), story)
