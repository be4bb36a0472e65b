"""How long evidence is kept, and that two persons stand between it and its end."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.http import Http404
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from exams.archiving.checks import check_evidence_years
from exams.archiving.destroying import left_behind
from exams.archiving.keeping import disposable, is_over, kept_until
from exams.models import DisposalStatus, EvidenceDisposal, EvidenceKind, ExamEvidence, ScoreReview
from exams.services.disposals import propose_disposal
from ostami.policy import keep_until
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.factories import exam, people, results
from tests.factories.archiving import PAPERS_DUE, REST_DUE, piece, proposed
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, available_transitions, perform

pytestmark = pytest.mark.django_db
PAPERS = EvidenceKind.PAPERS
DUE = exam.noon(PAPERS_DUE)


@pytest.fixture
def approved(station: Station, management_user: User) -> Batch:
    """A batch whose results are approved, of two people."""
    batch = results.roster_batch(station, management_user, "林若溪", "陈一鸣")
    return moved(batch, "results_approved")


def moved(batch: Batch, status: str) -> Batch:
    """Put a batch where others' rules would lead it; those have tests of their own."""
    batch._move_to(status)
    return batch


@pytest.fixture
def papers(approved: Batch, station_user: User) -> ExamEvidence:
    return piece(approved, PAPERS, by=station_user)


def lies(row: ExamEvidence) -> bool:
    return default_storage.exists(str(row.file.name))


