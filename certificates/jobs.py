"""Long work on certificates, done in its owner's scope."""

from batches.models import Batch
from certificates.changes.selectors import replacement_notes
from certificates.models import Certificate
from certificates.papers import certificates_pdf
from certificates.services import BATCH_CERTIFICATES, QUALIFIED_ROSTER
from certificates.sheets import qualified_roster
from documents.handing_out import flagged_name
from documents.xlsx import render_xlsx
from jobs.running import JobFile, JobRun, job_kind
from ostami import clock
from ostami.downloads import PDF, XLSX


def _batch(run: JobRun) -> Batch:
    batches = Batch.objects.visible_to(run.owner).select_related("station__organisation")
    batch: Batch = batches.get(pk=run.params["batch"])
    return batch


@job_kind(QUALIFIED_ROSTER)
def write_qualified_roster(run: JobRun) -> JobFile:
    """Write the qualified roster of the batch as a workbook."""
    batch = _batch(run)
    sheet = qualified_roster(batch, filled_by=run.owner.person_name, filled_on=clock.today())
    run.progress(1, 2)
    return JobFile(render_xlsx(sheet), f"合格人员名册 {batch.number}.xlsx", XLSX)


@job_kind(BATCH_CERTIFICATES)
def write_batch_certificates(run: JobRun) -> JobFile:
    """Print the batch's standing certificates into one file, in roster order."""
    batch = _batch(run)
    certificates = Certificate.objects.visible_to(run.owner).filter(enrolment__batch=batch).standing()
    pdf = certificates_pdf(
        list(certificates.in_roster_order()),
        lookup_address=run.params["lookup"],
        notes=replacement_notes(certificates),
        progress=run.progress,
    )
    return JobFile(pdf.content, flagged_name(pdf, f"证书 {batch.number}.pdf"), PDF)
