"""Which papers the page of a batch's certificates offers."""

from collections.abc import Callable, Iterator

from accounts.rights import Perm
from batches.models import Batch
from certificates.rosters.certificate_lists import (
    DATA_TITLE,
    RECEIPT_TITLE,
    certificate_data,
    receipt_list,
    receipt_paper,
)
from certificates.rosters.photos import photo_sheet
from certificates.rosters.results import TITLE as RESULTS_TITLE
from certificates.rosters.results import results_list
from certificates.rosters.taking import BatchPaper, Problems, Writer, register_papers
from certificates.services import certificates_missing
from certificates.sheets import results_missing
from documents.pdf import render_pdf
from documents.sheets import TableSheet
from documents.xlsx import render_xlsx
from exams.selectors import qualified
from jobs.running import JobRun
from ostami.downloads import PDF, XLSX
from ostami.problems import Problem

FULL, MASKED = "含完整证件号码", "证件号码已遮盖"
PORTRAITS = "含考生照片和证件号码后四位"


def nobody_passed(batch: Batch) -> Iterator[Problem]:
    """Yield why there are no photos to lay out: results not approved, or nobody passed."""
    early = list(results_missing(batch))
    yield from early
    if not early and not qualified(batch).exists():
        yield Problem("本批次没有合格考生，没有照片排序表", "4.6-3", "本批次无需提交照片")


def _workbook(sheet: Callable[[Batch], TableSheet]) -> Writer:
    def write(batch: Batch, run: JobRun) -> bytes:
        made = sheet(batch)
        run.progress(1, 2)
        return render_xlsx(made)

    return write


def _xlsx(label: str, shows: str, problems: Problems, sheet: Callable[[Batch], TableSheet]) -> BatchPaper:
    return BatchPaper(label, ".xlsx", XLSX, Perm.QUALIFIED_ROSTER, shows, problems, _workbook(sheet))


ROSTER_PAPERS = {
    "photos": BatchPaper(
        "照片排序表",
        ".pdf",
        PDF,
        Perm.QUALIFIED_ROSTER,
        PORTRAITS,
        nobody_passed,
        lambda batch, run: photo_sheet(batch, progress=run.progress),
    ),
    "results": _xlsx(RESULTS_TITLE, MASKED, results_missing, results_list),
    "data": _xlsx(DATA_TITLE, FULL, certificates_missing, certificate_data),
    "receipt_xlsx": _xlsx(RECEIPT_TITLE, MASKED, certificates_missing, receipt_list),
    "receipt_pdf": BatchPaper(
        RECEIPT_TITLE,
        ".pdf",
        PDF,
        Perm.QUALIFIED_ROSTER,
        MASKED,
        certificates_missing,
        lambda batch, _: render_pdf(receipt_paper(batch)),
    ),
}
register_papers(ROSTER_PAPERS)
