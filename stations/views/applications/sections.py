"""The plain sections of an application."""

from typing import Any

from stations.forms.sections import HostForm, PremisesForm, ReasonForm
from stations.sections import Section
from stations.services.drafting import save_host, save_premises, save_reason
from stations.views.applications.base import AutosavedView


class HostPage(AutosavedView):
    """The host organization."""

    section = Section.HOST
    form_class = HostForm
    template_name = "stations/applications/host.html"
    heading = Section.HOST.label

    def save(self, form: Any) -> None:
        """Store what was told."""
        save_host(application=self.object, actor=self.actor, answers=form.cleaned_data)


class PremisesPage(AutosavedView):
    """The three areas."""

    section = Section.PREMISES
    form_class = PremisesForm
    template_name = "stations/applications/premises.html"
    heading = Section.PREMISES.label

    def save(self, form: Any) -> None:
        """Store what was told."""
        save_premises(application=self.object, actor=self.actor, answers=form.cleaned_data)


class ReasonPage(AutosavedView):
    """Why it is applied for."""

    section = Section.REASON
    form_class = ReasonForm
    template_name = "stations/applications/section.html"
    heading = Section.REASON.label

    def save(self, form: Any) -> None:
        """Store what was told."""
        save_reason(application=self.object, actor=self.actor, answers=form.cleaned_data)
