"""Reminders: by hand to many stations, and by themselves 90 and 30 days before a licence ends."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from stations.licence_days import stage_of
from stations.models import AnnualReview, Reminder, ReminderKind, Station
from stations.services.reminding import DueReport, remind, remind_due
from tests.conftest import Login
from tests.factories.exam import noon
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LAST = date(2026, 12, 31)
LICENCE, REVIEW = ReminderKind.LICENCE, ReminderKind.REVIEW


class DeadServer(EmailBackend):
    """A mail server that takes nothing, and counts who tried."""

    tried = 0

    def send_messages(self, messages: Any) -> int:
        type(self).tried += 1
        raise ConnectionRefusedError


class Refuses901(EmailBackend):
    """A mail server that refuses one mailbox."""

    def send_messages(self, messages: Any) -> int:
        if any("49284901" in address for message in messages for address in message.to):
            raise ConnectionRefusedError
        return super().send_messages(messages)


def backend(settings: LazySettings, server: type[EmailBackend]) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{server.__name__}"


@pytest.fixture
def licensed(station: Station) -> Station:
    return with_licence(station)


def with_licence(station: Station, last: date = LAST) -> Station:
    station.valid_from, station.valid_to = date(2024, 1, 1), last
    station.save()
    return station


def before_the_end(left: int) -> datetime:
    return noon(LAST - timedelta(days=left))


def sent_at(*lefts: int) -> list[int]:
    """Run the reminders on each of these days in turn; return how many mails each sent."""
    return [remind_due(at=before_the_end(left)).sent for left in lefts]


# --- by themselves ---


@pytest.mark.parametrize(
    ("left", "stage"), [(91, None), (90, 90), (89, 90), (31, 90), (30, 30), (29, 30), (0, 30), (-1, None)]
)
def test_a_licence_is_at_the_nearest_stage_that_it_has_reached(left: int, stage: int | None) -> None:
    assert stage_of(left, stages=[90, 30]) == stage


def test_a_licence_without_a_last_day_is_at_no_stage() -> None:
    assert stage_of(None, stages=[90, 30]) is None


def test_each_stage_sends_one_mail_however_often_it_runs(licensed: Station) -> None:
    assert sent_at(91, 90, 90, 89, 31, 30, 30, 29, 0, -1) == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert [(one.days_ahead, one.due_on) for one in Reminder.objects.order_by("pk")] == [
        (90, LAST),
        (30, LAST),
    ]
    assert [one.to for one in mail.outbox] == [["49284901@example.invalid"]] * 2
    assert mail.outbox[0].subject == "考试站许可证到期提醒"
    assert "有效期至 2026 年 12 月 31 日，还有 90 天" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("days", "sent"),
    [
        ((89,), [1]),
        ((31,), [1]),
        ((29,), [1]),
        ((0,), [1]),
        ((-1,), [0]),
        ((29, 28), [1, 0]),
        ((89, 29), [1, 1]),
    ],
)
def test_a_missed_day_is_caught_up_with_one_mail(
    licensed: Station, days: tuple[int, ...], sent: list[int]
) -> None:
    assert sent_at(*days) == sent


def test_a_renewed_licence_is_left_in_peace_until_its_own_end_is_near(licensed: Station) -> None:
    assert sent_at(90) == [1]
    with_licence(licensed, date(2029, 12, 31))
    assert sent_at(89, 30, 0, -1) == [0, 0, 0, 0]
    assert remind_due(at=noon(date(2029, 10, 2))).sent == 1


def test_without_a_mailbox_nothing_is_recorded_and_the_mail_goes_once_there_is_one(licensed: Station) -> None:
    licensed.organisation.email = ""
    licensed.organisation.save()
    assert remind_due(at=before_the_end(90)) == DueReport(sent=0, without_mailbox=1, failed=0)
    assert not Reminder.objects.exists()
    licensed.organisation.email = "desk@example.invalid"
    licensed.organisation.save()
    assert sent_at(60) == [1]


def test_closed_stations_are_not_reminded_and_suspended_ones_are(
    licensed: Station, other_station: Station, management_user: User
) -> None:
    with_licence(other_station)
    perform(licensed, "close", actor=management_user, reason="停办")
    perform(other_station, "suspend", actor=management_user, reason="整改")
    assert sent_at(90) == [1]
    assert mail.outbox[0].to == ["49284902@example.invalid"]


def test_a_mail_that_failed_is_not_recorded_and_goes_the_next_time(
    licensed: Station, settings: LazySettings
) -> None:
    working = settings.EMAIL_BACKEND
    backend(settings, DeadServer)
    assert remind_due(at=before_the_end(90)) == DueReport(sent=0, without_mailbox=0, failed=1)
    assert not Reminder.objects.exists()
    assert not history_of(licensed).exists()
    settings.EMAIL_BACKEND = working
    assert sent_at(89) == [1]


def test_the_history_tells_of_a_reminder_and_that_the_portal_sent_it(licensed: Station) -> None:
    sent_at(90)
    event = history_of(licensed).get()
    assert (event.sentence, event.actor_name) == ("发送了许可证即将到期的提醒", "系统")
    assert event.changes == {"到期日": ["", "2026-12-31"]}


def test_the_database_keeps_a_stage_from_going_twice_but_not_reminders_by_hand(licensed: Station) -> None:
    facts = {"station": licensed, "kind": LICENCE, "due_on": LAST, "sent_at": before_the_end(90)}
    for days_ahead, wanted in ((0, 2), (90, 1)):
        Reminder.objects.create(days_ahead=days_ahead, **facts)
        if wanted == 1:
            with pytest.raises(IntegrityError), transaction.atomic():
                Reminder.objects.create(days_ahead=days_ahead, **facts)
        else:
            Reminder.objects.create(days_ahead=days_ahead, **facts)
        assert Reminder.objects.filter(days_ahead=days_ahead).count() == wanted


def test_the_days_are_a_setting(licensed: Station, settings: LazySettings) -> None:
    settings.LICENCE_REMINDER_DAYS = [10]
    assert sent_at(90, 11, 10) == [0, 0, 1]


def test_the_command_says_what_it_did_and_fails_where_mails_failed(
    licensed: Station, settings: LazySettings
) -> None:
    with time_machine.travel(before_the_end(90), tick=False):
        out = StringIO()
        call_command("remind_stations", stdout=out)
        assert out.getvalue().strip() == "到期提醒：已发送 1，无预留邮箱 0，发送失败 0。"
        backend(settings, DeadServer)
        Reminder.objects.all().delete()
        with pytest.raises(CommandError, match="发送失败 1。失败的没有记录，下次运行时再发"):
            call_command("remind_stations", stdout=out)


# --- by hand ---


@pytest.fixture
def staff(management_user: User, client: Client) -> Iterator[Client]:
    with time_machine.travel(before_the_end(20), tick=False):
        client.force_login(management_user)
        yield client


def address(**query: object) -> str:
    return reverse("stations:remind", query=query)


def verdicts(html: str) -> list[str]:
    words = ("将发送", "已发送</span>", "无预留邮箱", "无需提醒", "今天已提醒过", "已关闭", "发送失败")
    return [word.removesuffix("</span>") for word in words if word in html]


def test_the_chosen_are_shown_first_and_reminded_once_it_is_confirmed(
    licensed: Station, other_station: Station, management_user: User, staff: Client
) -> None:
    with_licence(other_station)
    chosen = address(which="chosen", station=[licensed.code], kind="licence")
    html = staff.get(chosen).content.decode()
    assert "将发送 1 封邮件。现在还没有发送" in html
    assert str(other_station) not in html
    assert mail.outbox == []
    html = staff.post(chosen).content.decode()
    assert "共 1 个考试站，已发送 1 封" in html
    assert [one.to for one in mail.outbox] == [["49284901@example.invalid"]]
    assert "还有 20 天" in str(mail.outbox[0].body)
    kept = Reminder.objects.get()
    assert (kept.station, kept.days_ahead, kept.due_on, kept.sent_to) == (
        licensed,
        0,
        LAST,
        "49284901@example.invalid",
    )
    event = history_of(licensed).get()
    assert (event.sentence, event.actor) == ("发送了许可证即将到期的提醒", management_user)


def test_a_reload_or_a_colleague_sends_no_second_mail_that_day(
    licensed: Station, management_user: User, staff: Client
) -> None:
    chosen = address(which="chosen", station=[licensed.code], kind="licence")
    staff.post(chosen)
    assert verdicts(staff.post(chosen).content.decode()) == ["今天已提醒过"]
    assert len(mail.outbox) == 1
    with time_machine.travel(before_the_end(19), tick=False):
        staff.force_login(management_user)
        assert verdicts(staff.post(chosen).content.decode()) == ["已发送"]


def test_all_means_all_of_the_filter_and_of_the_own_scope(
    licensed: Station, other_station: Station, staff: Client
) -> None:
    with_licence(other_station)
    assert "共 2 个考试站，将发送 2 封" in staff.get(address(which="all", kind="licence")).content.decode()
    html = staff.get(address(which="all", kind="licence", q="902")).content.decode()
    assert (str(licensed) in html, str(other_station) in html) == (False, True)
    licensed.organisation.parent = None
    licensed.organisation.save()
    foreign = address(which="chosen", station=[licensed.code, other_station.code], kind="licence")
    assert "共 1 个考试站" in staff.get(foreign).content.decode()


def test_each_station_that_is_not_reminded_says_why(
    licensed: Station, other_station: Station, management_user: User, staff: Client
) -> None:
    every = address(which="all", kind="licence")
    assert verdicts(staff.get(every).content.decode()) == ["将发送", "无需提醒"]
    with_licence(other_station, LAST + timedelta(days=71))
    assert verdicts(staff.get(every).content.decode()) == ["将发送", "无需提醒"]
    with_licence(other_station, LAST + timedelta(days=70))
    assert verdicts(staff.get(every).content.decode()) == ["将发送"]
    other_station.organisation.email = ""
    other_station.organisation.save()
    perform(licensed, "close", actor=management_user, reason="停办")
    html = staff.post(every).content.decode()
    assert verdicts(html) == ["无预留邮箱", "已关闭"]
    assert "请先在“修改登记”中填写邮箱" in html
    assert mail.outbox == []


def test_a_lapsed_licence_can_still_be_reminded_of(licensed: Station, staff: Client) -> None:
    with_licence(licensed, LAST - timedelta(days=23))
    staff.post(address(which="all", kind="licence"))
    assert "已过期 3 天" in str(mail.outbox[0].body)


def test_reviews_are_reminded_of_until_they_are_handed_in(
    station: Station, other_station: Station, staff: Client
) -> None:
    Station.objects.update(registered_on=date(2025, 5, 1))
    handed_in = AnnualReview.objects.create(station=other_station, year=2025)
    handed_in._move_to("submitted")
    html = staff.post(address(which="all", kind="review")).content.decode()
    assert verdicts(html) == ["已发送", "无需提醒"]
    (sent,) = mail.outbox
    assert sent.to == [station.organisation.email]
    assert "须在 2026 年 3 月 31 日（含当日）前提交，已逾期 255 天" in str(sent.body)
    assert Reminder.objects.get().kind == REVIEW


def test_one_refused_mailbox_does_not_hold_up_the_others(
    licensed: Station, other_station: Station, staff: Client, settings: LazySettings
) -> None:
    with_licence(other_station)
    backend(settings, Refuses901)
    html = staff.post(address(which="all", kind="licence")).content.decode()
    assert verdicts(html) == ["已发送", "发送失败"]
    assert list(Reminder.objects.values_list("station", flat=True)) == [other_station.pk]


def test_after_three_failures_a_dead_server_is_left_alone(
    licensed: Station, management_user: User, settings: LazySettings
) -> None:
    backend(settings, DeadServer)
    DeadServer.tried = 0
    outcomes = remind(stations=[licensed] * 5, kind=LICENCE, actor=management_user, at=before_the_end(20))
    assert [outcome.verdict.label for outcome in outcomes] == ["发送失败"] * 5
    assert DeadServer.tried == 3
    assert not Reminder.objects.exists()


def test_nobody_chosen_leads_back_with_a_word(licensed: Station, staff: Client) -> None:
    answer = staff.get(address(which="chosen", kind="licence"), follow=True)
    assert answer.redirect_chain == [(reverse("stations:staff_list"), 302)]
    assert "还没有选择考试站" in answer.content.decode()


def test_stations_and_branches_remind_nobody(
    licensed: Station, station_user: User, branch_user: User, login: Login
) -> None:
    for user in (station_user, branch_user):
        assert login(user).post(address(which="all", kind="licence")).status_code == 403
    assert mail.outbox == []
