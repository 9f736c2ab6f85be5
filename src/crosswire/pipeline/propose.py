"""Asking a language model for proposals to a dossier: the one place that joins the checks with the network.

The key is read from the environment when it is sent, and written nowhere.
"""

import os
from collections.abc import Sequence
from typing import get_args
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from crosswire.errors import FetchFailedError, UsageError
from crosswire.fetch.policy import Policy
from crosswire.model.dossier import Dossier
from crosswire.model.proposal import ProposalKind, Proposer
from crosswire.settings import Settings
from crosswire.stages.propose.ask import VERSION, drafts, messages
from crosswire.stages.propose.check import checked

KEY = "CROSSWIRE_LLM_KEY"
"""The variable of the environment that holds the server's key, where it needs one."""
ANSWER_TOKENS = 4000


def propose(
    dossier: Dossier, kinds: Sequence[str], settings: Settings, *, language: str | None = None
) -> Dossier:
    """Return `dossier` with what the model of the settings proposes, each checked: kept, or refused with reasons.

    Raises UsageError where no model is named or a kind is unknown, SourceError where it can't be asked or its answer
    can't be read.
    """
    check_request(kinds, settings, language)
    url = settings.llm_url.rstrip("/") + "/chat/completions"
    request = {
        "model": settings.llm_model,
        "messages": messages(dossier, kinds, language),
        "temperature": 0,
        "max_tokens": ANSWER_TOKENS,
        "stream": False,
    }
    answer = _ask(url, msgspec.json.encode(request), settings)
    try:
        found = drafts(answer)
    except ValueError as error:
        raise FetchFailedError(_shown(url), f"{error}; ask again, or ask another model") from error
    producer = Proposer(
        model=settings.llm_model, host=urlsplit(url).netloc.rpartition("@")[2], asked=VERSION
    )
    return replace(
        dossier, proposals=checked(found, dossier, producer, kinds=kinds, language=language)
    )


def _ask(url: str, body: bytes, settings: Settings) -> bytes:
    try:
        from crosswire.fetch.asking import ask
    except ImportError as error:
        raise UsageError(
            f"asking a model needs {error.name}, which is not installed: pip install 'crosswire[llm]'"
        ) from error
    policy = Policy(
        allow_private=True,  # the user's own setting names the host, and no redirect is followed
        max_bytes=settings.llm_max_bytes,
        max_wire_bytes=settings.llm_max_bytes,
        total_seconds=settings.llm_seconds,
        read_seconds=settings.llm_seconds,
        retries=min(max(settings.llm_retries, 0), 5),
        contact=settings.fetch_contact,
    )
    return ask(url, body, policy, key=os.environ.get(KEY) or None)


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def check_request(kinds: Sequence[str], settings: Settings, language: str | None) -> None:
    """Raise UsageError where no model is named, a kind is unknown, or a translation lacks its language."""
    if not settings.llm_url or not settings.llm_model:
        raise UsageError(
            "no language model is named, and none is asked by default; set llm_url and llm_model in crosswire.toml"
        )
    known = get_args(ProposalKind)
    wrong = [kind for kind in kinds if kind not in known]
    if wrong or not kinds:
        raise UsageError(f"kinds {wrong}; expected some of {', '.join(known)}")
    if ("translation" in kinds) != (language is not None):
        raise UsageError("a translation and a language go together; one was given")
