"""The detectors of conflicts in one table, and what comes of them: the heaviest first, no two alike."""

from crosswire.model.dossier import Conflict
from crosswire.stages.reconcile.conflict_acts import role_conflicts, verb_conflicts
from crosswire.stages.reconcile.conflict_causes import cause_conflicts
from crosswire.stages.reconcile.conflict_figures import figure_conflicts
from crosswire.stages.reconcile.conflict_holders import (
    denial_conflicts,
    headline_conflicts,
    legal_conflicts,
    polarity_conflicts,
)
from crosswire.stages.reconcile.conflict_quotes import quote_conflicts
from crosswire.stages.reconcile.conflict_slots import (
    date_conflicts,
    name_conflicts,
    place_conflicts,
)
from crosswire.stages.reconcile.conflict_sources import (
    dropped_conflicts,
    source_conflicts,
    strength_conflicts,
)
from crosswire.stages.reconcile.conflicts import Held, without_repeats

DETECTORS = (
    figure_conflicts,
    quote_conflicts,
    verb_conflicts,
    headline_conflicts,
    polarity_conflicts,
    date_conflicts,
    place_conflicts,
    name_conflicts,
    role_conflicts,
    legal_conflicts,
    strength_conflicts,
    source_conflicts,
    dropped_conflicts,
    denial_conflicts,
    cause_conflicts,
)


def find_conflicts(held: Held) -> tuple[Conflict, ...]:
    """Return the conflicts of a story, the heaviest first."""
    return without_repeats([found for detect in DETECTORS for found in detect(held)])
