"""Reminders before appointments end."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from examiners.models import Examiner, ExaminerReminder
from examiners.services.reminding import DueReport, remind_due
from stations.models import Station
from tests.factories import exam
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

LAST = date(2027, 12, 31)
DESK = "49284901@example.invalid"


class DeadServer(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def li(station: Station) -> Examiner:
    return exam.examiner(station, "李考评", email="li@example.invalid")


def before_the_end(left: int) -> datetime:
    return exam.noon(LAST - timedelta(days=left))


def sent_at(*lefts: int) -> list[int]:
    """Run the reminders on each of these days in turn; return how many mails each sent."""
    return [remind_due(at=before_the_end(left)).sent for left in lefts]


def test_station_and_examiner_hear_of_each_stage_once(li: Examiner) -> None:
    assert sent_at(91, 90, 90, 31, 30, 30, 0, -1) == [0, 2, 0, 0, 2, 0, 0, 0]
    assert [one.to for one in mail.outbox] == [[DESK], ["li@example.invalid"]] * 2
    assert "有效期至 2027 年 12 月 31 日" in str(mail.outbox[0].body)
    assert "李考评" not in mail.outbox[0].subject
    assert [event.sentence for event in history_of(li)][:2] == [
        "向考试站发送了资格到期提醒",
        "向本人发送了资格到期提醒",
    ]


def test_a_station_gets_one_mail_for_all(li: Examiner, other_station: Station) -> None:
    exam.examiner(li.station, "王考评")
    exam.examiner(other_station, "赵考评")
    assert sent_at(90) == [3]
    (first,) = [one for one in mail.outbox if one.to == [DESK]]
    assert ("李考评" in first.body, "王考评" in first.body, "赵考评" in first.body) == (True, True, False)


def test_a_missed_stage_is_caught_up_and_a_renewed_one_left_in_peace(li: Examiner) -> None:
    assert sent_at(29, 28) == [2, 0]
    Examiner.objects.update(valid_to=date(2030, 12, 31))
    assert sent_at(5, 0) == [0, 0]


def test_ended_ones_are_not_reminded_of(li: Examiner) -> None:
    Examiner.objects.update(ended_on=LAST - timedelta(days=90))
    assert sent_at(90) == [0]


def test_a_mail_that_failed_is_not_recorded_and_goes_the_next_time(
    li: Examiner, settings: LazySettings
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    assert remind_due(at=before_the_end(90)) == DueReport(sent=0, failed=2)
    assert not ExaminerReminder.objects.exists()
    assert not history_of(li).exists()
    settings.EMAIL_BACKEND = working
    assert sent_at(89) == [2]


def test_the_command_says_what_it_did(li: Examiner, settings: LazySettings) -> None:
    with time_machine.travel(before_the_end(90), tick=False):
        out = StringIO()
        call_command("remind_examiners", stdout=out)
        assert out.getvalue().strip() == "考评员到期提醒：已发送 2 封，发送失败 0 封。"
        ExaminerReminder.objects.all().delete()
        settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
        with pytest.raises(CommandError, match="发送失败 2 封"):
            call_command("remind_examiners", stdout=out)
