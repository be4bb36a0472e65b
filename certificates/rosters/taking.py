"""Papers of a batch that are written as a job; who takes one is recorded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch
from documents.handing_out import flagged_name
from documents.printed import Pdf
from jobs.models import Job, JobState
from jobs.running import JobFile, JobRun, job_kind, start
from ostami.problems import Problem, refuse_if
from workflow import audit

BATCH_PAPER = "certificates.paper"
Problems = Callable[[Batch], Iterable[Problem]]
Writer = Callable[[Batch, JobRun], bytes | Pdf]


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper that is written of a batch.

    Attributes:
        label: what it is called, also in its file's name.
        suffix: the ending of its file's name.
        content_type: its media type.
        right: who may take it.
        shows: what is sensitive in it, as the case's history says it.
        problems: what stands in its way, asked when the job starts and again when it runs.
        write: makes it, telling the run how far it is.
    """

    label: str
    suffix: str
    content_type: str
    right: Perm
    shows: str
    problems: Problems
    write: Writer

    @property
    def kind_words(self) -> str:
        """The kind of file as a button names it."""
        return {".xlsx": "Excel", ".docx": "Word", ".pdf": "PDF"}[self.suffix]


_papers: dict[str, BatchPaper] = {}


def register_papers(papers: dict[str, BatchPaper]) -> None:
    """Make papers known to the job that writes them, by name."""
    _papers.update(papers)


@transaction.atomic
def take_paper(name: str, *, batch: Batch, actor: User) -> Job:
    """Start the job that writes one of the registered papers, and record it; one that waits is given back.

    Raises:
        PermissionDenied: the actor's role doesn't take this paper.
        BlockedError: it can't be written yet, or what it would say is faulty.
    """
    paper = _papers[name]
    need(actor, paper.right)
    refuse_if(paper.problems(batch))
    params = {"batch": batch.pk, "paper": name}
    waiting = Job.objects.filter(kind=BATCH_PAPER, owner=actor, params=params, state=JobState.WAITING).first()
    if waiting:
        return waiting
    sentence = f"导出了{paper.label}（{paper.kind_words}，{paper.shows}）"
    audit.record(batch, action="take_paper", sentence=sentence, actor=actor)
    return start(BATCH_PAPER, owner=actor, label=f"{batch} {paper.label}", **params)


@job_kind(BATCH_PAPER)
def write_paper(run: JobRun) -> JobFile:
    """Write the paper in the owner's scope."""
    batches = Batch.objects.visible_to(run.owner).select_related("station__organisation")
    batch, paper = batches.get(pk=run.params["batch"]), _papers[run.params["paper"]]
    refuse_if(paper.problems(batch))
    written = paper.write(batch, run)
    name = f"{paper.label} {batch.number}{paper.suffix}"
    if isinstance(written, Pdf):
        return JobFile(written.content, flagged_name(written, name), paper.content_type)
    return JobFile(written, name, paper.content_type)
