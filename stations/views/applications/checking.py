"""The last look before an application is handed in."""

from dataclasses import dataclass
from typing import Any

from accounts.middleware import arrived_at
from ostami.clock import SHANGHAI
from stations.completeness import missing_parts, sections_of
from stations.forms.sections import DraftForm
from stations.sections import Section
from stations.sheets import f1_sheet
from stations.tasks import section_address
from stations.versions import signed_paper_is_stale
from stations.views.applications.base import DraftView
from workflow.lifecycle import available_transitions


@dataclass(frozen=True, slots=True)
class Linked:
    """A section with its address, and what it lacks if anything."""

    section: Section
    address: str
    problem: str = ""

    @property
    def label(self) -> str:
        """The section's name."""
        return self.section.label


class CheckPage(DraftView):
    """Everything as the paper will show it, and all that is missing at once, each a link.

    The page itself hands nothing in: its button leads to the page that takes the opinion.
    """

    http_method_names = ("get", "head", "options")
    form_class = DraftForm
    template_name = "stations/applications/check.html"
    heading = "核对并提交"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the paper, what is missing, and what else stands in the way."""
        missing = self.missing()
        own = {
            "missing": missing,
            "problems": () if missing else self.problems(),
            "sections": [Linked(section, self.link(section)) for section in sections_of(self.object)],
            "stale": signed_paper_is_stale(self.object),
            "sheet": f1_sheet(self.object),
        }
        return super().get_context_data(**{**own, **kwargs})

    def missing(self) -> list[Linked]:
        """Return what the application lacks, with the page that mends it."""
        today = arrived_at(self.request).astimezone(SHANGHAI).date()
        return [
            Linked(one.section, self.link(one.section), str(one.problem))
            for one in missing_parts(self.object, today=today)
        ]

    def problems(self) -> tuple[Any, ...]:
        """Return what else keeps the application from being handed in."""
        moves = available_transitions(self.object, self.actor, at=arrived_at(self.request))
        return next((move.problems for move in moves if move.transition.name == "submit"), ())

    def link(self, section: Section) -> str:
        """Return a section's page, which leads back here."""
        return f"{section_address(self.object, section)}?from=check"
