"""Positions taken at one instant: each counts once, and the report settles once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from accounts.models import User
from exams.evaluation.positions import take_position
from exams.models import EvaluationReport, Position, Stance
from ostami.problems import BlockedError
from stations.models import Station
from tests import rivals
from tests.factories import evaluation, exam, results
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(station: Station, station_user: User, management_user: User) -> EvaluationReport:
    batch = results.roster_batch(station, management_user, "林若溪")
    with time_machine.travel(results.exam_noon(batch)):
        exam.score(batch.enrolments.get(), "85", "92.5", by=station_user)
        return evaluation.issued(batch.items.get())


def at_once(*acts: Callable[[], str]) -> list[str]:
    """Do all acts at the same instant, each on a connection of its own."""
    start = Barrier(len(acts))

    def alone(act: Callable[[], str]) -> str:
        try:
            start.wait()
            return act()
        except BlockedError as refused:
            return refused.problems[0].text
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(alone, acts))


def taking(report: EvaluationReport, actor: User, stance: Stance = Stance.CONFIRM) -> Callable[[], str]:
    at = results.exam_noon(report.item.batch)

    def take() -> str:
        return take_position(report=report, stance=stance, text="", actor=actor, at=at).stance

    return take


def test_two_last_examiners_at_once_settle_the_report_once(report: EvaluationReport) -> None:
    _, second, third = evaluation.logins(report.item)
    assert at_once(taking(report, second), taking(report, third)) == ["confirm", "confirm"]
    assert EvaluationReport.objects.get().status == "settled"
    assert history_of(report).filter(action="settle").count() == 1
    assert verify() == []


def test_a_form_sent_three_times_takes_one_position(report: EvaluationReport) -> None:
    second = evaluation.logins(report.item)[1]
    found = at_once(*(taking(report, second) for _ in range(3)))
    assert found == ["confirm", *["您已对这份评价报告表态，不能再改"] * 2]
    assert Position.objects.count() == 1


def test_a_position_beside_a_recall_leaves_none_on_the_draft(report: EvaluationReport) -> None:
    leader, second, _ = evaluation.logins(report.item)

    def recall() -> str:
        at = results.exam_noon(report.item.batch)
        return perform(report, "recall", actor=leader, at=at, reason="人数有误").status

    found = at_once(taking(report, second), recall)
    assert found in (["confirm", "draft"], ["draft", "该事项已由他人处理，当前状态为“草稿”"])
    assert not Position.objects.exists()
    assert EvaluationReport.objects.get().status == "draft"
    assert verify() == []


def test_a_report_sent_back_at_that_instant_keeps_the_results_from_being_approved(
    station: Station, station_user: User, management_user: User
) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    at = results.exam_noon(batch)
    with time_machine.travel(at):
        exam.score(batch.enrolments.get(), "85", "92.5", by=station_user)
        perform(exam.ready(batch), "submit_results", actor=station_user)
    settled = EvaluationReport.objects.get()

    def reopen() -> None:
        perform(settled, "reopen", actor=management_user, at=at, reason="人数有误")

    def approve() -> str:
        try:
            return perform(batch, "approve_results", actor=management_user, at=at).status
        except BlockedError as refused:
            return refused.problems[0].text

    assert rivals.behind(reopen, approve) == "数控车工 四级/中级工评价报告当前状态为“草稿”"
    assert verify() == []
