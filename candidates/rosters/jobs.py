"""Long work on a batch's enrolments, done in its owner's scope."""

from tempfile import TemporaryFile

from batches.models import Batch
from candidates.rosters.export_choices import Content
from candidates.rosters.exports import Numbered, forms_pdf, people_of, write_uploads
from candidates.services.exporting import FORMS, NAMES, UPLOADS
from documents.handing_out import flagged_name
from jobs.running import JobFile, JobRun, job_kind
from ostami.downloads import PDF

ZIP = "application/zip"


def _asked(run: JobRun) -> tuple[Batch, list[Numbered]]:
    batch: Batch = Batch.objects.visible_to(run.owner).get(pk=run.params["batch"])
    whom, item = run.params["whom"], run.params["item"]
    return batch, people_of(batch, user=run.owner, whom=whom, item=item)


@job_kind(FORMS)
def write_forms(run: JobRun) -> JobFile:
    """Print the personal forms of the batch into one file."""
    batch, people = _asked(run)
    pdf = forms_pdf(people, root=run.params["root"], progress=run.progress)
    return JobFile(pdf.content, flagged_name(pdf, f"{NAMES[Content.FORMS]}-{batch.number}.pdf"), PDF)


@job_kind(UPLOADS)
def pack_uploads(run: JobRun) -> JobFile:
    """Pack the pictures of the batch into one archive."""
    batch, people = _asked(run)
    # Without a name on the disk, and gone with the job.
    target = TemporaryFile()  # noqa: SIM115  whoever keeps the result reads it
    write_uploads(people, target, progress=run.progress)
    target.seek(0)
    return JobFile(target, f"{NAMES[Content.UPLOADS]}-{batch.number}.zip", ZIP)
