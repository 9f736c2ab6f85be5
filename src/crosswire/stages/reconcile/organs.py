"""Organs of state by their names, descriptions and offices: a ministry and its minister are one organ."""

import re

_DOMAINS = {
    "foreign": "foreign", "diplomacy": "foreign", "external": "foreign", "state": "foreign",
    "defense": "defence", "defence": "defence",
    "interior": "interior", "home": "interior",
    "finance": "finance", "treasury": "finance",
    "transport": "transport", "transportation": "transport",
    "health": "health", "justice": "justice", "education": "education", "energy": "energy",
    "security": "security", "safety": "security",
    "agriculture": "agriculture", "environment": "environment", "labor": "labour", "labour": "labour",
    "trade": "trade", "commerce": "trade", "unification": "unification",
}  # fmt: skip
_ORGANS = (
    ("embassy", re.compile(r"\b(embassy|ambassador|envoy)\b")),
    (
        "presidency",
        re.compile(r"\b(presidential (?:office|administration)|president['’]s office|kremlin)\b"),
    ),
    ("intelligence", re.compile(r"\b(intelligence|spy (?:agency|service)|secret service)\b")),
    ("military", re.compile(r"\b(army|military|armed forces|general staff|joint chiefs)\b")),
)
_MINISTRY = re.compile(r"\b(minist(?:er|ry)|secretary|department)\b")


def organ_of_state(text: str, country: str | None) -> str | None:
    """Return the key of the organ of state that a name or title belongs to."""
    kind = organ_kind(text)
    return f"{kind} {country}" if kind and country else None


def organ_kind(text: str) -> str | None:
    """Return the kind of organ that words name or describe ("spy agency", "foreign minister"), if any."""
    low = text.lower()
    for kind, pattern in _ORGANS:
        if pattern.search(low):
            return kind
    if _MINISTRY.search(low):
        domain = next((_DOMAINS[w] for w in re.findall(r"[a-z]+", low) if w in _DOMAINS), None)
        return f"ministry {domain}" if domain else None
    return None
