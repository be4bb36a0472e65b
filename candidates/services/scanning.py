"""A class's stamped forms: sent together, and what the code didn't sort is put where it belongs by hand."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from django.db import transaction
from PIL import Image

from accounts.identity import without_numbers
from accounts.models import User
from batches.models import Batch
from candidates.guards import window_open
from candidates.models import Enrolment, ScanState, StampedScan
from candidates.services.stamping import attach_picture
from documents.file_rows import stored_together
from documents.pictures import Picture
from documents.upload_limits import clean_file_name, size_problem
from jobs.models import Job
from jobs.running import start
from ostami.policy import SCANS_SENT_MAX_BYTES
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

SORT_SCANS = "candidates.sort_scans"
UNSORTED_KEPT = timedelta(hours=24)  # what no job has sorted by then, none will


def send_scans(*, batch: Batch, files: Sequence[tuple[str, bytes]], actor: User, at: datetime) -> Job:
    """Keep the files of a class's stamped forms, sealed, and start the job that sorts their pages.

    Args:
        batch: of the actor's own station.
        files: name and bytes of each, as they were sent, 50 MB together at most.
        actor: the station's login.
        at: when they were sent: by this instant the deadline is judged for each of them.

    Raises:
        BlockedError: enrolment is shut, or the files are empty or too large together.
    """
    refuse_if(sending_problems(batch, actor=actor, at=at))
    size = sum(len(content) for _, content in files)
    problem = size_problem(size, max_bytes=SCANS_SENT_MAX_BYTES, noun="文件")
    refuse_if([problem] if problem else [])
    with stored_together() as stored:
        _forget_unsorted(batch, at)
        rows = []
        for name, content in _named_apart(files):
            row = StampedScan(batch=batch, source=name, page=0, sent_by=actor, sent_at=at)
            row.state = ScanState.SENT
            stored.store(row, content, suffix=".bin")
            rows.append(row)
        audit.record(
            batch,
            action="send_scans",
            sentence=f"上传了 {len(rows)} 个盖章申报表文件",
            actor=actor,
            at=at,
        )
        sent = [row.pk for row in rows]
        return start(SORT_SCANS, owner=actor, label=f"{batch} 归入盖章申报表", batch=batch.pk, sent=sent)


def sending_problems(batch: Batch, *, actor: User, at: datetime) -> Iterator[Problem]:
    """Yield why a batch takes no stamped forms at the instant `at` (guide 4.5.1-2)."""
    yield from window_open(Step(Enrolment(batch=batch), actor, at, "stamp_for"))


def _named_apart(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files with names as text, each its own: two folders both have a ``scan.pdf``.

    Scans are often named by the person's number: lists, reports and histories show it masked.
    """
    seen: dict[str, int] = {}
    for sent_name, content in files:
        name = without_numbers(clean_file_name(sent_name))
        seen[name] = seen.get(name, 0) + 1
        yield (f"{name}（{seen[name]}）" if seen[name] > 1 else name), content


def _forget_unsorted(batch: Batch, at: datetime) -> None:
    """Delete files that a job was stopped over: they show people's full numbers."""
    for row in StampedScan.objects.filter(batch=batch, state=ScanState.SENT, sent_at__lte=at - UNSORTED_KEPT):
        row.delete_with_file()


@transaction.atomic
def assign_scan(*, scan: StampedScan, enrolment: Enrolment, actor: User, at: datetime) -> None:
    """Put a page that no code sorted to a candidate of its batch, whose enrolment goes to review.

    Raises:
        BlockedError: the page was dealt with, or the enrolment takes no stamped form in its state.
        Http404: the enrolment lies outside the actor's scope.
    """
    row = _locked(scan)
    if enrolment.batch_id != row.batch_id:
        refuse_if([Problem("所选考生不在本批次", remedy="请从列表中选择", field="enrolment")])
    content = row.file.read()
    with Image.open(BytesIO(content), formats=("JPEG",)) as image:
        picture = Picture(content, "image/jpeg", *image.size)
    attach_picture(enrolment=enrolment, picture=picture, actor=actor, at=at)
    row.enrolment, row.note = enrolment, "人工归入"
    _close(row, ScanState.MATCHED)


@transaction.atomic
def discard_scan(*, scan: StampedScan, actor: User, at: datetime) -> None:
    """Put a page aside that belongs to nobody here: its picture is deleted, a line stays.

    Raises:
        BlockedError: the page was dealt with.
    """
    row = _locked(scan)
    audit.record(row.batch, action="discard_scan", sentence=f"剔除了扫描页：{row}", actor=actor, at=at)
    _close(row, ScanState.DISCARDED)


def _locked(scan: StampedScan) -> StampedScan:
    """Return the page under lock.

    Raises:
        BlockedError: somebody dealt with it in the meantime.
    """
    row = StampedScan.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=scan.pk)
    if row.state != ScanState.UNMATCHED:
        refuse_if([Problem(f"这一页已由他人处理：{row.get_state_display()}", remedy="请刷新页面查看")])
    return row


def _close(row: StampedScan, state: ScanState) -> None:
    """Store what became of a page; its picture is deleted once that is certain."""
    if row.file:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)))
    row.file, row.state = "", state
    row.save()