@pytest.mark.parametrize(
    ("exam_date", "years", "last"),
    [
        (date(2026, 9, 1), 5, date(2031, 9, 1)),
        (date(2026, 9, 1), 3, date(2029, 9, 1)),
        (date(2028, 2, 29), 3, date(2031, 3, 1)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
    ],
)
def test_evidence_is_kept_to_the_same_day_of_the_last_year(exam_date: date, years: int, last: date) -> None:
    assert keep_until(exam_date, years=years) == last


@pytest.mark.parametrize(("on", "over"), [(date(2029, 9, 1), False), (date(2029, 9, 2), True)])
def test_the_last_day_still_counts(on: date, *, over: bool) -> None:
    assert is_over(exam.EXAM_DATE, PAPERS, on=on) is over


@pytest.mark.parametrize("kind", EvidenceKind)
def test_papers_and_score_sheets_are_kept_for_three_years_all_else_for_five(kind: EvidenceKind) -> None:
    years = 3 if kind in {EvidenceKind.PAPERS, EvidenceKind.SCORE_SHEET} else 5
    assert kept_until(exam.EXAM_DATE, kind) == date(2026 + years, 9, 1)


def test_a_ministry_sets_other_years(settings: LazySettings) -> None:
    settings.EVIDENCE_YEARS = {"default": 10, "video": 2}
    assert kept_until(exam.EXAM_DATE, EvidenceKind.VIDEO) == date(2028, 9, 1)
    assert kept_until(exam.EXAM_DATE, PAPERS) == date(2036, 9, 1)


def test_years_of_a_kind_that_doesnt_exist_are_an_error(settings: LazySettings) -> None:
    assert check_evidence_years(None) == []
    settings.EVIDENCE_YEARS = {"default": 5, "paper": 3}
    assert [error.msg for error in check_evidence_years(None)] == [
        "OSTAMI_EVIDENCE_YEARS names paper, which is no kind of evidence."
    ]


def test_a_station_reads_what_it_can_propose(
    papers: ExamEvidence, approved: Batch, station_user: User, other_station_user: User
) -> None:
    piece(approved, EvidenceKind.WORKPIECE, by=station_user)
    assert disposable(station_user, on=date(2029, 9, 1)) == []
    assert [(one.kind, one.pieces) for one in disposable(station_user, on=PAPERS_DUE)] == [(PAPERS, 1)]
    assert disposable(other_station_user, on=REST_DUE) == []
    proposed(approved, PAPERS, by=station_user)
    assert [one.kind for one in disposable(station_user, on=REST_DUE)] == [EvidenceKind.WORKPIECE]


def test_nothing_is_proposed_on_the_last_day_of_keeping(
    papers: ExamEvidence, approved: Batch, station_user: User
) -> None:
    with pytest.raises(BlockedError, match="答卷须保存 3 年，至 2029-09-01（含当日）"):
        proposed(approved, PAPERS, by=station_user, at=exam.noon(date(2029, 9, 1)))


def test_nothing_is_proposed_before_the_results_stand(
    papers: ExamEvidence, approved: Batch, station_user: User
) -> None:
    moved(approved, "results_submitted")
    with pytest.raises(BlockedError, match="成绩还没有审核通过"):
        proposed(approved, PAPERS, by=station_user)
    assert disposable(station_user, on=PAPERS_DUE) == []


def test_evidence_of_an_exam_that_was_cancelled_goes_when_its_time_is_over(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    moved(approved, "cancelled")
    with pytest.raises(BlockedError, match="答卷须保存 3 年"):
        proposed(approved, PAPERS, by=station_user, at=exam.noon(date(2029, 9, 1)))
    assert [one.kind for one in disposable(station_user, on=PAPERS_DUE)] == [PAPERS]
    disposal = proposed(approved, PAPERS, by=station_user)
    assert perform(disposal, "release", actor=management_user, at=DUE).status == DisposalStatus.DONE


def test_nothing_is_proposed_where_nothing_is(approved: Batch, station_user: User) -> None:
    with pytest.raises(BlockedError, match="没有可以销毁的答卷"):
        proposed(approved, PAPERS, by=station_user)


def test_a_reason_is_needed(papers: ExamEvidence, approved: Batch, station_user: User) -> None:
    with pytest.raises(BlockedError, match="请写明销毁的理由"):
        propose_disposal(batch=approved, kind=PAPERS, reason=" ", actor=station_user, at=DUE)


def test_a_kind_is_proposed_once_until_it_is_decided(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    first = proposed(approved, PAPERS, by=station_user)
    with pytest.raises(BlockedError, match="已有待批准的销毁申请"):
        proposed(approved, PAPERS, by=station_user)
    perform(first, "refuse", actor=management_user, at=DUE, reason="省里正在抽查")
    assert proposed(approved, PAPERS, by=station_user).pk != first.pk


def test_only_the_batchs_own_station_proposes(
    papers: ExamEvidence, approved: Batch, other_station_user: User, management_user: User
) -> None:
    with pytest.raises(Http404):
        proposed(approved, PAPERS, by=other_station_user)
    with pytest.raises(PermissionDenied):
        proposed(approved, PAPERS, by=management_user)


def test_nothing_goes_by_a_proposal_alone(papers: ExamEvidence, approved: Batch, station_user: User) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    assert disposal.status == DisposalStatus.PROPOSED
    assert lies(papers)
    with pytest.raises(PermissionDenied):
        perform(disposal, "release", actor=station_user, at=DUE)


def test_who_proposed_cant_release_after_a_change_of_post(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    EvidenceDisposal.objects.filter(pk=disposal.pk).update(proposed_by=management_user)
    disposal.refresh_from_db()
    with pytest.raises(BlockedError, match="申请人不能批准自己的申请"):
        perform(disposal, "release", actor=management_user, at=DUE)
    assert lies(papers)


def test_a_release_deletes_the_files_and_keeps_what_they_were(
    papers: ExamEvidence,
    approved: Batch,
    station_user: User,
    management_user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    other = piece(approved, EvidenceKind.WORKPIECE, by=station_user)
    disposal = proposed(approved, PAPERS, by=station_user)
    with django_capture_on_commit_callbacks(execute=True):
        done = perform(disposal, "release", actor=management_user, at=DUE)
    assert (done.status, done.destroyed) == (DisposalStatus.DONE, 1)
    assert not lies(papers)
    assert lies(other)
    row = ExamEvidence.objects.get(pk=papers.pk)
    assert (row.name, row.digest, row.destroyed_at, row.file.name) == (papers.name, papers.digest, DUE, "")
    event = history_of(papers).get(action="destroy")
    assert event.changes == {"文件": ["答卷.jpg", ""], "摘要": [papers.digest, ""]}
    sentences = [one.sentence for one in history_of(disposal)]
    assert sentences == ["申请销毁答卷（1 件）", "批准销毁了资料"]
    assert verify() == []


def test_nothing_is_deleted_when_the_release_fails_at_its_end(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    """The files go on commit alone: here the transaction never gets there."""
    disposal = proposed(approved, PAPERS, by=station_user)
    perform(disposal, "release", actor=management_user, at=DUE)
    assert lies(papers)


def test_a_file_that_cant_be_deleted_is_not_forgotten(
    papers: ExamEvidence,
    approved: Batch,
    station_user: User,
    management_user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its place is taken by a directory with something in it, which no storage deletes."""
    disposal = proposed(approved, PAPERS, by=station_user)
    default_storage.delete(str(papers.file.name))
    blocking = default_storage.save(f"{papers.file.name}/inside", ContentFile(b"in the way"))
    with django_capture_on_commit_callbacks(execute=True):
        done = perform(disposal, "release", actor=management_user, at=DUE)
    assert done.status == DisposalStatus.DONE
    assert f"the file of evidence {papers.pk} could not be deleted" in caplog.text
    row = ExamEvidence.objects.get(pk=papers.pk)
    assert (row.destroyed_at, row.file.name) == (DUE, papers.file.name)
    assert [one.pk for one in left_behind()] == [papers.pk]
    with pytest.raises(CommandError, match="还有 1 个文件没有删净"):
        call_command("erase_evidence")
    default_storage.delete(blocking)
    call_command("erase_evidence")
    assert left_behind() == []


def test_a_release_waits_for_reviews_of_scores(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    asked = ScoreReview.objects.create(
        enrolment=approved.enrolments.earliest("pk"), kind=PaperKind.THEORY, reason="请复查", asked_at=DUE
    )
    with pytest.raises(BlockedError, match="有成绩复查尚未办结"):
        perform(disposal, "release", actor=management_user, at=DUE)
    ScoreReview.objects.filter(pk=asked.pk).update(answered_at=DUE)
    assert perform(disposal, "release", actor=management_user, at=DUE).status == DisposalStatus.DONE


def test_a_release_keeps_to_years_that_were_raised_since(
    papers: ExamEvidence,
    approved: Batch,
    station_user: User,
    management_user: User,
    settings: LazySettings,
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    settings.EVIDENCE_YEARS = {"default": 10}
    with pytest.raises(BlockedError, match="须保存 10 年"):
        perform(disposal, "release", actor=management_user, at=DUE)


def test_a_refusal_needs_its_reason_and_a_second_act_comes_late(
    papers: ExamEvidence, approved: Batch, station_user: User, management_user: User
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    with pytest.raises(BlockedError, match="请填写理由"):
        perform(disposal, "refuse", actor=management_user, at=DUE)
    perform(disposal, "withdraw", actor=station_user, at=DUE)
    with pytest.raises(StaleError):
        perform(disposal, "release", actor=management_user, at=DUE)
    assert lies(papers)


@pytest.mark.parametrize(
    ("role", "moves"),
    [
        ("station_user", ["withdraw"]),
        ("management_user", ["release", "refuse"]),
        ("centre_user", []),
        ("branch_user", []),
    ],
)
def test_who_may_do_what(
    papers: ExamEvidence,
    approved: Batch,
    station_user: User,
    request: pytest.FixtureRequest,
    role: str,
    moves: list[str],
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    offered = available_transitions(disposal, request.getfixturevalue(role), at=DUE)
    assert [one.transition.name for one in offered] == moves


def test_another_stations_disposal_is_out_of_sight(
    papers: ExamEvidence, approved: Batch, station_user: User, other_station_user: User
) -> None:
    disposal = proposed(approved, PAPERS, by=station_user)
    assert not EvidenceDisposal.objects.visible_to(other_station_user).exists()
    with pytest.raises(Http404):
        perform(disposal, "withdraw", actor=other_station_user, at=DUE)


def test_an_examiner_sees_no_disposal(papers: ExamEvidence, approved: Batch, station_user: User) -> None:
    proposed(approved, PAPERS, by=station_user)
    examiner = people.user("考评甲", Role.EXAMINER, approved.station.organisation)
    assert not EvidenceDisposal.objects.visible_to(examiner).exists()
