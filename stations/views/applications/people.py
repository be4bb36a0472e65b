"""The people of an application."""

from typing import Any

from stations.forms.people import PeopleForm
from stations.sections import Section
from stations.services.people import MOST_PEOPLE, save_people
from stations.views.applications.rows import RowsPage, Written


class PeoplePage(RowsPage):
    """Who runs the station, who examines, who trains."""

    section = Section.PEOPLE
    form_class = PeopleForm
    template_name = "stations/applications/people.html"
    heading = Section.PEOPLE.label

    def store(self, form: PeopleForm) -> Written:
        """Write the people."""
        return save_people(
            application=self.object, actor=self.actor, entries=form.entries, removed=form.emptied
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many there may be."""
        return super().get_context_data(**{"most": MOST_PEOPLE, **kwargs})
