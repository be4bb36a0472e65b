"""The class list of a batch: who was entered and how far each is, the import, and printing slips."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import Batch
from candidates.classes.listing import STATES, WAITING, counted_states, listed, with_states
from candidates.classes.slip_printing import print_slips
from candidates.classes.table import class_import
from candidates.deadlines import enrolment_deadline
from candidates.forms.classes import ClassFilter
from candidates.models import Activation
from candidates.services.importing import entry_problems, import_class, overbooked
from candidates.views.batch_pages import BatchList
from candidates.views.class_entry import activation_address
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from ostami.problems import refuse_if

KEY_DIGITS = 18  # of any key that a database holds


class ClassList(BatchList):
    """The people whom a station entered for a batch."""

    permission = Perm.CLASS_VIEW
    model = Activation
    template_name = "candidates/classes/list.html"
    paginate_by = 50

    @cached_property
    def entries(self) -> Any:
        """All entries of the batch."""
        return super().get_queryset().filter(batch=self.batch)

    @cached_property
    def filter_form(self) -> ClassFilter:
        """The filters as they stand in the address."""
        return ClassFilter(self.request.GET, entries=self.entries)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the entries that the filters leave, by class."""
        rows = self.filter_form.narrowed(with_states(self.entries))
        return rows.select_related("candidate__user", "batch").order_by("class_name", "pk")  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch, the counts, and what the person may do."""
        at = arrived_at(self.request)
        context = super().get_context_data(**kwargs)
        may_enter = self.actor.has_right(Perm.CLASS_ENTER)
        counts = counted_states(self.entries)
        own = {
            "batch": self.batch,
            "deadline": enrolment_deadline(self.batch, at=at),
            "counts": [(state, STATES[state], number) for state, number in counts.items()],
            **self._slips(),
            "rows": listed(context["object_list"], self.batch),
            "may_enter": may_enter,
            "may_see": self.actor.has_right(Perm.ENROLMENT_VIEW),
            "shut": entry_problems(self.batch, actor=self.actor, at=at) if may_enter else [],
        }
        return {**context, **own}

    def _slips(self) -> dict[str, int]:
        """Return how many the filters leave without a login, and how many of them never had a slip."""
        waiting = self.get_queryset().filter(state=WAITING)
        return {"waiting": waiting.count(), "unprinted": waiting.filter(code_digest="").count()}


class _ForBatch(ScopedFormView):
    """A form on a batch's class list."""

    abstract = True
    permission = Perm.CLASS_ENTER
    model = Batch

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the pages name."""
        return super().get_queryset().select_related("station__organisation")

    def address(self) -> str:
        """Return the class list."""
        return reverse("candidates:class_list", kwargs={"pk": self.object.pk})


class ClassImport(_ForBatch, TableImportView):
    """A class from a workbook: all of its rows or none."""

    template_name = TableImportView.template_name
    form_class = TableImportView.form_class
    submit_label = TableImportView.submit_label
    heading = "导入班级名单"

    @cached_property
    def _table(self) -> TableImport:
        return class_import(self.object, at=arrived_at(self.request))

    def spec(self) -> TableImport:
        """Return the columns, with the batch's items to choose from."""
        return self._table

    def act(self, form: Any) -> str:
        """Keep the file while enrolment is open, and go to the preview."""
        at = arrived_at(self.request)
        refuse_if(entry_problems(self.object, actor=self.actor, at=at))
        return super().act(form)

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Enter the people, and tell what to do next."""
        done = import_class(batch=self.object, rows=rows, actor=self.actor, at=arrived_at(self.request))
        known = f"，其中 {done.known} 人已有账号" if done.known else ""
        warnings = "".join(overbooked(self.object))
        return f"已导入 {done.people} 人{known}。请打印激活单发给考生，由本人激活、核对并提交。{warnings}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the batch in the title: a station has several open at once."""
        return super().get_context_data(**{"heading": f"导入{self.object}的班级名单", **kwargs})


class ClassSlips(_ForBatch):
    """Print slips for those ticked on the list, or for all who wait, within the filters of the address."""

    form_class = ConfirmForm
    template_name = "candidates/classes/slips.html"
    heading = "打印激活单"
    submit_label = "打印激活单"

    def entries(self) -> list[Activation]:
        """Return the entries that are ticked; else the waiting ones, without a slip so far if so asked."""
        mine = Activation.objects.visible_to(self.actor).filter(batch=self.object)
        rows, asked = with_states(mine), self.request.GET
        chosen = [key for key in asked.getlist("entry") if key.isdecimal() and len(key) <= KEY_DIGITS]
        if chosen or "chosen" in asked:
            return list(rows.filter(pk__in=chosen))
        waiting = ClassFilter(asked, entries=mine).narrowed(rows).filter(state=WAITING)
        return list(waiting.filter(code_digest="") if "unprinted" in asked else waiting)

    def act(self, form: ConfirmForm) -> str:
        """Start the printing and go to it."""
        job = print_slips(
            batch=self.object,
            entries=[entry.pk for entry in self.entries()],
            actor=self.actor,
            address=activation_address(self.request),
        )
        return reverse("jobs:page", kwargs={"pk": job.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many slips there will be, and how many make an older one worthless."""
        entries: list[Any] = self.entries()
        waiting = [entry for entry in entries if entry.state == WAITING]
        numbers = {
            "total": len(entries),
            "waiting": len(waiting),
            "reminders": len(entries) - len(waiting),
            "again": sum(bool(entry.code_digest) for entry in waiting),
        }
        return super().get_context_data(**{**numbers, "back": self.address(), **kwargs})
