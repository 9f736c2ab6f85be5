"""The errors a caller can plan for.

    CrosswireError
    ├── UsageError          the call or its options are off (exit status 2)
    ├── SourceError         a source could not be read; carries `source` and `reason`
    │   ├── FetchRefusedError   an address or an answer breaks the rules of fetching; asking again won't help
    │   └── FetchFailedError    the network or the server failed; carries `status` and `retry_after`
    ├── NotFoundError       an id that nothing answers to
    ├── StoreError          the workspace file is damaged, locked or of a later release
    ├── StepError           a step is unknown, or reads a layer that nobody writes
    ├── EngineError         workers could not be had, or work was lost with them
    ├── PluginError         what another package added failed; the message names it
    └── VerificationError   evidence or a hash does not match what a dossier says

A message says what was given, what was expected and what to do.
"""


class CrosswireError(Exception):
    """The root of every error that Crosswire raises on purpose."""


class UsageError(CrosswireError):
    """The call or its options can't be carried out as given."""


class SourceError(CrosswireError):
    """A source, or an item of one, could not be read."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class FetchRefusedError(SourceError):
    """An address, a redirect or an answer that the rules of fetching do not let in."""


class FetchFailedError(SourceError):
    """A fetch that the network or the server let down; `retry_after` is in seconds, where it is known."""

    def __init__(
        self,
        source: str,
        reason: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(source, reason)
        self.status = status
        self.retry_after = retry_after


class NotFoundError(CrosswireError):
    """An id that nothing in the workspace answers to."""


class StoreError(CrosswireError):
    """The workspace can't be opened, read or written."""


class StepError(CrosswireError):
    """A pipeline step is unknown or reads a layer that no step writes."""


class EngineError(CrosswireError):
    """An engine can't be started, its workers are gone, or what it kept is damaged."""


class PluginError(CrosswireError):
    """A plug-in that was asked for by name failed."""


class VerificationError(CrosswireError):
    """Evidence or a hash differs from what a dossier says."""
