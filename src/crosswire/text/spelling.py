"""Words found in a text whatever their accents and capitals, at the offsets of the text itself."""

import re
from collections.abc import Iterator

from crosswire.text.names import unmarked


class _Fold(dict[int, str]):
    """Each letter's plain small one; those that would become two letters, a sign or none stay as they are."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unmarked(letter) if letter.isalpha() else ""
        self[code] = plain if len(plain) == 1 and plain.isalpha() else letter
        return self[code]


_FOLD = _Fold()


def folded(text: str) -> str:
    """Return `text` in small letters without accents, letter for letter at the same offsets."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def word_spans(text: str, words: str, most: int = 20) -> list[tuple[int, int]]:
    """Return where `words` stand together in a folded text, at most `most` times; a final * takes any ending."""
    return [span for span, _ in zip(_spans(text, words), range(most), strict=False)]


def _spans(text: str, words: str) -> Iterator[tuple[int, int]]:
    listed = [re.escape(w) for w in re.findall(r"\w+", folded(words))]
    if not listed:
        return
    last = r"\w*" if words.rstrip().endswith("*") else r"\b"
    for match in re.finditer(r"\b" + r"\W{1,3}".join(listed) + last, text):
        yield match.start(), match.end()
