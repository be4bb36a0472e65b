"""From scores to approved results, and who sees them when."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from batches.models import Batch, BatchStatus
from batches.sections import panels_for
from candidates.scores import scores_of as printed_scores
from exams.models import Result
from exams.scores import Scores
from exams.selectors import examined, score_summary
from exams.services import ScoreEntry, record_scores
from ostami.problems import BlockedError
from tests.factories import exam, results
from workflow.lifecycle import StaleError, perform

FULL = Scores(Decimal(85), Decimal("92.5"))
ABSENT = Scores(theory=Decimal(70), practical_absent=True)


def record(batch: Batch, actor: User, *scores: Scores, days: int = 0) -> list[Result]:
    entries = [ScoreEntry(one.pk, given) for one, given in zip(examined(batch), scores, strict=False)]
    return record_scores(batch=batch, actor=actor, entries=entries, at=results.exam_noon(batch, days))


def test_results_wait_for_the_last_candidate(batch: Batch, station_user: User) -> None:
    at = results.exam_noon(batch)
    with pytest.raises(BlockedError, match="还有 3 名考生的成绩没有填全：林若溪、陈一鸣、买买提·艾力"):
        perform(batch, "submit_results", actor=station_user, at=at)
    record(batch, station_user, FULL, ABSENT, Scores(theory=Decimal(60)))
    with pytest.raises(BlockedError, match=r"还有 1 名考生的成绩没有填全：买买提·艾力（服务指南 4\.6-1）"):
        perform(batch, "submit_results", actor=station_user, at=at)
    record(batch, station_user, FULL, ABSENT, Scores(Decimal(60), Decimal(60)))
    moved = perform(exam.ready(batch), "submit_results", actor=station_user, at=at)
    assert moved.status == BatchStatus.RESULTS_SUBMITTED


def test_a_long_list_of_missing_scores_is_cut(
    station_user: User, management_user: User, batch: Batch
) -> None:
    names = [f"考生{number}" for number in "甲乙丙丁戊己"]
    crowd = results.roster_batch(batch.station, management_user, *names)
    with pytest.raises(
        BlockedError, match="还有 6 名考生的成绩没有填全：考生甲、考生乙、考生丙、考生丁、考生戊等"
    ):
        perform(crowd, "submit_results", actor=station_user, at=results.exam_noon(crowd))


def test_results_are_returned_with_a_reason_and_approved_once(
    batch: Batch, station_user: User, management_user: User
) -> None:
    record(batch, station_user, FULL, FULL, FULL)
    at = results.exam_noon(batch)
    submitted = perform(exam.ready(batch), "submit_results", actor=station_user, at=at)
    with pytest.raises(BlockedError, match="请填写退回原因"):
        perform(submitted, "return_results", actor=management_user, at=at)
    returned = perform(submitted, "return_results", actor=management_user, at=at, reason="请核对实操成绩")
    assert returned.status == BatchStatus.ROSTER_SUBMITTED
    again = perform(returned, "submit_results", actor=station_user, at=at)
    approved = perform(again, "approve_results", actor=management_user, at=at)
    assert approved.status == BatchStatus.RESULTS_APPROVED
    with pytest.raises(StaleError, match="已由他人处理"):
        perform(again, "approve_results", actor=management_user, at=at)


def test_the_station_cannot_approve_its_own_results(batch: Batch, station_user: User) -> None:
    record(batch, station_user, FULL, FULL, FULL)
    submitted = perform(exam.ready(batch), "submit_results", actor=station_user, at=results.exam_noon(batch))
    with pytest.raises(PermissionDenied, match="此事由管理站办理"):
        perform(submitted, "approve_results", actor=station_user, at=results.exam_noon(batch))


def test_scores_are_stored_all_or_none(batch: Batch, station_user: User) -> None:
    first, second, _ = examined(batch)
    stale = ScoreEntry(second.pk, FULL, seen="60/60")
    with pytest.raises(BlockedError, match="陈一鸣的成绩已由他人改为理论 未填、实操 未填"):
        record_scores(
            batch=batch,
            actor=station_user,
            entries=[ScoreEntry(first.pk, FULL), stale],
            at=results.exam_noon(batch),
        )
    with pytest.raises(ValidationError, match="0 至 100"):
        record(batch, station_user, FULL, Scores(theory=Decimal("100.5")))
    assert not Result.objects.exists()


def test_scores_of_strangers_are_not_taken(
    batch: Batch, other_batch: Batch, station_user: User, other_station_user: User, management_user: User
) -> None:
    with pytest.raises(Http404):
        record(batch, other_station_user, FULL)
    with pytest.raises(PermissionDenied):
        record(batch, management_user, FULL)
    stranger = ScoreEntry(examined(other_batch)[0].pk, FULL)
    with pytest.raises(Http404):
        record_scores(batch=batch, actor=station_user, entries=[stranger], at=results.exam_noon(batch))
    with pytest.raises(BlockedError, match="考试尚未进行"):
        record(batch, station_user, FULL, days=-1)
    assert not Result.objects.exists()


def test_saving_the_same_again_records_nothing(batch: Batch, station_user: User) -> None:
    assert len(record(batch, station_user, FULL, ABSENT)) == 2
    assert record(batch, station_user, FULL, ABSENT) == []
    assert len(record(batch, station_user, FULL, FULL)) == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"theory": Decimal("100.5")},
        {"practical": Decimal("-0.5")},
        {"theory": Decimal(80), "theory_absent": True},
    ],
)
def test_the_database_refuses_impossible_results(
    batch: Batch, station_user: User, facts: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(enrolment=examined(batch)[0], recorded_by=station_user, **facts)


def test_a_grade_cannot_be_written_by_hand(batch: Batch, station_user: User) -> None:
    (result,) = record(batch, station_user, FULL)
    result.grade = "优秀"
    result.save()
    result.refresh_from_db()
    assert result.grade == "良好"


def test_a_candidate_sees_the_scores_once_they_are_approved(
    batch: Batch, station_user: User, management_user: User
) -> None:
    record(batch, station_user, FULL, ABSENT, FULL)
    enrolment = examined(batch)[1]
    candidate = enrolment.candidate.user
    at = results.exam_noon(batch)

    def seen() -> tuple[int, tuple[str, str, str]]:
        fresh = examined(batch)[1]
        return Result.objects.visible_to(candidate).count(), printed_scores(fresh)

    assert seen() == (0, ("", "", ""))
    submitted = perform(exam.ready(batch), "submit_results", actor=station_user, at=at)
    assert seen() == (0, ("", "", ""))
    perform(submitted, "approve_results", actor=management_user, at=at)
    assert seen() == (1, ("70", "缺考", "未考全"))


def test_results_are_seen_within_scope(
    batch: Batch, other_batch: Batch, station_user: User, other_station_user: User, management_user: User
) -> None:
    record(batch, station_user, FULL, FULL, FULL)
    record(other_batch, other_station_user, ABSENT)
    assert Result.objects.visible_to(station_user).count() == 3
    assert Result.objects.visible_to(other_station_user).count() == 1
    assert Result.objects.visible_to(management_user).count() == 4


def test_the_batch_page_counts_who_stands_where(
    batch: Batch, station_user: User, management_user: User
) -> None:
    record(batch, station_user, FULL, ABSENT)
    assert [count for _, count in score_summary(batch).counts] == [3, 0, 1, 0, 0, 1, 1]
    assert score_summary(batch).qualified == 1
    for user, entering in ((station_user, True), (management_user, False)):
        shown = dict(panels_for(batch, user))
        assert shown["exams/_panel.html"]["entering"] is entering


def test_the_batch_page_shows_no_scores_before_the_roster(
    station_user: User, management_user: User, batch: Batch
) -> None:
    plan = batch.station.plans.get()
    early = exam.approved_batch(batch.station, management_user, exam.plan_item(plan))
    assert "exams/_panel.html" not in dict(panels_for(early, station_user))
    candidate = examined(batch)[0].candidate.user
    assert "exams/_panel.html" not in dict(panels_for(batch, candidate))
