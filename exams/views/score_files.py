"""The score sheet: as a workbook to fill in and send, and on paper."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from batches.models import Batch, BatchItem
from documents.handing_out import pdf_response
from documents.models import TableUpload
from documents.pdf import render_pdf
from documents.table_import import ImportedRow, TableImport
from documents.views.table_import import TableImportView
from documents.xlsx import render_xlsx
from exams.forms.score_rows import REASON_LENGTH
from exams.guards import scores_open
from exams.scoring.confirming import confirmed
from exams.scoring.jobs import start_score_import
from exams.scoring.sheet_columns import filled_rows
from exams.scoring.sheet_judging import sheet_roster
from exams.scoring.sheets import paper_sheet, score_sheet
from exams.selectors import examined
from exams.services.score_import import import_scores, read_scores, sheet_problems
from ostami import clock
from ostami.downloads import XLSX, file_response
from ostami.problems import refuse_if

# More rows than these are stored by a job: nobody waits for a page.
MOST_AT_ONCE = 500


class ScoreImport(ScopedFormView, TableImportView):
    """A batch's score sheet: ``?template`` hands it out with the roster, of one trade with ``&item=<pk>``."""

    model = Batch
    permission = Perm.SCORE_EDIT
    template_name = "exams/scoring/import.html"
    heading = "导入成绩"
    object: Batch
    job_page = ""

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    def spec(self) -> TableImport:
        """Return what the sheet must look like, judged beside the roster of this instant."""
        return sheet_roster(self.object, sent_at=clock.now()).spec()

    def template_rows(self) -> Sequence[Sequence[str]]:
        """Put the roster into the sheet, or one trade of it."""
        people, item = examined(self.object), self.request.GET.get("item", "")
        return filled_rows(list(people.filter(batch_item=int(item)) if item.isdecimal() else people))

    def act(self, form: Any) -> str:
        """Take a sheet while scores are entered."""
        refuse_if(scores_open(self.object, at=arrived_at(self.request)))
        return super().act(form)

    def address(self) -> str:
        """Go to the grid, or to the job that imports a long sheet."""
        return self.job_page or reverse("exams:scores", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why nothing can be imported, and whether a reason is asked for."""
        return super().get_context_data(
            **{
                "closed": list(scores_open(self.object, at=arrived_at(self.request))),
                "asked_beside": "exams/scoring/_reason.html",
                "reason_needed": bool(confirmed(self.object, list(examined(self.object)))),
                "reason": self.request.POST.get("reason", ""),
                **kwargs,
            }
        )

    def write(self, rows: Sequence[ImportedRow]) -> str:
        """Rows are stored by the import of the kept sheet."""
        raise NotImplementedError

    def _read(self, upload: TableUpload) -> Any:
        return read_scores(upload, self.object)[1]

    def _imported(self, upload: TableUpload) -> str:
        """Import a short sheet, or start the job for a long one; return what to tell."""
        table = self._read(upload)
        refuse_if(sheet_problems(table))
        reason = self.request.POST.get("reason", "").strip()[:REASON_LENGTH]
        if len(table.rows) > MOST_AT_ONCE:
            rows = len(table.rows)
            job = start_score_import(
                upload=upload, batch=self.object, rows=rows, actor=self.actor, reason=reason
            )
            self.job_page = reverse("jobs:page", kwargs={"pk": job.pk})
            return f"正在后台导入 {rows} 行成绩。"
        at = arrived_at(self.request)
        done = import_scores(upload=upload, batch=self.object, actor=self.actor, at=at, reason=reason)
        return f"已导入 {done.rows} 行成绩，{len(done.changed)} 名考生有变动。请由本站另一名人员复核。"


class ScoreSheet(ScopedObjectView):
    """A trade's score sheet on paper: filled, or with ``?blank`` to fill in by hand; ``?xlsx`` as a list."""

    model = BatchItem
    permission = Perm.SCORE_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it out."""
        item: BatchItem = self.get_object()
        blank = "blank" in request.GET
        sheet = score_sheet(item, blank=blank)
        name = f"成绩登记表{'（空白）' if blank else ''} {item.batch.number} {item}"
        if "xlsx" in request.GET:
            return file_response(render_xlsx(sheet), f"{name}.xlsx", XLSX)
        return pdf_response(render_pdf(paper_sheet(sheet)), f"{name}.pdf")

    def get_queryset(self) -> Any:
        """Join what the sheet names; a sheet needs a numbered batch."""
        rows = super().get_queryset().exclude(batch__number=None)
        return rows.select_related(
            "leader", "batch__station__organisation", "plan_item__trade__occupation"
        ).prefetch_related("examiners")
