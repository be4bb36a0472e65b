"""The private calendar feed, read back by a parser."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.rights import Role
from batches.calendar.feeds import SIGNER, token_of
from batches.models import Batch, CalendarFeed, PlanItem
from batches.services.date_changes import request_date_change
from batches.services.feeds import renew_feed
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
SUBSCRIBE = "/batches/calendar/subscribe/"
NOON = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _day(clock_at: Frozen) -> None:
    """All of it happens at noon of 2026-06-01."""


@pytest.fixture
def approved(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    return exam.approved_batch(station, management_user, plan_item)


def address(user: User) -> str:
    feed = CalendarFeed.objects.filter(user=user).first() or renew_feed(actor=user, at=NOON)
    return f"/batches/calendar/feed/{token_of(feed)}.ics"


def events(user: User) -> dict[str, Any]:
    answer = Client().get(address(user))
    assert answer.status_code == 200
    return {
        str(event["UID"]).split("@", maxsplit=1)[0]: event
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }


def test_it_opens_without_a_login_and_parses(station_user: User, approved: Batch) -> None:
    answer = Client().get(address(station_user))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=900"
    calendar = Calendar.from_ical(answer.content)
    assert str(calendar["VERSION"]) == "2.0"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert all(len(row) <= 75 for row in answer.content.split(b"\r\n"))
    assert set(events(station_user)) == {
        f"batch-{approved.pk}-{kind}" for kind in ("roster", "papers", "exam")
    }


def test_a_closing_stands_on_the_day_that_it_ends(station_user: User, approved: Batch) -> None:
    event = events(station_user)[f"batch-{approved.pk}-roster"]
    assert event.decoded("DTSTART") == datetime(2026, 8, 21, 23, tzinfo=SHANGHAI)
    assert event.decoded("DTEND") == datetime(2026, 8, 22, tzinfo=SHANGHAI)
    assert str(event["SUMMARY"]) == "花名册截止（24:00 关闭）：数控车工 四级/中级工"


def test_the_exam_fills_its_day(station_user: User, approved: Batch) -> None:
    event = events(station_user)[f"batch-{approved.pk}-exam"]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 9, 1), date(2026, 9, 2))
    assert str(event["LOCATION"]) == "实训楼 101"
    assert str(event["URL"]) == f"http://testserver{approved.get_absolute_url()}"
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_day_is_firm_once_approved_unless_the_batch_lapses(
    clock_at: Frozen, station_user: User, management_user: User, full_draft: Batch
) -> None:
    def exam_status() -> str:
        return str(events(station_user)[f"batch-{full_draft.pk}-exam"]["STATUS"])

    found = [exam_status()]
    batch = perform(full_draft, "submit", actor=station_user)
    found.append(exam_status())
    assert str(events(station_user)[f"batch-{batch.pk}-approval"]["STATUS"]) == "CONFIRMED"
    perform(batch, "approve", actor=management_user)
    found.append(exam_status())
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    found.append(exam_status())
    assert found == ["TENTATIVE", "TENTATIVE", "CONFIRMED", "TENTATIVE"]


def test_what_becomes_urgent_changes_nothing(
    clock_at: Frozen, station: Station, station_user: User, management_user: User, approved: Batch
) -> None:
    other = exam.approved_plan(station, management_user, {}, year=2027).items.get()
    exam.approved_batch(station, management_user, other, exam_date=date(2026, 9, 2))
    clock_at.move_to(datetime(2026, 8, 30, 12, tzinfo=SHANGHAI))
    before = Client().get(address(station_user))
    clock_at.move_to(datetime(2026, 8, 31, 12, tzinfo=SHANGHAI))
    assert Client().get(address(station_user))["ETag"] == before["ETag"]


def test_a_changed_date_moves_the_event_and_counts_up(
    clock_at: Frozen, station_user: User, management_user: User, approved: Batch
) -> None:
    before = events(station_user)[f"batch-{approved.pk}-exam"]
    clock_at.move_to(NOON + timedelta(days=3))
    change = request_date_change(
        batch=approved,
        new_date=date(2026, 9, 15),
        reason="设备检修",
        actor=station_user,
        at=NOON + timedelta(days=3),
    )
    perform(change, "approve", actor=management_user)
    after = events(station_user)[f"batch-{approved.pk}-exam"]
    assert before["UID"] == after["UID"]
    assert [int(event["SEQUENCE"]) for event in (before, after)] == [0, 1]
    assert before.decoded("LAST-MODIFIED") < after.decoded("LAST-MODIFIED")
    assert after.decoded("DTSTART") == date(2026, 9, 15)


def test_what_is_long_past_or_given_up_is_left_out(
    clock_at: Frozen, station_user: User, approved: Batch
) -> None:
    clock_at.move_to(datetime(2026, 10, 31, 23, 59, tzinfo=SHANGHAI))
    assert set(events(station_user)) == {f"batch-{approved.pk}-exam"}
    clock_at.move_to(datetime(2026, 11, 1, tzinfo=SHANGHAI))
    assert events(station_user) == {}
    clock_at.move_to(NOON)
    perform(approved, "cancel", actor=station_user, reason="设备检修")
    assert events(station_user) == {}


def test_each_reads_what_they_see(
    station_user: User, other_station_user: User, management_user: User, approved: Batch
) -> None:
    assert events(other_station_user) == {}
    summaries = [str(event["SUMMARY"]) for event in events(management_user).values()]
    assert "考试：职教901考试站 数控车工 四级/中级工" in summaries


def test_it_names_nobody(station_user: User, approved: Batch) -> None:
    body = Client().get(address(station_user)).content.decode().replace("\r\n ", "")
    assert "考评员1" not in body
    assert "考评员" not in body


def test_an_unchanged_calendar_is_not_sent_again(
    clock_at: Frozen, station_user: User, approved: Batch
) -> None:
    first = Client().get(address(station_user))
    clock_at.move_to(NOON + timedelta(hours=5))
    again = Client().get(address(station_user), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Batch.objects.filter(pk=approved.pk).update(place="实训楼 202")
    assert Client().get(address(station_user), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_wrong_old_inactive_and_without_the_right_are_the_same_404(
    station_user: User, approved: Batch
) -> None:
    old = address(station_user)
    renew_feed(actor=station_user, at=NOON)
    wrong = f"/batches/calendar/feed/{SIGNER.sign(f'{station_user.pk}-2')[:-1]}x.ics"
    made_up = "/batches/calendar/feed/abc.ics"
    unknown = f"/batches/calendar/feed/{SIGNER.sign('999999-1')}.ics"
    answers = [Client().get(path) for path in (old, wrong, made_up, unknown)]
    current = address(station_user)
    assert Client().get(current).status_code == 200
    station_user.is_active = False
    station_user.save()
    answers.append(Client().get(current))
    User.objects.filter(pk=station_user.pk).update(is_active=True, role=Role.EXAMINER)
    answers.append(Client().get(current))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_token_made_for_another_purpose_opens_nothing(station_user: User) -> None:
    feed = renew_feed(actor=station_user, at=NOON)
    other = type(SIGNER)(sep=".", salt="another").sign(f"{station_user.pk}-{feed.issue}")
    assert Client().get(f"/batches/calendar/feed/{other}.ics").status_code == 404


def test_the_page_gives_the_link_and_a_new_one_ends_the_old(login: Login, station_user: User) -> None:
    client = login(station_user)
    assert "生成订阅链接" in client.get(SUBSCRIBE).text
    assert not CalendarFeed.objects.exists()
    assert client.post(SUBSCRIBE).status_code == 302
    first = address(station_user)
    assert f"http://testserver{first}" in client.get(SUBSCRIBE).text
    assert client.post(SUBSCRIBE, follow=True).status_code == 200
    second = address(station_user)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    told = [event.sentence for event in history_of(station_user)]
    assert told[-2:] == ["生成了日历订阅链接", "生成了新的日历订阅链接，原链接失效"]


def test_the_queries_do_not_grow_with_the_batches(
    station: Station,
    station_user: User,
    management_user: User,
    approved: Batch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    path = address(station_user)
    Client().get(path)
    with django_assert_max_num_queries(20) as one:
        Client().get(path)
    plan = exam.approved_plan(station, management_user, *({} for _ in range(30)), year=2027)
    for item in plan.items.all():
        exam.approved_batch(station, management_user, item, exam_date=date(2026, 9, 5))
    with django_assert_max_num_queries(len(one)):
        assert len(Calendar.from_ical(Client().get(path).content).walk("VEVENT")) == 3 * 31
