"""The steps of an enrolment that its candidate fills in."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from accounts.views.rows import MoreRowsMixin
from candidates.forms import HistoryForm, PersonalForm
from candidates.guards import empty_fields, still_open
from candidates.models import Enrolment
from candidates.selectors import ENROLMENT_FACTS
from candidates.services import discard_enrolment, save_form, save_history
from candidates.sheets import history_lines
from candidates.tasks import next_address
from candidates.views.choosing import StartForm
from workflow.lifecycle import available_transitions, perform


class FillingView(ScopedFormView):
    """A step on the candidate's own enrolment; once that is handed in, the page leads back to it."""

    abstract = True
    permission = Perm.ENROL
    model = Enrolment
    object: Enrolment
    step: ClassVar[str] = ""
    submit_label = "保存并继续"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the own enrolments with all that a step shows."""
        rows = super().get_queryset().select_related(*ENROLMENT_FACTS)
        return rows.prefetch_related("history", "uploads")

    def is_shut(self, enrolment: Enrolment) -> bool:
        """Tell whether the step can't be done any more."""
        return not enrolment.is_open

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the step, or say why it is over."""
        enrolment: Enrolment = self.get_object()
        if self.is_shut(enrolment):
            for problem in still_open(enrolment):
                messages.warning(request, str(problem))
            return redirect(enrolment)
        return super().get(request, *args, **kwargs)

    def next_step(self, enrolment: Enrolment) -> str:
        """Return where to go: back to the check page if that sent the person, else to the next step."""
        fresh = self.get_queryset().get(pk=enrolment.pk)
        if self.request.GET.get("from") == "check":
            return reverse("candidates:check", kwargs={"pk": fresh.pk})
        return next_address(fresh, at=arrived_at(self.request))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the enrolment."""
        return super().get_context_data(**{"enrolment": self.object, **kwargs})


class FormPage(FillingView):
    """The personal form."""

    form_class = PersonalForm
    template_name = "candidates/form.html"
    heading = "填写申报表"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment to the form."""
        return {**super().get_form_kwargs(), "enrolment": self.object}

    def act(self, form: PersonalForm) -> str:
        """Save what was filled in, complete or not."""
        saved = save_form(
            enrolment=self.object, actor=self.actor, answers=form.cleaned_data, at=arrived_at(self.request)
        )
        missing = "、".join(empty_fields(saved))
        messages.success(self.request, f"申报表已保存，还差：{missing}。" if missing else "申报表已保存。")
        return self.next_step(saved)


class HistoryPage(MoreRowsMixin, FillingView):
    """The history of schooling and work."""

    form_class = HistoryForm
    template_name = "candidates/history.html"
    heading = "填写学习（工作）经历"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the enrolment to the form."""
        return {**super().get_form_kwargs(), "enrolment": self.object}

    def act(self, form: HistoryForm) -> str:
        """Replace the history."""
        saved = save_history(
            enrolment=self.object, actor=self.actor, periods=form.periods, at=arrived_at(self.request)
        )
        if form.periods:
            messages.success(self.request, f"已保存 {len(form.periods)} 段经历。")
        else:
            messages.warning(self.request, "还没有填写经历，请从初中开始填写（服务指南 4.3-3）。")
        return self.next_step(saved)


class CheckPage(FillingView):
    """All answers to check, and the button that hands them in."""

    form_class = StartForm
    template_name = "candidates/check.html"
    heading = "核对并提交"
    submit_label = "确认无误，提交报名"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way."""
        moves = available_transitions(self.object, self.actor, at=arrived_at(self.request))
        submit = next((move for move in moves if move.transition.name == "submit"), None)
        return super().get_context_data(
            **{
                "problems": submit.problems if submit else (),
                "warning": submit.transition.warning if submit else "",
                "history": history_lines(list(self.object.history.all())),
                **kwargs,
            }
        )

    def act(self, form: StartForm) -> str:
        """Hand the form in."""
        moved = perform(self.object, "submit", actor=self.actor, at=arrived_at(self.request))
        messages.success(
            self.request, f"报名已提交，报名序号 {moved.sequence}。请打印申报表，盖章后拍照上传。"
        )
        return moved.get_absolute_url()


class DiscardPage(FillingView):
    """Throw away a draft that was never handed in."""

    form_class: type[forms.Form] = StartForm
    template_name = "candidates/discard.html"
    heading = "放弃报名"
    submit_label = "放弃这份报名"

    def act(self, form: StartForm) -> str:
        """Delete the draft."""
        discard_enrolment(enrolment=self.object, actor=self.actor)
        messages.success(self.request, "已放弃报名，填写的内容已删除。")
        return reverse("candidates:mine")
