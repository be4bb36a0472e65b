"""The daily mail: once a day, of what was chosen for it and not read."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command

from accounts.models import User
from portal.inbox.digests import send_digests
from portal.inbox.reading import mark_all_read
from portal.models import Message, Topic
from tests.factories import people
from tests.factories.messages import AT, message

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture
def lin() -> User:
    person = people.candidate("林小禾")
    person.user.email = "lin@example.invalid"
    person.user.save(update_fields=["email"])
    return person.user


def test_what_waits_goes_in_one_mail_by_topic(lin: User, mailoutbox: list[EmailMessage]) -> None:
    message(lin, "考试日期调整", topic=Topic.EXAM, waits=True)
    message(lin, "审核通过", waits=True)
    message(lin, "立即发过的")
    assert send_digests(at=AT) == 1
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["lin@example.invalid"], "每日消息汇总")
    body = str(mail.body)
    assert body.startswith("林小禾：\n\n您有 2 条未读消息：")
    assert "【办理结果】\n- 08-10 09:30 审核通过\n" in body
    assert "【考试与成绩】\n- 08-10 09:30 考试日期调整\n" in body
    assert "立即发过的" not in body


def test_none_goes_twice_on_a_day_and_what_came_later_goes_on_the_next(
    lin: User, mailoutbox: list[EmailMessage]
) -> None:
    message(lin, "第一条", waits=True)
    assert [send_digests(at=AT), send_digests(at=AT)] == [1, 0]
    message(lin, "第二条", waits=True)
    assert [send_digests(at=AT + DAY / 4), send_digests(at=AT + DAY)] == [0, 1]
    assert "第一条" not in str(mailoutbox[1].body)
    assert "第二条" in str(mailoutbox[1].body)


def test_the_day_ends_at_midnight_in_shanghai(lin: User) -> None:
    for number in (1, 2):
        message(lin, f"{number}", waits=True)
        minute = datetime(2026, 8, 10, 15, 59, tzinfo=UTC) + timedelta(minutes=number - 1)
        assert send_digests(at=minute) == 1


def test_what_was_read_is_not_mailed(lin: User, mailoutbox: list[EmailMessage]) -> None:
    message(lin, waits=True)
    mark_all_read(user=lin, at=AT)
    assert (send_digests(at=AT), mailoutbox) == (0, [])


@pytest.mark.parametrize("facts", [{"email": ""}, {"is_active": False}])
def test_without_mailbox_or_login_nothing_goes(lin: User, facts: dict[str, object]) -> None:
    message(lin, waits=True)
    User.objects.filter(pk=lin.pk).update(**facts)
    assert send_digests(at=AT) == 0


def test_the_command_says_what_went_and_what_was_deleted(lin: User) -> None:
    message(lin, waits=True)
    message(lin, at=AT - 401 * DAY)
    out = StringIO()
    with time_machine.travel(AT, tick=False):
        call_command("send_digests", stdout=out)
    assert out.getvalue() == "汇总邮件：1 封；删除过期消息：1 条。\n"
    assert Message.objects.count() == 1
