"""The own logins of examiners and supervisors: invited by a mailed link, closed with the appointment."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction

from accounts.invitations import close_login, make_invited_login, new_invitation
from accounts.mail import send_mail_to
from accounts.mailboxes import masked_address
from accounts.models import User
from accounts.rights import Perm, Role
from examiners.models import Examiner, Supervisor
from examiners.services.officers import locked_term
from examiners.services.roster import locked_examiner
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit


class LoginState(models.TextChoices):
    """How far an examiner's own login is."""

    NONE = "none", "未邀请"
    CLOSED = "closed", "已邀请，未开通"
    OPEN = "open", "已开通"
    ENDED = "ended", "已停用"


def login_state(examiner: Examiner | Supervisor, *, on: date) -> LoginState:
    """Return how far the login of an examiner or a supervisor is on the day `on`."""
    if examiner.user is None:
        return LoginState.NONE
    if has_ended(examiner, on=on):
        return LoginState.ENDED
    return LoginState.OPEN if examiner.user.is_active else LoginState.CLOSED


def has_ended(examiner: Examiner | Supervisor, *, on: date) -> bool:
    """Tell whether the appointment was ended by the day `on`."""
    return examiner.ended_on is not None and examiner.ended_on <= on


@transaction.atomic
def invite_examiner(
    *, examiner: Examiner, email: str, actor: User, at: datetime, link: Callable[[str], str]
) -> Examiner:
    """Mail an examiner the link that opens the own login; every earlier link is worth nothing; audited.

    Args:
        examiner: whom; has one login for good, made with the first invitation.
        email: the mailbox, which becomes the examiner's.
        actor: who invites: the own station, or management and centre.
        at: the instant of the act.
        link: makes the link's address of a token.

    Raises:
        BlockedError: the appointment has ended; or the login is open and the actor doesn't keep the roster.
    """
    held = locked_examiner(examiner)
    refuse_if(not_invitable(held, actor=actor, on=clock.day_of(at)))
    send_invitation(
        held,
        login=held.user or _made(held, email),
        email=email,
        actor=actor,
        at=at,
        link=link,
        subject="邀请您开通考评员账号",
        template="examiners/invitation_mail.txt",
    )
    return held


def send_invitation(
    person: Examiner | Supervisor,
    *,
    login: User,
    email: str,
    actor: User,
    at: datetime,
    link: Callable[[str], str],
    subject: str,
    template: str,
) -> None:
    """Give a locked `person` the closed `login`, and mail the link that opens it; audited.

    The mail's template knows `person`, `link` and `hours`.
    """
    token = new_invitation(login=login, email=email)
    person.user, person.email = login, email
    person.save(update_fields=["user", "email"])
    changes = {"登录名": ("", login.username), "邮箱": ("", masked_address(email))}
    audit.record(person, action="invite", sentence="邀请开通登录账号", actor=actor, at=at, changes=changes)
    context = {"person": person, "link": link(token), "hours": settings.INVITATION_HOURS}
    send_mail_to(address=email, subject=subject, template=template, context=context)


def not_invitable(examiner: Examiner, *, actor: User, on: date) -> Iterator[Problem]:
    """Yield why `actor` can't invite an examiner on the day `on`.

    An open login is its person's own: a station can't take it over by inviting another mailbox.
    """
    if has_ended(examiner, on=on):
        yield Problem(f"考评员{examiner}的资格已于 {examiner.ended_on} 终止，不能开通账号")
    elif login_state(examiner, on=on) is LoginState.OPEN and not actor.has_right(Perm.EXAMINER_EDIT):
        yield Problem(
            f"考评员{examiner}已开通账号",
            remedy="忘记密码的，请本人在登录页用“找回密码”；邮箱已停用的，请联系管理站重新邀请",
        )


def close_ended_logins(*, on: date) -> int:
    """Close the logins of those whose appointment was ended by the day `on`; return how many; audited."""
    open_after_end = {"ended_on__lte": on, "user__is_active": True}
    people = (*Examiner.objects.filter(**open_after_end), *Supervisor.objects.filter(**open_after_end))
    return sum(_closed_with_end(person, on) for person in people)


@transaction.atomic
def _closed_with_end(person: Examiner | Supervisor, on: date) -> bool:
    held = locked_examiner(person) if isinstance(person, Examiner) else locked_term(person)
    if held.user is None or not held.user.is_active or not has_ended(held, on=on):
        return False
    close_login(held.user)
    audit.record(held, action="close_login", sentence="资格终止，停用了登录账号", actor=None)
    return True


def _made(examiner: Examiner, email: str) -> User:
    return make_invited_login(
        person_name=examiner.person_name,
        place=examiner.certificate_number,
        role=Role.EXAMINER,
        organisation=examiner.station.organisation,
        email=email,
        phone=examiner.phone,
    )
