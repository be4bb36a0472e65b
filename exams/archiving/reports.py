"""The reports of an exam in its archive: the panels' with all positions, and the supervisors'."""

from collections.abc import Iterable, Iterator

from batches.models import Batch, BatchItem
from documents.sheets import FormSheet
from exams.archiving.entries import Entry, printed
from exams.evaluation.sheets import evaluation_sheet
from exams.models import EvaluationReport, ReportStatus, SupervisionReport, SupervisionReportStatus
from exams.supervising.sheets import report_sheet


def evaluation_entries(
    batch: Batch, folder: str, *, folders: Iterable[tuple[BatchItem, str]]
) -> Iterator[Entry]:
    """Yield each trade's report that was issued."""
    for item, name in folders:
        report = EvaluationReport.objects.filter(item=item).exclude(status=ReportStatus.DRAFT).first()
        if report:
            yield _evaluation(report, f"{folder}/{name}.pdf")


def _evaluation(report: EvaluationReport, path: str) -> Entry:
    return printed(path, "评价报告", lambda: evaluation_sheet(report))


def supervision_entries(batch: Batch, folder: str) -> Iterator[Entry]:
    """Yield the reports that were handed in, with their photographs and what was put right."""
    reports = SupervisionReport.objects.filter(assignment__batch=batch).exclude(
        status=SupervisionReportStatus.DRAFT
    )
    joined = reports.select_related("assignment__batch__station__organisation", "assignment__supervisor")
    for number, report in enumerate(joined.order_by("pk"), start=1):
        yield _supervision(report, f"{folder}/督导报告-{number}.pdf")


def _supervision(report: SupervisionReport, path: str) -> Entry:
    def sheet() -> FormSheet:
        return report_sheet(report, photos=list(report.photos.order_by("pk")), with_rectification=True)

    return printed(path, "督导报告", sheet)
