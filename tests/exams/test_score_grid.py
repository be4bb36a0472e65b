import re
from html import unescape
from typing import cast

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch
from exams.models import Result
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, results
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

GOOD = (("85", "92.5"), ("59.5", "90"), ("缺考", "70"))


def address(batch: Batch) -> str:
    return reverse("exams:scores", args=[batch.pk])


def save(client: Client, batch: Batch, *rows: tuple[str, str], **more: str) -> HttpResponse:
    answer = client.post(address(batch), {**results.grid(batch, *rows), **more})
    return cast("HttpResponse", answer)


def shown(client: Client, batch: Batch) -> str:
    html = client.get(address(batch)).content.decode()
    found = re.search(r'name="seen" value="([^"]*)"', html)
    assert found
    return unescape(found[1])


def summary(response: HttpResponse) -> list[str]:
    """The sentences at the head of the page."""
    return [
        unescape(text) for text in re.findall(r'<a href="#id_[^"]+">([^<]+)</a>', response.content.decode())
    ]


def stored() -> list[tuple[str, str, str]]:
    return [
        (row.scores.theory_words, row.scores.practical_words, row.grade)
        for row in Result.objects.order_by("pk")
    ]


def test_the_station_enters_scores_and_the_grade_follows(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    client = login(station_user)
    answer = client.post(address(batch), results.grid(batch, *GOOD), follow=True)
    assert answer.redirect_chain == [(address(batch), 302)]
    html = answer.content.decode()
    assert "成绩已保存，3 名考生有变动。全部考生已填全，请由登记人以外的人员复核。" in html
    assert stored() == [("85", "92.5", "良好"), ("59.5", "90", "不合格"), ("缺考", "70", "")]
    assert re.findall(r"data-grade>([^<]+)<", html) == ["良好", "不合格", "未考全"]


def test_candidates_stand_in_roster_order_under_their_trade(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    html = login(station_user).get(address(batch)).content.decode()
    places = [html.index(f'data-label="姓名">{name}') for name in ("林若溪", "陈一鸣", "买买提·艾力")]
    assert places == sorted(places)
    assert html.index("数控车工 四级/中级工（3 人）") < places[0]


def test_blank_papers_stay_open_and_can_be_filled_later(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    client = login(station_user)
    answer = client.post(address(batch), results.grid(batch, ("85", ""), ("", ""), ("", "缺考")), follow=True)
    assert "还有 3 名考生没有填全" in answer.content.decode()
    assert stored() == [("85", "", ""), ("", "缺考", "")]
    save(client, batch, ("85", "90"), ("60", "60"), ("70", "缺考"))
    assert [row[2] for row in stored()] == ["良好", "", "合格"]


def test_one_bad_row_saves_nothing_and_keeps_everything_typed(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    answer = save(login(station_user), batch, ("85", "92.5"), ("100.5", "77"), ("64", "0.25"))
    assert answer.status_code == 422
    assert not Result.objects.exists()
    html = answer.content.decode()
    for typed in ("85", "92.5", "100.5", "77", "64", "0.25"):
        assert f'value="{typed}"' in html
    assert summary(answer) == [
        "陈一鸣 理论成绩：成绩为 0 至 100 分，不能是 100.5（服务指南 4.6-1）。请核对后重填。",
        "买买提·艾力 实操成绩：成绩以 0.5 分为最小单位，不能是 0.25。请填写如 85 或 85.5。",
    ]
    assert html.count('<div class="text-danger"') == 2


def test_a_score_beside_an_absence_is_refused(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    first = batch.enrolments.accepted()[0]
    typed = {f"theory_absent_{first.pk}": "on"}
    answer = save(login(station_user), batch, *(("85", "90"),) * 3, **typed)
    assert answer.status_code == 422
    assert summary(answer) == ["林若溪 理论成绩：理论成绩和缺考只能取一。请清空成绩，或取消勾选缺考。"]
    assert not Result.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (30, 302)])
def test_scores_are_entered_from_the_exam_day_on(
    batch: Batch, login: Login, station_user: User, days: int, status: int
) -> None:
    with time_machine.travel(results.exam_noon(batch, days)):
        client = login(station_user)
        page = client.get(address(batch)).content.decode()
        answer = save(client, batch, *GOOD)
    assert answer.status_code == status
    assert ("请自考试当日起登记成绩" in page) == (days < 0)
    assert Result.objects.exists() == (status == 302)
    if days < 0:
        assert (
            "考试日期为 2026-09-01，考试尚未进行，不能登记成绩（服务指南 4.6-1）" in answer.content.decode()
        )
        assert 'value="92.5"' in answer.content.decode()


def test_before_the_roster_there_is_nothing_to_score(
    station: Station, management_user: User, station_user: User, login: Login
) -> None:
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    with time_machine.travel(results.exam_noon(batch)):
        html = login(station_user).get(address(batch)).content.decode()
        answer = login(station_user).post(address(batch), {})
    assert "当前状态为“报名中”，不能登记成绩（服务指南 4.6-1）。请先提交花名册。" in html
    assert answer.status_code == 422


def test_after_submission_scores_are_fixed_until_they_are_returned(
    batch: Batch, exam_day: None, login: Login, station_user: User, management_user: User
) -> None:
    client = login(station_user)
    save(client, batch, *GOOD)
    moved = perform(exam.ready(batch), "submit_results", actor=station_user)
    answer = save(client, batch, ("90", "90"), *GOOD[1:])
    assert answer.status_code == 422
    assert "如需更正成绩，请由管理站退回成绩后再修改" in answer.content.decode()
    assert stored()[0] == ("85", "92.5", "良好")
    perform(moved, "return_results", actor=management_user, reason="林若溪的理论成绩与试卷不符")
    assert save(client, batch, ("90", "90"), *GOOD[1:], reason="与试卷不符").status_code == 302
    assert stored()[0] == ("90", "90", "优秀")


def test_each_changed_candidate_is_recorded_with_old_and_new(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    client = login(station_user)
    save(client, batch, *GOOD)
    seen = shown(client, batch)
    answer = client.post(
        address(batch), {**results.grid(batch, ("85", "89.5"), *GOOD[1:]), "seen": seen}, follow=True
    )
    assert "成绩已保存，1 名考生有变动" in answer.content.decode()
    first, second, _ = Result.objects.order_by("pk")
    assert [(event.sentence, event.changes) for event in history_of(first)] == [
        ("登记了林若溪的成绩", {"理论成绩": ["", "85"], "实操成绩": ["", "92.5"], "评定成绩": ["", "良好"]}),
        ("更正了林若溪的成绩", {"实操成绩": ["92.5", "89.5"]}),
    ]
    assert history_of(second).count() == 1
    assert "更正了林若溪的成绩" in answer.content.decode()
    assert verify() == []


def test_two_who_enter_at_once_do_not_overwrite_each_other(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    client = login(station_user)
    seen = shown(client, batch)
    save(client, batch, ("85", "92.5"), ("", ""), ("", ""))
    # The other page still shows everything blank: what it left blank stays as it is stored.
    assert save(client, batch, ("", ""), ("70", "70"), ("", ""), seen=seen).status_code == 302
    assert stored() == [("85", "92.5", "良好"), ("70", "70", "合格")]
    # Where both typed, the second is told and decides.
    answer = save(client, batch, ("60", "60"), ("70", "70"), ("", ""), seen=seen)
    assert answer.status_code == 422
    assert "林若溪的成绩已由他人改为理论 85、实操 92.5" in summary(answer)[0]
    assert stored()[0] == ("85", "92.5", "良好")
    told = unescape(re.findall(r'name="seen" value="([^"]*)"', answer.content.decode())[0])
    assert save(client, batch, ("60", "60"), ("70", "70"), ("", ""), seen=told).status_code == 302
    assert stored()[0] == ("60", "60", "合格")


def test_a_broken_page_is_refused(batch: Batch, exam_day: None, login: Login, station_user: User) -> None:
    for broken in ("{", "[1]", '"x"', "null"):
        answer = save(login(station_user), batch, *GOOD, seen=broken)
        assert answer.status_code == 422
        assert "页面数据不完整。请刷新页面后重新填写。" in answer.content.decode()
    assert not Result.objects.exists()


def test_fields_of_another_batchs_candidates_change_nothing(
    batch: Batch, other_batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    typed = {**results.grid(batch, *GOOD), **results.grid(other_batch, ("99", "99"))}
    assert login(station_user).post(address(batch), typed).status_code == 302
    assert Result.objects.filter(enrolment__batch=other_batch).count() == 0


@pytest.mark.usefixtures("exam_day")
def test_management_reads_and_does_not_write(
    batch: Batch, login: Login, station_user: User, management_user: User, centre_user: User
) -> None:
    save(login(station_user), batch, *GOOD)
    for reader in (management_user, centre_user):
        client = login(reader)
        html = client.get(address(batch)).content.decode()
        assert 'data-label="评定成绩">良好' in html
        assert "保存成绩" not in html
        refused = save(client, batch, ("1", "1"), ("1", "1"), ("1", "1"))
        assert refused.status_code == 403
        assert "不能登记成绩。此事由考试站办理。" in refused.content.decode()
    assert stored()[0] == ("85", "92.5", "良好")


def test_another_stations_batch_is_not_found(
    batch: Batch, exam_day: None, login: Login, other_station_user: User, branch_user: User
) -> None:
    for stranger in (other_station_user, branch_user):
        client = login(stranger)
        assert client.get(address(batch)).status_code == 404
    assert save(login(other_station_user), batch, *GOOD).status_code == 404
    assert not Result.objects.exists()


def test_a_candidate_has_no_way_to_the_grid(batch: Batch, exam_day: None, login: Login) -> None:
    candidate = batch.enrolments.accepted()[0].candidate.user
    assert login(candidate).get(address(batch)).status_code == 403


@pytest.mark.usefixtures("exam_day")
def test_the_grid_costs_the_same_at_one_and_at_three_people(
    batch: Batch,
    management_user: User,
    station_user: User,
    login: Login,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    single = results.roster_batch(batch.station, management_user, "独一人")
    client = login(station_user)
    counts = []
    for one in (single, batch):
        with django_assert_max_num_queries(40) as captured:
            client.get(address(one))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_several_trades_can_be_shown_one_by_one(
    station: Station, management_user: User, station_user: User, login: Login
) -> None:
    turner, miller = exam.trade(), exam.trade("数控铣工", code="JX04-05-02-01")
    for trade in (turner, miller):
        exam.scope(station, trade)
    plan = exam.approved_plan(station, management_user, {"trade": turner}, {"trade": miller})
    batch = exam.approved_batch(station, management_user, *plan.items.all())
    first, second = batch.items.all()
    exam.accepted_enrolment(second, people.candidate("周铣"))
    exam.accepted_enrolment(first, people.candidate("吴车"))
    perform(batch, "submit_roster", actor=station_user, at=exam.noon(exam.EXAM_DATE.replace(month=8, day=10)))
    with time_machine.travel(results.exam_noon(batch)):
        client = login(station_user)
        both = client.get(address(batch)).content.decode()
        assert both.index("吴车") < both.index("周铣")
        only = client.get(address(batch), {"item": second.pk}).content.decode()
        assert "周铣" in only
        assert 'data-label="姓名">吴车' not in only
        candidate = second.enrolments.get()
        answer = client.post(f"{address(batch)}?item={second.pk}", {f"theory_{candidate.pk}": "80"})
        assert answer["Location"] == f"{address(batch)}?item={second.pk}"
    assert stored() == [("80", "", "")]


def test_needless_zeros_are_stored_as_the_score_that_they_are(
    batch: Batch, exam_day: None, login: Login, station_user: User
) -> None:
    answer = save(login(station_user), batch, ("85.00", "92.50"), ("59.5", "90"), ("100.00", "60"))
    assert answer.status_code == 302
    assert stored() == [("85", "92.5", "良好"), ("59.5", "90", "不合格"), ("100", "60", "合格")]
