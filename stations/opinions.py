"""The opinions on an application that stand, read from its history (guide 2.2)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from ostami.clock import SHANGHAI
from workflow.audit import history_of

if TYPE_CHECKING:
    from stations.models import AnnualReview, StationApplication
    from workflow.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody wrote, who it was for which organisation, and the day."""

    text: str
    name: str
    organisation: str
    on: date

    @property
    def signed_by(self) -> str:
        """The person with the organisation; the organisation alone where its login has no person's name."""
        if self.name == self.organisation or not self.organisation:
            return self.name
        return f"{self.organisation}　{self.name}"


@dataclass(frozen=True, slots=True)
class Opinions:
    """The three opinions of form F1, None while not given or after the application went back."""

    host: Opinion | None = None
    endorser: Opinion | None = None
    centre: Opinion | None = None


# An act gives the opinion at its place, and takes the later ones away with what it undoes.
GIVEN = {
    "submit": "host",
    "endorse": "endorser",
    "reject": "endorser",
    "approve": "centre",
    "refuse": "centre",
}
REFUSALS = {"reject": "不予推荐：", "refuse": "不予批准："}
ALL_TAKEN_BACK = {"recall", "return", "return_to_applicant"}
ENDORSEMENT_TAKEN_BACK = {"return_to_endorser"}


def opinions_of(application: "StationApplication") -> Opinions:
    """Return the opinions that stand: a return or recall drops those that it sends back."""
    standing = Opinions()
    for event in history_of(application).exclude(target="").select_related("actor__organisation"):
        if event.action in ALL_TAKEN_BACK:
            standing = Opinions()
        elif event.action in ENDORSEMENT_TAKEN_BACK:
            standing = replace(standing, endorser=None)
        elif event.action in GIVEN:
            standing = replace(standing, **{GIVEN[event.action]: _opinion(event)})
    return standing


def decision_on(review: "AnnualReview") -> Opinion | None:
    """Return the opinion with which an annual review was graded; None before that."""
    graded = history_of(review).filter(action="grade").select_related("actor__organisation").last()
    return _opinion(graded) if graded else None


def _opinion(event: "AuditEvent") -> Opinion:
    organisation = event.actor.organisation if event.actor else None
    return Opinion(
        REFUSALS.get(event.action, "") + event.reason,
        event.actor_name,
        organisation.name if organisation else "",
        event.at.astimezone(SHANGHAI).date(),
    )
