"""Two tablets at one instant, and one photograph sent twice."""

import pytest
from django.db.models import QuerySet

from accounts.models import User
from batches.models import Batch
from exams.attending.entries import AttendanceEntry
from exams.attending.recording import record_attendance
from exams.models import Attendance, AttendanceState, EvidenceKind, ExamEvidence, Result
from exams.proof.keeping import add_files
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests import rivals
from tests.factories import evidence, results
from tests.factories.exam_photos import photo
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def record(batch: Batch, user: User, state: AttendanceState) -> str:
    """Record everybody as a tablet does that showed all of them open."""
    people = batch.enrolments.accepted().values_list("pk", flat=True)
    entries = [AttendanceEntry(pk, state, seen="") for pk in people]
    at = results.exam_noon(batch)
    try:
        record_attendance(batch=batch, kind=PaperKind.THEORY, entries=entries, actor=user, at=at)
    except BlockedError as blocked:
        return blocked.problems[0].text
    return "保存"


def test_two_tablets_that_differ_are_not_mixed(batch: Batch, station_user: User) -> None:
    states = (AttendanceState.PRESENT, AttendanceState.ABSENT)
    answers = rivals.at_once(lambda state: record(batch, station_user, state), states)
    assert answers.count("保存") == 1
    (stored,) = set(Attendance.objects.values_list("state", flat=True))
    absent = Result.objects.filter(theory_absent=True).count()
    assert (stored, absent) in {("present", 0), ("absent", 3)}
    assert Attendance.objects.count() == 3
    assert verify() == []


def test_two_tablets_that_agree_both_succeed(batch: Batch, station_user: User) -> None:
    states = (AttendanceState.PRESENT,) * 3
    assert rivals.at_once(lambda state: record(batch, station_user, state), states) == ["保存"] * 3
    assert Attendance.objects.count() == 3


def hand_in(batch: Batch) -> None:
    Batch.objects.select_for_update().get(pk=batch.pk)
    QuerySet(Batch).filter(pk=batch.pk).update(status="results_submitted")


def test_who_records_while_the_results_are_handed_in_is_refused(batch: Batch, station_user: User) -> None:
    answer = rivals.behind(
        lambda: hand_in(batch), lambda: record(batch, station_user, AttendanceState.PRESENT)
    )
    assert "不能登记到考情况" in answer
    assert not Attendance.objects.exists()


def test_one_photo_sent_twice_at_once_is_kept_once(batch: Batch, station_user: User) -> None:
    def send(name: str) -> str:
        try:
            add_files(
                item=batch.items.get(),
                kind=EvidenceKind.WORKPIECE,
                files=[evidence.sent(photo(), name)],
                actor=station_user,
                at=results.exam_noon(batch),
            )
        except BlockedError as blocked:
            return blocked.problems[0].text
        return "保存"

    answers = rivals.at_once(send, ("a.jpg", "b.jpg"))
    assert answers.count("保存") == 1
    row = ExamEvidence.objects.get()
    assert row.file.storage.listdir("evidence")[1] == [str(row.file.name).rsplit("/", 1)[1]]
