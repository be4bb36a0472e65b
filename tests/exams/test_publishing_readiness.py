"""Results are handed in once nothing is missing; a page says what is, and who must act."""

import pytest
import time_machine
from django.db.models import Model

from accounts.models import User
from batches.models import Batch, BatchStatus
from batches.sections import panels_for
from exams.models import EvaluationReport, ExamEvidence, ScoreConfirmation
from exams.publishing.readiness import Point, readiness
from exams.selectors import examined
from ostami.problems import BlockedError
from tests.conftest import Login
from tests.factories import exam, results
from workflow.lifecycle import perform


@pytest.fixture
def scored(batch: Batch, station_user: User) -> Batch:
    for enrolment in examined(batch):
        exam.score(enrolment, "85", "92.5", by=station_user)
    return batch


def by_label(batch: Batch) -> dict[str, Point]:
    return {point.label: point for point in readiness(batch)}


def refused(batch: Batch, actor: User, *, days: int = 0) -> list[str]:
    with pytest.raises(BlockedError) as blocked:
        perform(batch, "submit_results", actor=actor, at=results.exam_noon(batch, days))
    return [problem.text for problem in blocked.value.problems]


def test_all_that_is_missing_is_told_at_once(batch: Batch, exam_day: None, station_user: User) -> None:
    told = "".join(refused(batch, station_user))
    for words in ("3 名考生的成绩没有填全", "尚未由第二人复核", "尚未填写评价报告", "还没有理论考场照片"):
        assert words in told


def test_before_the_exam_day_that_alone_is_said(batch: Batch, station_user: User) -> None:
    assert len(refused(batch, station_user, days=-1)) == 1


def test_results_go_in_once_everything_is_there(scored: Batch, exam_day: None, station_user: User) -> None:
    assert [point.done for point in readiness(exam.ready(scored))] == [True] * 4
    moved = perform(scored, "submit_results", actor=station_user)
    assert moved.status == BatchStatus.RESULTS_SUBMITTED


@pytest.mark.parametrize(
    ("model", "label", "who"),
    [
        (ScoreConfirmation, "复核成绩", "考试站登记人以外的人员"),
        (EvaluationReport, "评价报告", "考评员1（考评员）"),
        (ExamEvidence, "考试资料", "考试站"),
    ],
)
def test_one_missing_part_is_enough_to_refuse(
    scored: Batch, exam_day: None, station_user: User, model: type[Model], label: str, who: str
) -> None:
    exam.ready(scored)
    model._default_manager.all().delete()
    points = by_label(scored)
    assert [name for name, point in points.items() if not point.done] == [label]
    assert points[label].who.startswith(who[:4])
    assert refused(scored, station_user) == [problem.text for problem in points[label].problems]


def test_a_score_that_changes_asks_for_a_new_look_and_a_new_report(
    scored: Batch, exam_day: None, station_user: User
) -> None:
    exam.ready(scored)
    result = examined(scored)[0].result
    result.theory = 59
    result.save()
    assert [name for name, point in by_label(scored).items() if not point.done] == ["复核成绩", "评价报告"]


def test_the_page_leads_the_station_to_what_is_missing(
    batch: Batch, exam_day: None, login: Login, station_user: User, management_user: User
) -> None:
    address = f"/exams/batch/{batch.pk}/readiness/"
    html = login(station_user).get(address).content.decode()
    assert f'href="/exams/batch/{batch.pk}/scores/"' in html
    assert "去办理" in html
    assert "考试站登记人以外的人员" in html
    assert "去办理" not in login(management_user).get(address).content.decode()


def test_another_station_finds_no_page(batch: Batch, login: Login, other_station_user: User) -> None:
    assert login(other_station_user).get(f"/exams/batch/{batch.pk}/readiness/").status_code == 404


def test_management_reviews_with_figures_and_decides_there(
    scored: Batch, exam_day: None, login: Login, station_user: User, management_user: User
) -> None:
    perform(exam.ready(scored), "submit_results", actor=station_user)
    html = login(management_user).get(f"/exams/batch/{scored.pk}/readiness/").content.decode()
    assert "<h1>审核成绩" in html
    assert "100.0%" in html
    assert f"/batches/{scored.pk}/approve_results/" in html
    assert f"/batches/{scored.pk}/return_results/" in html


def test_the_batch_page_shows_it_from_the_exam_day_on(
    batch: Batch, exam_day: None, station_user: User, management_user: User
) -> None:
    for user in (station_user, management_user):
        shown = dict(panels_for(batch, user))["exams/publishing/_readiness.html"]
        assert shown["reviewing"] is False


def test_before_the_exam_day_the_batch_page_is_silent(batch: Batch, station_user: User) -> None:
    with time_machine.travel(results.exam_noon(batch, -1)):
        assert "exams/publishing/_readiness.html" not in dict(panels_for(batch, station_user))


def test_results_go_back_with_each_part_named(
    scored: Batch, exam_day: None, login: Login, station_user: User, management_user: User
) -> None:
    perform(exam.ready(scored), "submit_results", actor=station_user)
    address = f"/batches/{scored.pk}/return_results/"
    client = login(management_user)
    assert "请至少填写一项" in client.post(address, {}).content.decode()
    sent = {"scores": "林若溪的实操成绩与评分表不符", "evidence": "理论考场照片看不清"}
    assert client.post(address, sent).status_code == 302
    html = login(station_user).get(f"/batches/{scored.pk}/").content.decode()
    assert "成绩：林若溪的实操成绩与评分表不符" in html
    assert "考试资料：理论考场照片看不清" in html
