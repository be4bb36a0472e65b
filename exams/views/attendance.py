"""The page on which a station records who came to a paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role, refusal
from accounts.views.base import ScopedFormView
from batches.models import Batch
from exams.attending.groups import Group, groups_of
from exams.attending.recording import record_attendance
from exams.attending.rules import attendance_open
from exams.attending.selectors import attendance_events, total_of
from exams.forms.attendance import AttendanceForm
from exams.scoring.confirming import confirmed
from exams.selectors import WITH_ROSTER, examined
from ostami.problems import Problem
from question_bank.paper_kinds import PaperKind

EVENTS_SHOWN = 20


class AttendancePage(ScopedFormView):
    """One paper's attendance, a room or a trade at a time; a table for those who only read."""

    model = Batch
    permission = Perm.ATTENDANCE_VIEW
    form_class = AttendanceForm
    template_name = "exams/attendance/page.html"
    object: Batch

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the page from whoever may record attendance."""
        if not self.actor.has_right(Perm.ATTENDANCE_EDIT):
            self.get_object()
            raise PermissionDenied(refusal(Perm.ATTENDANCE_EDIT, role=Role(self.actor.role)))
        return super().post(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    @cached_property
    def kind(self) -> PaperKind:
        """The paper that the address names."""
        if self.kwargs["kind"] not in PaperKind.values:
            raise Http404
        return PaperKind(self.kwargs["kind"])

    @cached_property
    def groups(self) -> list[Group]:
        """The rooms, or the trades; nobody sits before the roster is in."""
        return groups_of(self.object, self.kind) if self.object.status in WITH_ROSTER else []

    @cached_property
    def group(self) -> Group | None:
        """The one that the page shows: the chosen one, else the first that isn't done."""
        wanted = self.request.GET.get("group", "")
        chosen = next((one for one in self.groups if one.key == wanted), None)
        unfinished = next((one for one in self.groups if one.open), None)
        return chosen or unfinished or next(iter(self.groups), None)

    @cached_property
    def closed(self) -> list[Problem]:
        """Why attendance can't be recorded at this moment."""
        return list(attendance_open(self.object, at=arrived_at(self.request)))

    @property
    def _confirmed(self) -> bool:
        """Whether a second person confirmed results of the batch, so that changing them needs a reason."""
        return bool(confirmed(self.object, examined(self.object)))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the people to the form."""
        people = self.group.people if self.group else []
        return {**super().get_form_kwargs(), "kind": self.kind, "people": people}

    def act(self, form: AttendanceForm) -> str:
        """Store the page and come back to it."""
        changed = record_attendance(
            batch=self.object,
            kind=self.kind,
            entries=form.entries,
            actor=self.actor,
            at=arrived_at(self.request),
            reason=form.cleaned_data["reason"],
        )
        figures = total_of(self.object, self.kind)
        what = f"{len(changed)} 人有变动" if changed else "与上次相同"
        counts = "，".join(f"{word} {number}" for word, number in figures.counts)
        messages.success(self.request, f"到考登记已保存，{what}。{self.kind.label}：{counts}。")
        address = reverse("exams:attendance", kwargs={"pk": self.object.pk, "kind": self.kind})
        return f"{address}?group={self.group.key}" if self.group else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, the groups to choose from, and the table for those who only read."""
        may_record = self.actor.has_right(Perm.ATTENDANCE_EDIT)
        posted = self.request.method == "POST"
        return super().get_context_data(
            **{
                "heading": f"{self.kind.label}到考登记",
                "kind": self.kind,
                "kinds": PaperKind,
                "editable": may_record and bool(self.group) and (not self.closed or posted),
                "closed": self.closed,
                "reason_needed": self.group is not None and self._confirmed,
                "groups": self.groups,
                "group": self.group,
                "counts": total_of(self.object, self.kind).counts,
                "events": attendance_events(self.object, self.kind)[:EVENTS_SHOWN],
                **kwargs,
            }
        )
