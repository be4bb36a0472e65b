"""The opinions on a batch application that stand, read from its history (guide 4.5.1-9)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.opinions import Opinion, OpinionRules, standing_opinions

if TYPE_CHECKING:
    from batches.models import Batch


@dataclass(frozen=True, slots=True)
class Opinions:
    """What station, branch and management said; None while not given or after the application went back."""

    station: Opinion | None = None
    branch: Opinion | None = None
    management: Opinion | None = None


ALL = ("station", "branch", "management")
RULES = OpinionRules(
    given={"submit": "station", "endorse": "branch", "approve": "management"},
    taken_back={"return": ALL, "withdraw": ALL},
)


def opinions_of(batch: "Batch") -> Opinions:
    """Return the opinions that stand: a return or withdrawal drops them all."""
    return Opinions(**standing_opinions(batch, RULES))
