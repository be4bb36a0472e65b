"""The supervision draw: make one, look at it, check it."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedDetailView, ScopedListView, ScopedObjectView
from batches.models import Batch
from documents.xlsx import render_xlsx
from exams.draw_checking import discrepancies
from exams.draw_requests import latest_number
from exams.forms.supervision import DrawForm
from exams.models import SupervisionDraw
from exams.services import draw_batches
from exams.supervised import drawable, with_states
from exams.supervision_sheets import draw_sheet
from ostami.downloads import XLSX, file_response
from ostami.problems import BlockedError


class DrawList(ScopedListView):
    """All draws, the latest first."""

    permission = Perm.SUPERVISION_VIEW
    model = SupervisionDraw
    template_name = "exams/supervision/draws.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join who drew."""
        return super().get_queryset().select_related("drawn_by__staff_member")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person may draw."""
        may_draw = self.actor.has_right(Perm.SUPERVISION_DISPATCH)
        return super().get_context_data(may_draw=may_draw, **kwargs)


class DrawNew(PortalFormView):
    """Draw: from which exam dates, how many, with which seed."""

    permission = Perm.SUPERVISION_DISPATCH
    form_class = DrawForm
    template_name = "exams/supervision/draw_new.html"
    heading = "抽取督考批次"
    submit_label = "抽签"
    done = "抽签完成，结果已记录，不能更改。"

    def exam_dates(self) -> list[date]:
        """Return the exam dates of all batches that can be drawn, in order."""
        found = drawable(self.actor, at=arrived_at(self.request))
        return list(found.order_by("exam_date").values_list("exam_date", flat=True))

    def get_initial(self) -> dict[str, Any]:
        """Propose all that can be drawn."""
        days = self.exam_dates()
        return {"first_day": days[0], "last_day": days[-1]} if days else {}

    def act(self, form: DrawForm) -> str:
        """Draw, and go to the result; a page that was sent twice is told so, and may be sent on purpose."""
        try:
            drawn = draw_batches(request=form.facts(), actor=self.actor, at=arrived_at(self.request))
        except BlockedError:
            form.after = latest_number(self.actor)
            raise
        return drawn.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many batches can be drawn in which month."""
        days = self.exam_dates()
        months = Counter(day.replace(day=1) for day in days)
        return super().get_context_data(months=sorted(months.items()), total=len(days), **kwargs)


class DrawPage(ScopedDetailView):
    """One draw: seed, pool, every lot, the result, and whether it all agrees."""

    permission = Perm.SUPERVISION_VIEW
    model = SupervisionDraw
    template_name = "exams/supervision/draw.html"
    context_object_name = "draw"

    def get_queryset(self) -> QuerySet[Any]:
        """Join who drew."""
        return super().get_queryset().select_related("organisation", "drawn_by__staff_member")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each lot with its batch, and what the check says."""
        draw = self.object
        pool = {entry["number"]: entry for entry in draw.pool}
        drawn = {one.number: one for one in with_states(Batch.objects.filter(drawn_for__draw=draw))}
        rows = [(lot, pool[lot.number], drawn.get(lot.number)) for lot in draw.lots]
        checked = list(discrepancies(draw))
        may_send = self.actor.has_right(Perm.SUPERVISION_DISPATCH)
        return super().get_context_data(rows=rows, discrepancies=checked, may_send=may_send, **kwargs)


class DrawExport(ScopedObjectView):
    """A draw's record as a workbook."""

    permission = Perm.SUPERVISION_VIEW
    model = SupervisionDraw

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        draw = self.get_object()
        return file_response(render_xlsx(draw_sheet(draw)), f"{draw}.xlsx", XLSX)
