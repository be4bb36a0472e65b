"""The papers of the national upload, and what stands in their way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from accounts.rights import Perm, Role
from batches.models import Batch
from certificates.rosters.taking import BatchPaper, Writer, register_papers
from certificates.services import certificates_missing
from certificates.upload.checks import Fault, checked_rows
from certificates.upload.confirmation import TITLE, confirmation_form
from certificates.upload.rows import UploadRow
from certificates.upload.sheet import upload_workbook
from documents.docx import render_docx
from documents.form_sheets import FormSheet
from documents.pdf import render_pdf
from documents.printed import Pdf
from jobs.running import JobRun
from ostami import clock
from ostami.downloads import DOCX, PDF, XLSX
from ostami.problems import Problem, refuse_if
from scope_catalog.choices import Scheme

SHEET_TITLE = "国家证书数据上报表"
COUNTS_ONLY = "不含个人信息"


def not_uploaded(batch: Batch) -> Iterator[Problem]:
    """Yield why a batch has nothing for the national register: another scheme, or no certificates yet."""
    if batch.scheme != Scheme.SKILL_LEVEL:
        yield Problem("职业能力水平评价证书不上报国家证书数据", "2.6.2", "只有职业技能等级认定的批次需要上报")
    else:
        yield from certificates_missing(batch)


def not_ready(batch: Batch, *, known: bool = False) -> Iterator[Problem]:
    """Yield why the sheet isn't written: nothing to upload, or a row that the register would refuse."""
    early = list(not_uploaded(batch))
    yield from early
    if not early:
        yield from refusal(*checked_rows(batch, today=clock.today(), known=known))


def refusal(rows: Sequence[UploadRow], faults: Sequence[Fault]) -> Iterator[Problem]:
    """Yield why these rows aren't uploaded: there are none, or some have faults."""
    people = len({fault.row.order for fault in faults})
    if not rows:
        yield Problem("本批次没有需要新增上报的有效证书，没有可上报的数据")
    elif people:
        yield Problem(f"有 {people} 人的数据不符合上报要求", "2.6.2", "请按本页所列逐项更正后再导出")


@dataclass(frozen=True, slots=True)
class Upload:
    """The papers of one upload: of what is new, or with what was uploaded before."""

    known: bool

    def papers(self) -> dict[str, BatchPaper]:
        """Return its papers by name."""
        head, tail = ("national_all", "，含已上报") if self.known else ("national", "")
        return {
            f"{head}_rows": self._paper(SHEET_TITLE, ".xlsx", XLSX, f"含完整证件号码{tail}", self._sheet),
            f"{head}_form_pdf": self._paper(TITLE, ".pdf", PDF, f"{COUNTS_ONLY}{tail}", self._pdf),
            f"{head}_form_docx": self._paper(TITLE, ".docx", DOCX, f"{COUNTS_ONLY}{tail}", self._docx),
        }

    def _paper(self, label: str, suffix: str, content_type: str, shows: str, write: Writer) -> BatchPaper:
        problems = partial(not_ready, known=self.known)
        return BatchPaper(label, suffix, content_type, Perm.NATIONAL_UPLOAD, shows, problems, write)

    def _right_rows(self, batch: Batch) -> list[UploadRow]:
        """Return the rows to write: the very ones that were checked."""
        rows, faults = checked_rows(batch, today=clock.today(), known=self.known)
        refuse_if(refusal(rows, faults))
        return rows

    def _sheet(self, batch: Batch, run: JobRun) -> bytes:
        return upload_workbook(self._right_rows(batch), progress=run.progress)

    def _form(self, batch: Batch, run: JobRun) -> FormSheet:
        administrator = run.owner.person_name if run.owner.role == Role.BRANCH else ""
        rows = self._right_rows(batch)
        return confirmation_form(batch, rows, uploaded_on=clock.today(), administrator=administrator)

    def _pdf(self, batch: Batch, run: JobRun) -> Pdf:
        return render_pdf(self._form(batch, run))

    def _docx(self, batch: Batch, run: JobRun) -> bytes:
        return render_docx(self._form(batch, run))


NEW_PAPERS = Upload(known=False).papers()
ALL_PAPERS = Upload(known=True).papers()
NATIONAL_PAPERS = {**NEW_PAPERS, **ALL_PAPERS}
register_papers(NATIONAL_PAPERS)
