"""A mail is kept until a mail server took it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts import outbox
from accounts.models import OutgoingMail, User
from ostami import clock
from tests.conftest import Login

pytestmark = pytest.mark.django_db
REFUSING = "tests.portal.refusing_mail.RefusingBackend"
TAKING = "django.core.mail.backends.locmem.EmailBackend"
MAILBOX = "wang@example.invalid"


@pytest.fixture
def mail() -> OutgoingMail:
    """One that nobody tried to send yet."""
    return outbox.put(address=MAILBOX, subject="验证码", text="您的验证码是 271828")


def refused(mail: OutgoingMail, settings: LazySettings, times: int = 1) -> OutgoingMail:
    """The mail after so many refusals, each at its time."""
    settings.EMAIL_BACKEND = REFUSING
    for _ in range(times):
        assert not outbox.deliver(mail.pk, at=mail.next_try_at or clock.now())
        mail.refresh_from_db()
    return mail


def test_the_text_is_sealed_and_forgotten_once_sent(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text_sealed FROM accounts_outgoingmail")
        assert "271828" not in str(cursor.fetchall())
    assert outbox.deliver(mail.pk, at=clock.now())
    mail.refresh_from_db()
    assert (mail.text, mail.text_sealed, mail.next_try_at) == ("", "", None)
    assert "271828" in str(mailoutbox[0].body)


def test_a_sent_mail_does_not_go_twice(mail: OutgoingMail, mailoutbox: list[EmailMessage]) -> None:
    assert outbox.deliver(mail.pk, at=clock.now())
    assert not outbox.deliver(mail.pk, at=clock.now())
    assert outbox.deliver_due(at=clock.now() + timedelta(days=9)) == (0, 0)
    assert len(mailoutbox) == 1


def test_a_refused_mail_goes_out_at_its_next_try_and_not_before(
    mail: OutgoingMail, mailoutbox: list[EmailMessage], settings: LazySettings
) -> None:
    refused(mail, settings)
    settings.EMAIL_BACKEND = TAKING
    assert mail.next_try_at is not None
    assert outbox.deliver_due(at=mail.next_try_at - timedelta(microseconds=1)) == (0, 0)
    assert outbox.deliver_due(at=mail.next_try_at) == (1, 0)
    assert mailoutbox[0].extra_headers["Message-ID"].startswith(f"<{mail.uid}@")


def test_after_the_last_try_it_is_given_up_and_staff_can_try_again(
    mail: OutgoingMail,
    settings: LazySettings,
    login: Login,
    management_user: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    tries = len(outbox.MINUTES_TO_NEXT_TRY) + 1
    refused(mail, settings, tries - 1)
    assert not outbox.given_up().exists()
    refused(mail, settings)
    assert list(outbox.given_up()) == [mail]
    client = login(management_user)
    page = client.get(reverse("accounts:mails")).text
    assert "w***@example.invalid" in page
    assert MAILBOX not in page
    settings.EMAIL_BACKEND = TAKING
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:mail_again", kwargs={"pk": mail.pk}))
    assert [one.to for one in mailoutbox] == [[MAILBOX]]
    assert client.post(reverse("accounts:mail_again", kwargs={"pk": mail.pk})).status_code == 404


def test_the_page_is_for_offices_that_look_after_it(login: Login, station_user: User) -> None:
    assert login(station_user).get(reverse("accounts:mails")).status_code == 403


def test_the_command_sends_what_is_due_and_forgets_what_is_old(
    mail: OutgoingMail, mailoutbox: list[EmailMessage]
) -> None:
    old = outbox.put(address=MAILBOX, subject="很久以前", text="…")
    outbox.deliver(old.pk, at=clock.now() - timedelta(days=outbox.KEPT_DAYS, seconds=1))
    out = StringIO()
    call_command("send_mails", stdout=out)
    assert "已发送 1，发送失败 0，已停止重试 0" in out.getvalue()
    assert list(OutgoingMail.objects.all()) == [mail]


def test_a_mail_ninety_days_old_is_kept_to_the_second(mail: OutgoingMail) -> None:
    at = clock.now()
    outbox.deliver(mail.pk, at=at)
    with time_machine.travel(at + timedelta(days=outbox.KEPT_DAYS), tick=False):
        assert outbox.forget(at=clock.now()) == 0
        assert outbox.forget(at=clock.now() + timedelta(seconds=1)) == 1
