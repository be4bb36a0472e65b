"""The code mailed to a station's mailbox, which its first access asks for."""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from accounts.first_access import first_access_of, lock_user
from accounts.mail import send_mail_to
from accounts.models import FirstAccess, User
from accounts.names import fold
from accounts.services import set_own_password
from ostami.problems import BlockedError, Problem, refuse_if
from ostami.sealing import keyed_digest

DIGITS = 6
VALID = timedelta(minutes=15)
RESEND_AFTER = timedelta(seconds=60)
TRIES = 5
# Name and code of a station are public: whoever knows them must not guess for as long as the window lasts.
CODES_PER_WINDOW = 20
SUBJECT = "机械工业人才评价管理服务平台：首次登录验证码"
ASK_STAFF = "请联系管理站重新开放"


def reserved_mailbox(access: FirstAccess) -> str:
    """Return the mailbox that the code goes to; empty where the station reserved none."""
    organisation = access.user.organisation
    return organisation.email if organisation else ""


def code_valid_until(access: FirstAccess) -> datetime | None:
    """Return the instant at which the code that was mailed last ends; None where none was mailed."""
    return access.mail_code_sent_at + VALID if access.mail_code_sent_at else None


@transaction.atomic
def send_mail_code(*, user: User, at: datetime) -> None:
    """Mail a new code of six digits to the reserved mailbox; the one before is dead.

    Raises:
        BlockedError: the window is over, there is no mailbox, or codes were asked for too often.
    """
    access = _locked(user, at)
    refuse_if(_not_sendable(access, at))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    access.mail_code_digest = _digest(access, code)
    access.mail_code_sent_at = at
    access.mail_codes_sent += 1
    access.attempts = 0
    access.save()
    send_mail_to(
        address=reserved_mailbox(access),
        subject=SUBJECT,
        template="accounts/first_code_mail.txt",
        context={"access": access, "code": code, "minutes": VALID // timedelta(minutes=1)},
    )


def choose_first_password(*, user: User, password: str, code: str, at: datetime) -> None:
    """Store the password that a station chooses in its window, which closes with it.

    A wrong code is counted, and stays counted although nothing else is stored.

    Args:
        user: the person of the session.
        password: the new password, already weighed by the form.
        code: the mailed code as typed; without meaning where there is no mailbox.
        at: the instant at which the request arrived.

    Raises:
        BlockedError: the window is over, or the code is wrong, too old or used up (field ``code``).
    """
    with transaction.atomic():
        access = _locked(user, at)
        problems = list(_code_problems(access, code, at)) if reserved_mailbox(access) else []
        if not problems:
            set_own_password(user=user, password=password)
    refuse_if(problems)


def _locked(user: User, at: datetime) -> FirstAccess:
    """Return the window that the session of `user` lives by, locked with the login."""
    stored = lock_user(user)
    access = first_access_of(user)
    # Another password than the session's: the window was opened anew or closed while the page was open.
    if access is None or stored.password != user.password or not access.is_open(at):
        raise BlockedError(
            [Problem("首次登录窗口已关闭或已重新开放", remedy="请重新登录；仍不能登录的，" + ASK_STAFF)]
        )
    return access


def _digest(access: FirstAccess, code: str) -> str:
    return keyed_digest(f"{access.pk}:{code}", purpose="first_access")


def _not_sendable(access: FirstAccess, at: datetime) -> Iterator[Problem]:
    if not reserved_mailbox(access):
        yield Problem("本站没有预留邮箱，不需要验证码", remedy="请直接设置新密码")
    if access.mail_codes_sent >= CODES_PER_WINDOW:
        yield Problem(f"验证码已发送 {CODES_PER_WINDOW} 次，不能再发送", remedy=ASK_STAFF)
    elif access.mail_code_sent_at and at < access.mail_code_sent_at + RESEND_AFTER:
        wait = access.mail_code_sent_at + RESEND_AFTER - at
        seconds = -(-wait // timedelta(seconds=1))
        yield Problem("验证码刚刚发送过", remedy=f"请先查看邮箱（包括垃圾邮件），{seconds} 秒后可以重新发送")


def _code_problems(access: FirstAccess, typed: str, at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the code, and count a wrong one."""
    valid_until = code_valid_until(access)
    if valid_until is None:
        yield _code_problem("还没有发送验证码", "请先点击“发送验证码”")
    elif access.attempts >= TRIES:
        yield _code_problem(f"验证码已输错 {TRIES} 次，已作废", "请重新发送验证码")
    elif at >= valid_until:
        minutes = VALID // timedelta(minutes=1)
        yield _code_problem(f"验证码已过期，有效期为 {minutes} 分钟", "请重新发送验证码")
    elif not hmac.compare_digest(_digest(access, fold(typed)), access.mail_code_digest):
        yield _wrong_code(access)


def _wrong_code(access: FirstAccess) -> Problem:
    access.attempts += 1
    access.save(update_fields=["attempts"])
    left = TRIES - access.attempts
    remedy = f"请核对最新一封邮件，还可以再试 {left} 次" if left else "验证码已作废，请重新发送验证码"
    return _code_problem("验证码不正确", remedy)


def _code_problem(text: str, remedy: str) -> Problem:
    return Problem(text, remedy=remedy, field="code")
