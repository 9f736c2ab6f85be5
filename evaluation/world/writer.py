"""A text that grows by pieces and remembers where its marks stand; sentences begin with a capital."""

from typing import Any

from evaluation.world.truth import Mark

OPENING = "“"


class Writer:
    """Text written so far, with the marks made in it."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []

    @property
    def first(self) -> bool:
        """Tell whether a sentence starts here."""
        before = self.text.rstrip(OPENING + " ")
        return not before or before.endswith((".", "—", ".”"))

    def put(self, piece: str) -> None:
        """Add a piece; a comma that ends an apposition gives way to the mark that follows."""
        if not piece:
            return
        if self.text.endswith(",") and piece[0] in ",.:":
            self.text = self.text[:-1]
        if self.first:
            at = next((i for i, c in enumerate(piece) if c.isalnum()), None)
            if at is not None:
                piece = piece[:at] + piece[at].upper() + piece[at + 1 :]
        self.text += piece

    def mark(self, kind: str, key: str, start: int, **fields: Any) -> None:
        """Remember that what was written since `start` is of this kind."""
        end = len(self.text)
        while end > start and self.text[end - 1] in " ,.":
            end -= 1
        self.marks.append(Mark(kind, key, start, end, **fields))
