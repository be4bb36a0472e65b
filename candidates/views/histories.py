"""The pages on schooling and on work."""

from typing import Any

from django.contrib import messages

from accounts.middleware import arrived_at
from accounts.views.rows import MoreRowsMixin
from candidates.forms import HistoryForm, WorkHistoryForm
from candidates.forms.history import MOST_ROWS, PeriodsForm
from candidates.guards import study_problems, work_problems
from candidates.models import Enrolment
from candidates.services import save_history
from candidates.views.filling import FillingView
from ostami.clock import day_of
from ostami.problems import Problem


class PeriodsPage(MoreRowsMixin, FillingView):
    """Rows of periods; what they lack is said as soon as they were saved."""

    abstract = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment to the form."""
        return {**super().get_form_kwargs(), "enrolment": self.object}

    def problems(self, enrolment: Enrolment) -> list[Problem]:
        """Return what the stored rows lack today."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the stored rows lack, once there are any."""
        context = super().get_context_data(most=MOST_ROWS, **kwargs)
        form: PeriodsForm = context["form"]
        told = any(entry.kind in form.kinds for entry in self.object.history.all())
        return {**context, "problems": self.problems(self.object) if told and not form.is_bound else []}

    def act(self, form: PeriodsForm) -> str:
        """Replace the rows; stay on the page while they lack anything."""
        save_history(
            enrolment=self.object,
            actor=self.actor,
            periods=form.periods,
            kinds=form.kinds,
            at=arrived_at(self.request),
        )
        if self.problems(self.get_queryset().get(pk=self.object.pk)):
            messages.warning(self.request, f"已保存 {len(form.periods)} 段经历，还不完整，请看下面的说明。")
            return self.request.get_full_path()
        messages.success(self.request, f"已保存 {len(form.periods)} 段经历。")
        return self.onwards()


class HistoryPage(PeriodsPage):
    """Schooling from junior school on."""

    form_class = HistoryForm
    template_name = "candidates/history.html"
    step = "history"

    def problems(self, enrolment: Enrolment) -> list[Problem]:
        """Return what schooling lacks today."""
        return list(study_problems(enrolment, today=day_of(arrived_at(self.request))))


class WorkHistoryPage(PeriodsPage):
    """Work of those who are no students."""

    form_class = WorkHistoryForm
    template_name = "candidates/work_history.html"
    step = "work_history"

    def problems(self, enrolment: Enrolment) -> list[Problem]:
        """Return what work lacks today."""
        return list(work_problems(enrolment, today=day_of(arrived_at(self.request))))
