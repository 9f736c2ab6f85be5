"""Whatever is flipped, cut or put in in a file of any kind, it is read or named with a reason, and nothing else."""

from pathlib import Path
from random import Random

import pytest
from tests.rounds import rounds
from tests.unit.acquire.formats import FILES

from crosswire.model.document import Document
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire


def flipped(data: bytes, chance: Random) -> bytes:
    """Return `data` with up to four places changed, cut out or doubled, or its end cut off."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, size = chance.randrange(len(made) or 1), chance.randint(0, 12)
        made[at : at + size] = chance.choice(
            (
                b"",
                chance.randbytes(chance.randint(1, 8)),
                bytes(made[at : at + size]) * 2,
                b"\0" * 4,
            )
        )
    return bytes(made[: chance.randrange(len(made) + 1)] if chance.random() < 0.2 else made)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", rounds(2, 200))
def test_whatever_is_flipped_it_is_read_or_named(name: str, seed: int, tmp_path: Path) -> None:
    chance = Random(f"{name} {seed}")
    path = tmp_path / name
    for _ in range(5):
        path.write_bytes(flipped(FILES[name], chance))
        found = list(acquire([str(path)], AcquireOptions()))
        assert found, "neither read nor named"
        for item in found:
            if isinstance(item, Document):
                assert item.text.strip()
                assert [item.text[b.start : b.end] for b in item.blocks]
            else:
                assert item.reason.strip()
                assert "report it" not in item.reason, item.reason
