"""The language of a text, told offline."""

import socket

import pytest

from crosswire.stages.acquire.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Monday that the talks would go on until a deal was found.", "en"),
        (
            "Der Minister sagte am Montag, dass die Gespräche bis zu einer Einigung weitergehen.",
            "de",
        ),
        ("Le ministre a dit lundi que les négociations continueraient jusqu'à un accord.", "fr"),
        ("Министр заявил в понедельник, что переговоры продолжатся до соглашения.", "ru"),
        ("Kim, Park.", None),
        ("12 34 56", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert detect(text) == language
