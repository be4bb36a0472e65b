"""Packing an archive as a job, in its owner's scope."""

from tempfile import TemporaryFile

from accounts.rights import Perm, need
from batches.models import Batch
from exams.archiving.checking import ACTION, BYTES, DIGEST, FAULTS, FILES, SETTLED, settled_of
from exams.archiving.packing import Packed, pack
from jobs.running import JobFile, JobRun, job_kind
from ostami import clock
from workflow import audit

ARCHIVE = "exams.archive"
ZIP = "application/zip"


@job_kind(ARCHIVE)
def pack_archive(run: JobRun) -> JobFile:
    """Pack the archive of a batch and record the digest of its index."""
    batches = Batch.objects.visible_to(run.owner).select_related("station__organisation")
    batch: Batch = batches.get(pk=run.params["batch"])
    need(run.owner, Perm.EVIDENCE_EDIT)
    # Before anything is read: what is settled meanwhile may be missing in the archive.
    settled = settled_of(batch)
    # Without a name on the disk, and gone with the job.
    target = TemporaryFile()  # noqa: SIM115  whoever keeps the result reads it
    packed = pack(batch, target, at=clock.now(), progress=run.progress)
    _record(batch, run, packed, settled)
    target.seek(0)
    return JobFile(target, f"考试资料归档-{batch.number}.zip", ZIP)


def _record(batch: Batch, run: JobRun, packed: Packed, settled: str) -> None:
    audit.record(
        batch,
        action=ACTION,
        sentence=f"生成了考试资料归档包（{len(packed.rows)} 个文件，含完整证件号码）",
        actor=run.owner,
        changes={
            DIGEST: ("", packed.digest),
            FILES: ("", len(packed.rows)),
            BYTES: ("", packed.size),
            FAULTS: ("", len(packed.faults)),
            SETTLED: ("", settled),
        },
    )
