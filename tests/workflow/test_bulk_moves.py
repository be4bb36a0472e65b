"""Many rows of a list in one go: what stands in the way of each, a result a row, one line each."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from batches.models import DateChange, DateChangeStatus
from batches.services.date_changes import request_date_change
from examiners.views.applications.moving import OPINIONS
from ostami import clock
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, examiners
from tests.factories.exam import noon
from workflow.audit import history_of, verify
from workflow.bulk import MOST, Verdict
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
NOW = noon(date(2026, 6, 10))
LIST, BULK = "/batches/date-changes/", "/batches/date-changes/bulk/"


@pytest.fixture
def asked(station: Station, station_user: User, management_user: User) -> list[DateChange]:
    """Three requests that wait."""
    exam.scope(station, exam.trade())
    months: list[dict[str, object]] = [{"month": month} for month in (9, 10, 11)]
    plan = exam.approved_plan(station, management_user, *months)
    made = []
    for number, item in enumerate(plan.items.all()):
        batch = exam.approved_batch(station, management_user, item)
        new = batch.exam_date + timedelta(days=7 + number)
        made.append(
            request_date_change(batch=batch, new_date=new, reason="设备检修", actor=station_user, at=NOW)
        )
    return made


@pytest.fixture
def office(login: Login, management_user: User) -> Client:
    return login(management_user)


def confirm(client: Client, address: str, **told: str) -> Any:
    """Open the page, and confirm what it shows an hour later."""
    with time_machine.travel(NOW, tick=False):
        page = client.get(address)
    initial = page.context["form"].initial
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        return client.post(address, {**initial, **told})


def verdicts(page: Any) -> list[Verdict]:
    return [outcome.verdict for outcome in page.context["outcomes"]]


def test_the_list_offers_all_that_wait_and_the_ticked_ones(office: Client, asked: list[DateChange]) -> None:
    page = office.get(f"{LIST}?status=requested").text
    assert f'href="{BULK}?which=all&amp;status=requested">筛选出的待办 3 件</a>' in page
    assert page.count('type="checkbox" name="ids"') == 3


def test_who_doesnt_decide_is_offered_nothing(
    login: Login, station_user: User, asked: list[DateChange]
) -> None:
    client = login(station_user)
    assert BULK not in client.get(LIST).text
    refused = client.get(f"{BULK}?which=all")
    assert refused.status_code == 403
    assert client.post(f"{BULK}?which=all", {}).status_code == 403


def test_all_of_the_filter_are_moved_each_with_its_line(office: Client, asked: list[DateChange]) -> None:
    page = confirm(office, f"{BULK}?which=all&status=requested", reason="同意。")
    assert verdicts(page) == [Verdict.DONE] * 3
    assert "共 3 件，已办理 3 件。" in page.text
    for change in asked:
        change.refresh_from_db()
        assert change.status == DateChangeStatus.APPROVED
        (line,) = history_of(change).filter(action="approve")
        assert line.reason == "同意。"
    assert verify() == []


def test_only_the_ticked_ones_are_moved(office: Client, asked: list[DateChange]) -> None:
    first, second, third = asked
    confirm(office, f"{BULK}?ids={first.pk}&ids={third.pk}&ids=x&ids=99999999999999999999")
    found = [DateChange.objects.get(pk=one.pk).status for one in (first, second, third)]
    assert found == ["approved", "requested", "approved"]


def test_one_that_cannot_be_moved_doesnt_hold_the_others_up(
    office: Client, asked: list[DateChange], management_user: User
) -> None:
    late = asked[1]
    DateChange.objects.filter(pk=late.pk).update(new_date=clock.day_of(NOW))
    page = confirm(office, f"{BULK}?which=all")
    assert sorted(verdicts(page)) == [Verdict.DONE, Verdict.DONE, Verdict.REFUSED]
    (refused,) = [one for one in page.context["outcomes"] if not one.is_done]
    assert refused.case == late
    assert refused.reasons
    assert "没有办理的，原因见下表。" in page.text


def test_what_a_colleague_did_meanwhile_is_told(
    office: Client, asked: list[DateChange], management_user: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        initial = office.get(f"{BULK}?which=all").context["form"].initial
    perform(asked[0], "refuse", actor=management_user, at=NOW + timedelta(minutes=5), reason="日期冲突")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = office.post(f"{BULK}?which=all", initial)
    assert verdicts(page)[0] == Verdict.OVERTAKEN
    assert "当前状态为“未批准”" in page.text or "该事项已由他人处理" in page.text
    assert page.context["done"] == 2


def test_what_was_taken_back_and_handed_in_again_since_it_was_shown_is_not_moved(
    office: Client, station: Station, station_user: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        application = perform(
            examiners.complete_application(station_user), "submit", actor=station_user, reason="同意推荐。"
        )
        address = "/examiners/applications/bulk/?which=all"
        initial = office.get(address).context["form"].initial
        assert initial["reason"] == OPINIONS["check"]
    for minutes, move in ((5, "recall"), (9, "submit")):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            application = perform(application, move, actor=station_user, reason="同意推荐。")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = office.post(address, initial)
    application.refresh_from_db()
    assert (verdicts(page), application.status) == ([Verdict.REFUSED], "submitted")
    assert page.context["outcomes"][0].reasons


@pytest.mark.parametrize("query", ["", "ids=", "ids=0", "which=some"])
def test_nothing_chosen_leads_back_to_the_list(office: Client, asked: list[DateChange], query: str) -> None:
    answer = office.get(f"{BULK}?{query}&status=requested", follow=True)
    assert answer.redirect_chain == [(f"{LIST}?status=requested", 302)]
    assert "还没有选择要办理的事项。" in answer.text


def test_another_stations_rows_are_out_of_reach(
    login: Login, centre_user: User, asked: list[DateChange], other_station_user: User
) -> None:
    assert login(other_station_user).get(f"{BULK}?ids={asked[0].pk}").status_code == 403


@pytest.mark.parametrize("told", [{"keys": ""}, {"seen_at": "yesterday"}, {"seen_at": "2026-06-10T12:00"}])
def test_a_form_that_no_page_made_moves_nothing(
    office: Client, asked: list[DateChange], told: dict[str, str]
) -> None:
    page = confirm(office, f"{BULK}?which=all", **told)
    assert page.status_code == 422
    assert "提交的内容无法识别，请返回列表重新选择。" in page.text
    assert set(DateChange.objects.values_list("status", flat=True)) == {"requested"}


def test_more_than_go_in_one_go_are_to_be_narrowed(
    office: Client, asked: list[DateChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST == 200
    monkeypatch.setattr("workflow.views.bulk.MOST", 2)
    page = office.get(f"{BULK}?which=all", follow=True)
    assert "一次最多办理 2 件，所选 3 件。请缩小筛选范围后分批办理。" in page.text
