"""Recording who came to a paper, and what that means for the scores."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from candidates.models import Enrolment
from exams.attending.absences import absences, marked_already, scored_already
from exams.attending.entries import AttendanceEntry, overtaken, token_of, unnoted
from exams.attending.rules import attendance_open
from exams.attending.selectors import recorded
from exams.held import held_batch
from exams.models import Attendance
from exams.scoring.papers import BothPapers, papers_of
from exams.scoring.storing import ABSENCE, store_changes
from exams.selectors import examined
from exams.services.scores import unreasoned
from ostami.problems import Problem, refuse_if
from question_bank.paper_kinds import PaperKind
from workflow import audit

STORED = ("state", "note", "recorded_by", "recorded_at")


@transaction.atomic
def record_attendance(
    *,
    batch: Batch,
    kind: PaperKind,
    entries: Iterable[AttendanceEntry],
    actor: User,
    at: datetime,
    reason: str = "",
) -> list[Attendance]:
    """Store the rows that say something new: all of them or none (guide 4.6-5).

    Who was absent, excused or excluded has no score in the paper: its absence is set in the results, and
    taken out again by a correction. The batch is locked, so that the results can't be handed in between.

    Args:
        batch: whose roster.
        kind: which paper.
        entries: the rows of a page.
        actor: who records; of the batch's station.
        at: when the request arrived.
        reason: why results change that a second person had confirmed.

    Returns:
        The rows that changed, in the order of the entries.

    Raises:
        Http404: the batch isn't in the actor's scope, or a candidate doesn't sit the paper.
        PermissionDenied: the actor's role records no attendance.
        BlockedError: it isn't the time; a note is missing; the paper has a score or marks; somebody else
            recorded a row in the meantime; or confirmed results change unreasoned.
    """
    locked = held_batch(batch, actor=actor, right=Perm.ATTENDANCE_EDIT)
    refuse_if(attendance_open(locked, at=at))
    roster = {one.pk: one for one in examined(locked)}
    papers, stored = papers_of(roster.values()), recorded(locked, kind)
    touched = [entry for entry in entries if entry.touched]
    if not all(_sits(entry, papers, kind) for entry in touched):
        raise Http404
    refuse_if(_problems(touched, roster, papers, stored, kind))
    new = [entry for entry in touched if entry.token != token_of(stored.get(entry.enrolment_id))]
    changes = absences(new, roster, papers, kind)
    refuse_if(unreasoned(locked, list(roster.values()), [one.enrolment for one in changes], reason))
    rows = [_row(roster[entry.enrolment_id], entry, kind, actor, at) for entry in new]
    _store(rows, stored, kind, reason)
    store_changes(changes, actor=actor, at=at, reason=reason, action=ABSENCE)
    return rows


def _sits(entry: AttendanceEntry, papers: Mapping[int, BothPapers], kind: PaperKind) -> bool:
    """Tell whether the candidate is on the roster and carries no score of that paper."""
    both = papers.get(entry.enrolment_id)
    return both is not None and both[kind].carried is None


def _problems(
    entries: Sequence[AttendanceEntry],
    roster: Mapping[int, Enrolment],
    papers: Mapping[int, BothPapers],
    stored: Mapping[int, Attendance],
    kind: PaperKind,
) -> Iterator[Problem]:
    for entry in entries:
        enrolment = roster[entry.enrolment_id]
        found = (
            overtaken(entry, enrolment, stored.get(enrolment.pk)),
            unnoted(entry, enrolment),
            scored_already(entry, enrolment, kind),
            marked_already(entry, enrolment, papers[enrolment.pk][kind]),
        )
        yield from (problem for problem in found if problem)


def _row(
    enrolment: Enrolment, entry: AttendanceEntry, kind: PaperKind, actor: User, at: datetime
) -> Attendance:
    facts = {"state": entry.state, "note": entry.note, "recorded_by": actor, "recorded_at": at}
    return Attendance(enrolment=enrolment, kind=kind, **facts)


def _store(rows: list[Attendance], stored: Mapping[int, Attendance], kind: PaperKind, reason: str) -> None:
    """Write the rows, in place of what is stored, and record each with old and new."""
    if not rows:
        return
    written = Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["enrolment", "kind"], update_fields=STORED
    )
    audit.record_all(
        written,
        action="attendance",
        sentence=lambda row: (
            f"{'更正' if row.enrolment_id in stored else '登记'}了"
            f"{row.enrolment.candidate.name}的{kind.label}到考情况"
        ),
        actor=rows[0].recorded_by,
        at=rows[0].recorded_at,
        changes=lambda row: {"到考情况": (_words(stored.get(row.enrolment_id)), _words(row))},
        reason=reason.strip(),
    )


def _words(row: Attendance | None) -> str:
    if row is None:
        return ""
    label = row.get_state_display()
    return f"{label}：{row.note}" if row.note else label
