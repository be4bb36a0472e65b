"""What attendance, carried scores and a confirmation let be entered."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import UNSCORED, AttendanceState, Result
from exams.scoring.confirming import unconfirmed
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.factories import results, scoring
from workflow.audit import history_of, verify

pytestmark = pytest.mark.usefixtures("exam_day")
ALL = (("85", "92.5"), ("59.5", "90"), ("70", "70"))


def stored() -> list[tuple[str, str, str]]:
    rows = Result.objects.order_by("enrolment__sequence")
    return [(row.scores.theory_words, row.scores.practical_words, row.grade) for row in rows]


def page(client: Client, batch: Batch) -> str:
    return client.get(reverse("exams:scores", args=[batch.pk])).content.decode()


@pytest.mark.parametrize("state", UNSCORED)
def test_who_was_away_gets_no_score(state: AttendanceState, batch: Batch, station_user: User) -> None:
    scoring.stood(batch, "陈一鸣", PaperKind.THEORY, state, station_user)
    with pytest.raises(BlockedError, match=f"陈一鸣的理论到考登记为“{state.label}”，不能登记成绩"):
        scoring.enter(batch, *ALL, by=station_user)
    assert not Result.objects.exists()
    scoring.enter(batch, ALL[0], ("缺考", "90"), ALL[2], by=station_user)
    assert stored()[1] == ("缺考", "90", "")


def test_who_was_there_is_not_absent(batch: Batch, station_user: User) -> None:
    scoring.stood(batch, "林若溪", PaperKind.PRACTICAL, AttendanceState.PRESENT, station_user)
    with pytest.raises(BlockedError, match="林若溪的实操到考登记为“到考”，不能标记缺考"):
        scoring.enter(batch, ("85", "缺考"), *ALL[1:], by=station_user)


def test_the_grid_shows_attendance_and_takes_nothing_there(
    batch: Batch, station_user: User, login: Login
) -> None:
    scoring.stood(batch, "陈一鸣", PaperKind.THEORY, AttendanceState.EXCUSED, station_user)
    client = login(station_user)
    second = batch.enrolments.get(candidate__name="陈一鸣")
    html = page(client, batch)
    assert "请假</small>" in html
    assert f'id="id_theory_{second.pk}" disabled' in html.replace(" >", ">") or "disabled" in html
    answer = client.post(reverse("exams:scores", args=[batch.pk]), results.grid(batch, *ALL))
    assert answer.status_code == 422
    assert "已登记为“请假”，填写的“59.5”没有保存" in answer.content.decode()
    typed = results.grid(batch, ALL[0], ("", "90"), ALL[2])
    assert client.post(reverse("exams:scores", args=[batch.pk]), typed).status_code == 302
    assert stored() == [("85", "92.5", "良好"), ("缺考", "90", ""), ("70", "70", "合格")]


def test_a_carried_score_is_stored_with_the_other_paper_and_stays(batch: Batch, station_user: User) -> None:
    scoring.carry(batch, "林若溪", PaperKind.THEORY, "77.5", station_user)
    scoring.enter(batch, (None, "92.5"), *ALL[1:], by=station_user)
    assert stored()[0] == ("77.5", "92.5", "合格")
    with pytest.raises(BlockedError, match=r"林若溪的理论成绩 77\.5 是补考的保留成绩，不能改动"):
        scoring.enter(batch, ("90", "92.5"), *ALL[1:], by=station_user)


def test_confirmed_scores_change_only_with_a_reason_and_are_confirmed_again(
    batch: Batch, station_user: User
) -> None:
    item, second = batch.items.get(), scoring.colleague(batch)
    scoring.enter(batch, *ALL, by=station_user)
    assert unconfirmed(batch) == [item]
    scoring.confirm(item, second)
    assert unconfirmed(batch) == []
    with pytest.raises(BlockedError, match=r"成绩已由.*复核。如需更正，请填写更正理由"):
        scoring.enter(batch, ("86", "92.5"), *ALL[1:], by=station_user, reason="  ")
    scoring.enter(batch, *ALL, by=station_user)
    assert unconfirmed(batch) == []
    scoring.enter(batch, ("86", "92.5"), *ALL[1:], by=station_user, reason="登分笔误")
    assert unconfirmed(batch) == [item]
    event = history_of(Result.objects.get(enrolment__candidate__name="林若溪")).last()
    assert event is not None
    assert (event.reason, event.changes) == ("登分笔误", {"理论成绩": ["85", "86"]})
    assert verify() == []


def test_the_ticket_number_stands_in_the_grid(batch: Batch, station_user: User, login: Login) -> None:
    html = page(login(station_user), batch)
    assert 'class="text-nowrap">90126001001</td>' in html
