"""The opinions on a case that stand, read from its history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from ostami import clock
from workflow.audit import history_of
from workflow.lifecycle import Case
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
class OpinionRules:
    """Which acts of a life cycle give an opinion, and which take opinions back.

    Attributes:
        given: an act, and the place at which its opinion stands.
        taken_back: an act, and the places that it empties.
        refusals: an act that refuses, and the words that its opinion begins with.
    """

    given: Mapping[str, str]
    taken_back: Mapping[str, Collection[str]]
    refusals: Mapping[str, str] = field(default_factory=dict)


def standing_opinions(case: Case, rules: OpinionRules) -> dict[str, Opinion]:
    """Return the opinions that stand, by their place: a return or recall drops those that it sends back."""
    standing: dict[str, Opinion] = {}
    for event in history_of(case).exclude(target="").select_related("actor__organisation"):
        for place in rules.taken_back.get(event.action, ()):
            standing.pop(place, None)
        if place := rules.given.get(event.action, ""):
            standing[place] = opinion_in(event, prefix=rules.refusals.get(event.action, ""))
    return standing


def opinion_in(event: AuditEvent, *, prefix: str = "") -> Opinion:
    """Return the opinion that an act gave."""
    organisation = event.actor.organisation if event.actor else None
    return Opinion(
        prefix + event.words,
        event.actor_name,
        organisation.name if organisation else "",
        clock.day_of(event.at),
    )
