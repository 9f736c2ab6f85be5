"""Bytes of many encodings to one text."""

import pytest

from crosswire.stages.acquire.decode import RefusedError, decode

GERMAN = "Der Präsident sagte, es gäbe höhere Zölle für Güter. Die Länder müssten zahlen."
RUSSIAN = "Министр заявил в понедельник, что переговоры продолжатся до достижения соглашения."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "latin-1"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("“It’s done” – he said. " * 3, "cp1252"),
    ],
)
def test_round_trip(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_page_is_believed_about_itself_after_utf8() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "iso-8859-2").text == "Łódź"
    assert decode("Łódź".encode(), "iso-8859-2").text == "Łódź"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    found = decode((GERMAN * 10).encode() + b"\xff end")
    assert (found.encoding, found.replaced) == ("utf-8", 1)
    assert GERMAN in found.text


def test_binary_is_refused() -> None:
    with pytest.raises(RefusedError, match="binary"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
