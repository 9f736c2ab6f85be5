import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crosswire.stages.cluster.pieces import WIDE, Pieces

TEXTS = st.lists(
    st.text(st.characters(codec=None) | st.sampled_from("ab \n\t\x00\x1fé港"), max_size=60),
    max_size=6,
)
LENGTHS = [c * n for c in "aé" for n in (1, 7, 8, 9, WIDE // 2, WIDE - 1, WIDE, WIDE + 1, 40)]


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([1, 4, 12]))
@example([" ".join(LENGTHS), " ".join(n + "b" for n in LENGTHS), " ".join(LENGTHS)], 12)
@example([" ".join(f"word{i}" for i in range(60))] * 2, 1)
def test_each_piece_has_one_number_however_small_the_table(texts, bits):
    learned: list[str] = []

    def learn(piece: str) -> int:
        learned.append(piece)
        return len(learned) - 1

    pieces = Pieces(learn, bits)
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        numbers, starts = pieces.find(content)
        shown = "".join(c if c > " " else " " for c in text)
        wanted = [piece for piece in shown.split(" ") if piece]
        assert [learned[number] for number in numbers.tolist()] == wanted
        assert [
            content[start:].startswith(piece.encode("utf-8", "surrogatepass"))
            for start, piece in zip(starts.tolist(), wanted, strict=True)
        ] == [True] * len(wanted)
    assert len(set(learned)) == len(learned)


@pytest.mark.parametrize("end", ["", " ", "x"])
def test_what_begins_alike_is_told_apart_by_its_end(end):
    known: dict[str, int] = {}
    pieces = Pieces(lambda piece: known.setdefault(piece, len(known)), 12)
    words = ["a" * n + end for n in range(1, 2 * WIDE)]
    found, _ = pieces.find(" ".join(words).encode())
    assert found.tolist() == list(range(len(words)))
    assert pieces.find(" ".join(reversed(words)).encode())[0].tolist() == found.tolist()[::-1]
