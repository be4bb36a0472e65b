"""Opening a login with an activation slip, or choosing a new password with one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.first_access import lock_user
from accounts.mail import send_mail_to
from accounts.models import User
from accounts.names import login_key
from accounts.services import set_own_password
from candidates.models import Activation
from candidates.services.activation import GONE, locked_entry
from candidates.services.consents import give_consent
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit

RESET_SUBJECT = "机械工业人才评价管理服务平台：登录密码已重设"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a person chooses when opening the login: all folded and judged by the form."""

    username: str
    password: str
    phone: str
    email: str = ""


@transaction.atomic
def open_login(*, entry: Activation, choice: Opening, at: datetime) -> User:
    """Open the login of an entry, whose person agreed to the privacy text on the same page.

    Args:
        entry: as `redeem` returned it; of two who use it at one instant, one wins.
        choice: user name, password and how to be reached.
        at: the instant of the act.

    Raises:
        BlockedError: the code doesn't live any more, or the user name is taken (field ``username``).
    """
    stored = locked_entry(entry, at)
    user = lock_user(stored.candidate.user)
    refuse_if([GONE] if user.is_active else [])
    refuse_if(name_taken(choice.username))
    user.username, user.phone, user.email, user.is_active = choice.username, choice.phone, choice.email, True
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise BlockedError(name_taken(choice.username)) from None
    stored.candidate.phone = choice.phone
    stored.candidate.save(update_fields=["phone"])
    _use(stored, at)
    set_own_password(user=user, password=choice.password)
    give_consent(user=user, at=at)
    changes = {"用户名": ("", user.username)}
    audit.record(
        stored.candidate, action="activate", sentence="用激活单开通了账号", actor=user, at=at, changes=changes
    )
    return user


@transaction.atomic
def reset_login(*, entry: Activation, password: str, at: datetime) -> User:
    """Store a new password for a login that was open already; sessions with the old one end.

    The stored mailbox is told, so that nobody's login changes hands without a word.

    Raises:
        BlockedError: the code doesn't live any more.
    """
    stored = locked_entry(entry, at)
    user = lock_user(stored.candidate.user)
    refuse_if([] if user.is_active else [GONE])
    _use(stored, at)
    set_own_password(user=user, password=password)
    sentence = "用考试站打印的激活单重设了登录密码"
    audit.record(stored.candidate, action="reset_by_slip", sentence=sentence, actor=user, at=at)
    if user.email:
        send_mail_to(
            address=user.email,
            subject=RESET_SUBJECT,
            template="candidates/activate/reset_mail.txt",
            context={"entry": stored, "at": at},
        )
    return user


def name_taken(username: str) -> list[Problem]:
    """Return a problem if somebody has this user name."""
    if not User.objects.filter(login_key=login_key(username)).exists():
        return []
    return [Problem(f"用户名“{username}”已有人使用", remedy="请另取一个用户名", field="username")]


def _use(entry: Activation, at: datetime) -> None:
    """Note the use; codes that other stations printed for the same person are worthless from here on."""
    Activation.objects.filter(candidate=entry.candidate_id).exclude(pk=entry.pk).update(code_digest="")
    entry.used_at, entry.code_digest = at, ""
    entry.save(update_fields=["used_at", "code_digest"])
