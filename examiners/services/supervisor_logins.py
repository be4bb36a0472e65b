"""A supervisor's own login: invited by a mailed link."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from accounts.invitations import make_invited_login
from accounts.models import User
from accounts.rights import Role
from examiners.models import Supervisor
from examiners.services.inviting import has_ended, send_invitation
from examiners.services.officers import locked_term
from ostami import clock
from ostami.problems import Problem, refuse_if


@transaction.atomic
def invite_supervisor(
    *, supervisor: Supervisor, email: str, actor: User, at: datetime, link: Callable[[str], str]
) -> Supervisor:
    """Mail a supervisor the link that opens the own login; every earlier link is worth nothing; audited.

    Args:
        supervisor: whom; has one login for good, made with the first invitation.
        email: the mailbox, which becomes the supervisor's.
        actor: who invites, of management.
        at: the instant of the act.
        link: makes the link's address of a token.

    Raises:
        BlockedError: the appointment was ended.
    """
    held = locked_term(supervisor)
    refuse_if(cant_log_in(held, on=clock.day_of(at)))
    send_invitation(
        held,
        login=held.user or _made(held, email),
        email=email,
        actor=actor,
        at=at,
        link=link,
        subject="邀请您开通督导员账号",
        template="examiners/mail/supervisor_invitation.txt",
    )
    return held


def cant_log_in(supervisor: Supervisor, *, on: date) -> Iterator[Problem]:
    """Yield why a supervisor has no login on the day `on`: the appointment was ended."""
    if has_ended(supervisor, on=on):
        yield Problem(
            f"督导员{supervisor}的资格已于 {supervisor.ended_on} 终止，不能开通账号",
            remedy="需要重新任职的，请另行登记",
        )


def _made(supervisor: Supervisor, email: str) -> User:
    return make_invited_login(
        person_name=supervisor.person_name,
        place=supervisor.certificate_number,
        role=Role.SUPERVISOR,
        organisation=supervisor.organisation,
        email=email,
        phone=supervisor.phone,
    )
