"""Mail goes out when what it tells of is stored, and a mail server that fails undoes nothing."""

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.mail import send_mail_to
from accounts.mailboxes import masked_address

pytestmark = pytest.mark.django_db

MAILBOX = "wang@example.invalid"


def send() -> None:
    send_mail_to(
        address=MAILBOX,
        subject="测试邮件",
        template="accounts/first_code_mail.txt",
        context={"code": "<271828>", "minutes": 15},
    )


def test_a_mail_goes_out_on_commit_and_not_before(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send()
        assert mailoutbox == []
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([MAILBOX], "测试邮件")
    assert "<271828>" in str(mail.body), "plain text is not escaped"


def test_what_is_rolled_back_is_not_told(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert mailoutbox == []


def test_a_mail_server_that_fails_is_logged_without_address_and_text(
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        send()
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert line == "A mail was not sent (ConnectionRefusedError): 测试邮件"
    assert MAILBOX not in caplog.text
    assert "271828" not in caplog.text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("abc@example.com", "a***@example.com"),
        ("a@example.com", "a***@example.com"),
        ("王@例.cn", "王***@例.cn"),
    ],
)
def test_an_address_shows_its_first_letter_and_its_host(address: str, shown: str) -> None:
    assert masked_address(address) == shown
