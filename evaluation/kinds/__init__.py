"""What kind of error a finding is, by name: one table of tests a layer, over what is right and what we found."""

from evaluation.kinds.attributions import ATTRIBUTIONS
from evaluation.kinds.base import Kinds, first, matched
from evaluation.kinds.events import EVENTS
from evaluation.kinds.figures import FIGURES
from evaluation.kinds.names import NAMES
from evaluation.kinds.places import PLACES
from evaluation.kinds.times import TIMES

LAYERS: dict[str, Kinds] = {
    "attributions": ATTRIBUTIONS,
    "figures": FIGURES,
    "times": TIMES,
    "events": EVENTS,
    "names": NAMES,
    "places": PLACES,
}

__all__ = ["LAYERS", "Kinds", "first", "matched"]
