"""Accepting a class at once: verdicts first, each in its own transaction, a result a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Enrolment, EnrolmentStatus, JudgedPoint, UploadKind
from candidates.review import bulk
from candidates.review.bulk import Verdict, accept_many, waiting_in, weigh
from candidates.services.judging import judge
from ostami import clock
from tests.candidates.conftest import Frozen
from tests.candidates.reviews import DOUBTFUL, stamped, submitted
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(batch: Batch) -> str:
    return f"/candidates/roster/{batch.pk}/accept/"


@pytest.fixture
def clear(item: BatchItem) -> Enrolment:
    """林小禾, against whom nothing speaks."""
    return stamped(item, "林小禾")


@pytest.fixture
def doubtful(item: BatchItem) -> Enrolment:
    """钱多多, whose hours nobody has stated."""
    return stamped(item, "钱多多", **DOUBTFUL)


@pytest.fixture
def unfit(item: BatchItem, station_user: User) -> Enrolment:
    """孙晓, whose hours were found to be too few."""
    enrolment = stamped(item, "孙晓", **DOUBTFUL)
    verdicts = {JudgedPoint.HOURS: (False, "学时证明写的是 360")}
    judge(enrolment=enrolment, verdicts=verdicts, actor=station_user, at=clock.now())
    return enrolment


def send(client: Client, address: str, *people: Enrolment, checked: bool = False) -> Any:
    """Open the page, tick some people, and confirm."""
    seen_at = client.get(address).context["form"].initial["seen_at"]
    typed = {"seen_at": seen_at, "people": [one.pk for one in people]}
    return client.post(address, {**typed, "checked": "on"} if checked else typed)


def results(answer: Any) -> dict[str, Verdict]:
    return {one.enrolment.candidate.name: one.verdict for one in answer.context["outcomes"]}


def test_each_that_waits_gets_its_verdict_and_those_without_objection_stand_ticked(
    login: Login,
    item: BatchItem,
    clear: Enrolment,
    doubtful: Enrolment,
    unfit: Enrolment,
    station_user: User,
    address: str,
) -> None:
    submitted(item, "王一")
    shown = login(station_user).get(address)
    assert results(shown) == {
        "林小禾": Verdict.READY,
        "钱多多": Verdict.OPEN,
        "孙晓": Verdict.HINDERED,
    }
    assert shown.context["chosen"] == {clear.pk}
    assert "待审核 3 名：可以通过 1 名，有待核对事项 1 名，不能通过 1 名" in shown.text
    assert "请退回补正，或不予通过" in shown.text
    assert "是否达到 400 学时须由考试站核对" in shown.text
    assert f'value="{unfit.pk}"' not in shown.text


def test_what_is_unusual_is_told_and_stands_unticked(
    login: Login, item: BatchItem, clear: Enrolment, station_user: User, address: str
) -> None:
    unlike = stamped(item, "孙晓", subject="学前教育")
    portrait = clear.uploads.get(kind="photo")
    portrait.advice = "照片背景不是浅色。"
    portrait.save()
    shown = login(station_user).get(address)
    assert set(results(shown).values()) == {Verdict.READY}
    assert shown.context["chosen"] == set()
    assert "所学专业“学前教育”与申报工种“数控车工”看起来不对口" in shown.text
    assert "照片：照片背景不是浅色。" in shown.text
    answer = send(login(station_user), address, clear, unlike)
    assert set(results(answer).values()) == {Verdict.ACCEPTED}


def test_who_was_sent_back_is_looked_at_again(
    login: Login, item: BatchItem, clear: Enrolment, station_user: User, address: str
) -> None:
    perform(clear, "return", actor=station_user, reason="本人照片：不是白色或浅色背景")
    perform(clear, "submit", actor=clear.candidate.user)
    exam.upload(clear, UploadKind.STAMPED_FORM)
    perform(clear, "stamp", actor=clear.candidate.user)
    other = stamped(item, "孙晓")
    shown = login(station_user).get(address)
    assert shown.context["chosen"] == {other.pk}
    assert "曾退回修改" in shown.text


def test_two_clicks_accept_a_class(
    login: Login, item: BatchItem, clear: Enrolment, station_user: User, address: str
) -> None:
    class_of = [clear, *(stamped(item, name) for name in ("甲一", "乙二", "丙三"))]
    answer = send(login(station_user), address, *class_of)
    assert answer.status_code == 200
    assert set(results(answer).values()) == {Verdict.ACCEPTED}
    assert "共 4 名，已通过 4 名。" in answer.text
    assert [row.candidate.name for row in item.batch.enrolments.accepted()] == [
        "林小禾",
        "甲一",
        "乙二",
        "丙三",
    ]
    for one in class_of:
        assert [event.action for event in history_of(one)].count("accept") == 1


def test_open_points_need_the_tick(
    login: Login, clear: Enrolment, doubtful: Enrolment, station_user: User, address: str
) -> None:
    client = login(station_user)
    refused = send(client, address, clear, doubtful)
    assert refused.status_code == 422
    assert "所选考生中有待核对事项" in refused.text
    assert refused.context["chosen"] == {clear.pk, doubtful.pk}
    assert not Enrolment.objects.accepted().exists()
    answer = send(client, address, clear, doubtful, checked=True)
    assert set(results(answer).values()) == {Verdict.ACCEPTED}
    assert doubtful.judgements.get().accepted


def test_those_not_ticked_stay(
    login: Login, clear: Enrolment, doubtful: Enrolment, station_user: User, address: str
) -> None:
    answer = send(login(station_user), address, clear)
    assert results(answer) == {"林小禾": Verdict.ACCEPTED}
    assert "本批次还有 1 名待审核" in answer.text
    assert Enrolment.objects.get(pk=doubtful.pk).status == EnrolmentStatus.STAMPED


@pytest.mark.parametrize("typed", [{}, {"people": ["0"]}, {"people": ["x"]}])
def test_nobody_or_somebody_unknown_is_refused(
    login: Login, clear: Enrolment, station_user: User, address: str, typed: dict[str, list[str]]
) -> None:
    answer = login(station_user).post(address, {"seen_at": clock.now().isoformat(), **typed})
    assert answer.status_code == 422
    assert not Enrolment.objects.accepted().exists()


def test_one_who_meets_no_condition_cannot_be_smuggled_in(
    login: Login, clear: Enrolment, unfit: Enrolment, station_user: User, address: str
) -> None:
    answer = send(login(station_user), address, clear, unfit, checked=True)
    assert answer.status_code == 422
    assert "名单中有考生已不在待审核之列" in answer.text


def test_a_second_confirmation_changes_nothing(
    login: Login, clear: Enrolment, doubtful: Enrolment, station_user: User, address: str
) -> None:
    client = login(station_user)
    send(client, address, clear)
    typed = {"seen_at": clock.now().isoformat(), "people": [clear.pk]}
    assert client.post(address, typed).status_code == 422
    assert [event.action for event in history_of(clear)].count("accept") == 1


def test_who_was_decided_meanwhile_is_told_and_the_others_go_on(
    item: BatchItem, clear: Enrolment, station_user: User
) -> None:
    other = stamped(item, "甲一")
    now = clock.now()
    weighed = weigh(waiting_in(item.batch, actor=station_user), item.batch, actor=station_user, at=now)
    perform(clear, "return", actor=station_user, reason="其他：请核对")
    found = accept_many(weighed, actor=station_user, at=now, seen_at=now)
    assert [one.verdict for one in found] == [Verdict.OVERTAKEN, Verdict.ACCEPTED]
    assert "该事项已由他人处理" in found[0].reasons[0]
    assert Enrolment.objects.get(pk=other.pk).status == EnrolmentStatus.ACCEPTED


def test_who_handed_in_again_since_is_looked_at_first(
    item: BatchItem, clear: Enrolment, station_user: User
) -> None:
    now = clock.now()
    weighed = weigh(waiting_in(item.batch, actor=station_user), item.batch, actor=station_user, at=now)
    (found,) = accept_many(weighed, actor=station_user, at=now, seen_at=now - timedelta(hours=1))
    assert (found.verdict, "重新提交" in found.reasons[0]) == (Verdict.REFUSED, True)


def test_after_the_deadline_nobody_can_be_chosen(
    login: Login, clear: Enrolment, station_user: User, address: str, clock_at: Frozen
) -> None:
    clock_at.move_to(clear.batch.enrolment_closes_at)
    shown = login(station_user).get(address)
    assert results(shown) == {"林小禾": Verdict.HINDERED}
    assert "确认通过所选考生" not in shown.text


def test_an_instant_from_nowhere_is_refused(
    login: Login, clear: Enrolment, station_user: User, address: str
) -> None:
    answer = login(station_user).post(address, {"people": [clear.pk], "seen_at": "soon"})
    assert answer.status_code == 422


def test_more_than_fit_wait_for_the_next_round(
    login: Login,
    item: BatchItem,
    clear: Enrolment,
    station_user: User,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stamped(item, "甲一")
    monkeypatch.setattr("candidates.views.bulk_accept.MOST", 1)
    shown = login(station_user).get(address)
    assert list(results(shown)) == ["林小禾"]
    assert "一次最多办理 1 名，其余 1 名请办完后再审核" in shown.text
    assert bulk.MOST > 99


def test_an_empty_queue_says_so(login: Login, station_user: User, address: str) -> None:
    assert "本批次没有待审核的考生" in login(station_user).get(address).text


def test_it_is_the_own_stations_alone(
    login: Login,
    clear: Enrolment,
    management_user: User,
    other_station_user: User,
    address: str,
) -> None:
    typed = {"people": [clear.pk], "seen_at": clock.now().isoformat()}
    for user, status in ((management_user, 403), (clear.candidate.user, 403), (other_station_user, 404)):
        assert login(user).get(address).status_code == status
        assert login(user).post(address, typed).status_code == status
    assert Enrolment.objects.get(pk=clear.pk).status == EnrolmentStatus.STAMPED


def test_thirty_cost_as_many_queries_as_one(
    login: Login, item: BatchItem, clear: Enrolment, station_user: User, address: str
) -> None:
    client = login(station_user)
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    for number in range(29):
        stamped(item, f"考生{number}", **(DOUBTFUL if number % 2 else {}))
    with CaptureQueriesContext(connection) as thirty:
        client.get(address)
    assert len(thirty) == len(alone)
