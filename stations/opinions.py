"""The opinions on an application that stand, read from its history (guide 2.2)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.audit import history_of
from workflow.opinions import Opinion, OpinionRules, opinion_in, standing_opinions

if TYPE_CHECKING:
    from stations.models import AnnualReview, StationApplication


@dataclass(frozen=True, slots=True)
class Opinions:
    """The three opinions of form F1, None while not given or after the application went back."""

    host: Opinion | None = None
    endorser: Opinion | None = None
    centre: Opinion | None = None


ALL = ("host", "endorser", "centre")
# An act gives the opinion at its place, and takes the later ones away with what it undoes.
RULES = OpinionRules(
    given={
        "submit": "host",
        "endorse": "endorser",
        "reject": "endorser",
        "approve": "centre",
        "refuse": "centre",
    },
    taken_back={
        "recall": ALL,
        "return": ALL,
        "return_to_applicant": ALL,
        "return_to_endorser": ("endorser",),
    },
    refusals={"reject": "不予推荐：", "refuse": "不予批准："},
)


def opinions_of(application: "StationApplication") -> Opinions:
    """Return the opinions that stand: a return or recall drops those that it sends back."""
    return Opinions(**standing_opinions(application, RULES))


def decision_on(review: "AnnualReview") -> Opinion | None:
    """Return the opinion with which an annual review was graded; None before that."""
    graded = history_of(review).filter(action="grade").select_related("actor__organisation").last()
    return opinion_in(graded) if graded else None
