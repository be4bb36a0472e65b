"""Practice prints mails and keeps the last ones; production keeps none."""

import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.core.mail import EmailMessage, get_connection

from ostami.clock import SHANGHAI
from ostami.practice_mail import KEPT, last_mails
from tests.ostami.test_settings import PRODUCTION

BACKEND = "ostami.practice_mail.PracticeMail"
AT = datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)


def send(*subjects: str) -> None:
    mails = [EmailMessage(subject, "验证码：271828", to=["wang@example.invalid"]) for subject in subjects]
    with time_machine.travel(AT, tick=False):
        assert get_connection(BACKEND).send_messages(mails) == len(mails)


def test_a_mail_is_printed_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    send("首次登录验证码")
    (mail,) = last_mails()
    assert (mail.to, mail.subject, mail.body, mail.at) == (
        "wang@example.invalid",
        "首次登录验证码",
        "验证码：271828",
        AT,
    )
    assert "To: wang@example.invalid" in capsys.readouterr().out


def test_the_last_fifty_are_kept_newest_first() -> None:
    for number in range(KEPT + 2):
        send(f"第 {number} 封")
    kept = [mail.subject for mail in last_mails()]
    assert len(kept) == KEPT == 50
    assert set(kept) <= {f"第 {number} 封" for number in range(KEPT + 2)}
    assert kept[0] == "第 51 封"


def test_only_the_owner_can_read_them(settings: LazySettings) -> None:
    send("首次登录验证码")
    folder = Path(settings.PRACTICE_MAIL_DIR)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_before_the_first_mail_there_is_none() -> None:
    assert last_mails() == []


def test_outside_practice_none_is_shown(settings: LazySettings) -> None:
    send("首次登录验证码")
    settings.PRACTICE = False
    assert last_mails() == []


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({"OSTAMI_PRACTICE": "1"}, BACKEND), (PRODUCTION, "django.core.mail.backends.smtp.EmailBackend")],
)
def test_only_practice_keeps_mails(tmp_path: Path, environment: dict[str, str], backend: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OSTAMI_")}
    started = subprocess.run(
        [sys.executable, "-c", "import ostami.settings as s; print(s.EMAIL_BACKEND)"],
        env={**inherited, "OSTAMI_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert started.stdout.strip() == backend
