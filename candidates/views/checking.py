"""The page on which all answers are checked and handed in."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages

from accounts.middleware import arrived_at
from candidates.guards import still_open
from candidates.models import Enrolment, HistoryEntry, HistoryKind
from candidates.personal_form.answer_words import shown_answers
from candidates.personal_form.asked import school_fields, stated_fields
from candidates.personal_form.mending import mended_at
from candidates.personal_form.steps import CERTIFICATES, EMPLOYER, HISTORY, WORK, FormStep, steps_of
from candidates.views.choosing import StartForm
from candidates.views.filling import FillingView
from ostami.problems import BlockedError
from workflow.lifecycle import available_transitions, perform

ANSWERS = {EMPLOYER.name: school_fields, CERTIFICATES.name: stated_fields}


class CheckPage(FillingView):
    """All answers to check, and the button that hands them in."""

    form_class = StartForm
    template_name = "candidates/check.html"
    step = "check"
    submit_label = "确认无误，提交报名"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add every answer by its page, and what stands in the way."""
        at = arrived_at(self.request)
        moves = available_transitions(self.object, self.actor, at=at)
        submit = next((move for move in moves if move.transition.name == "submit"), None)
        return super().get_context_data(
            **{
                "problems": list(mended_at(self.object, submit.problems if submit else (), at=at)),
                "warning": submit.transition.warning if submit else "",
                "sections": list(_sections(self.object)),
                **kwargs,
            }
        )

    def act(self, form: StartForm) -> str:
        """Hand the form in; a second tap, or another tab, is told that it is in."""
        try:
            moved = perform(self.object, "submit", actor=self.actor, at=arrived_at(self.request))
        except BlockedError:
            self.object.refresh_from_db(fields=["status"])
            if self.object.is_open:
                raise
            return self._handed_in_before()
        messages.success(
            self.request, f"报名已提交，报名序号 {moved.sequence}。请打印申报表，盖章后拍照上传。"
        )
        return moved.get_absolute_url()

    def _handed_in_before(self) -> str:
        for problem in still_open(self.object):
            messages.warning(self.request, str(problem))
        return self.object.get_absolute_url()


def _sections(enrolment: Enrolment) -> Iterator[tuple[FormStep, str, list[tuple[str, str]]]]:
    """Yield each page that answers stand on, with its address and its answers as label and words."""
    for step in steps_of(enrolment):
        if fields := ANSWERS.get(step.name):
            yield step, step.address(enrolment), list(shown_answers(enrolment, fields(enrolment)))
        elif step in {HISTORY, WORK}:
            yield step, step.address(enrolment), list(_periods(enrolment, step))


def _periods(enrolment: Enrolment, step: FormStep) -> Iterator[tuple[str, str]]:
    shown = {HistoryKind.STUDY} if step == HISTORY else {HistoryKind.WORK, HistoryKind.OTHER}
    kinds = set(HistoryKind) if enrolment.is_student else shown
    entries: list[HistoryEntry] = sorted(enrolment.history.all(), key=lambda one: (one.start, one.pk))
    for entry in entries:
        if entry.kind in kinds:
            what = entry.get_stage_display() or entry.get_kind_display()
            tail = f"（{entry.get_relation_display()}）" if entry.relation else ""
            yield what, f"{entry}{tail}"
