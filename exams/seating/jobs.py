"""Printing a batch's tickets and room sheets, as a job."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from documents.handing_out import flagged_name
from exams.held import held_batch
from exams.models import Seat
from exams.seating.holding import tell
from exams.seating.printing import PAPERS, rooms_pdf
from exams.seating.reading import places_of
from exams.seating.ticket_printing import tickets_pdf
from exams.selectors import WITH_ROSTER, examined
from jobs.models import Job, JobState
from jobs.running import JobFile, JobRun, job_kind, start
from ostami.downloads import PDF
from ostami.problems import Problem, refuse_if

PRINT = "exams.seating"
NOBODY = Problem("还没有安排座位", remedy="请先安排座位，再打印")


@transaction.atomic
def print_batch(*, batch: Batch, paper: str, actor: User, at: datetime) -> Job:
    """Start the printing of one of `PAPERS` for a whole batch; one that waits already is given back.

    Who prints is recorded: the papers carry names and portraits.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role sees no seats.
        BlockedError: nobody has a seat, or no exam is held.
    """
    held = held_batch(batch, actor=actor, right=Perm.ARRANGEMENT_VIEW)
    refuse_if(_unprintable(held))
    same = {"kind": PRINT, "owner": actor, "params": {"batch": held.pk, "paper": paper}}
    waiting = Job.objects.filter(**same, state=JobState.WAITING).first()
    if waiting:
        return waiting
    label = PAPERS[paper].label
    tell(held.arrangement, "print", f"打印了整个批次的{label}", actor=actor, at=at)
    return start(PRINT, owner=actor, label=f"{label} {held.number}", batch=held.pk, paper=paper)


def _unprintable(batch: Batch) -> Iterator[Problem]:
    if batch.status not in WITH_ROSTER:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，没有可以打印的考场资料")
    elif not Seat.objects.filter(place__session__batch=batch).exists():
        yield NOBODY


@job_kind(PRINT)
def write_papers(run: JobRun) -> JobFile:
    """Print the sheets, in the owner's scope."""
    rows = Batch.objects.visible_to(run.owner).select_related("station__organisation")
    batch, paper = rows.get(pk=run.params["batch"]), run.params["paper"]
    places = [place for place in places_of(batch) if place.seats.all()]
    refuse_if([] if places else [NOBODY])
    if paper == "tickets":
        pdf = tickets_pdf(list(examined(batch)), seats_by_person(batch), progress=run.progress)
    else:
        pdf = rooms_pdf(paper, places, progress=run.progress)
    return JobFile(pdf.content, flagged_name(pdf, f"{PAPERS[paper].label}-{batch.number}.pdf"), PDF)


def seats_by_person(batch: Batch) -> dict[int, list[Seat]]:
    """Return a batch's seats by the key of the enrolment, published or not."""
    found: dict[int, list[Seat]] = {}
    rows = Seat.objects.filter(place__session__batch=batch)
    for seat in rows.select_related("place__room", "place__session__batch"):
        found.setdefault(seat.enrolment_id, []).append(seat)
    return found
