"""A first password for a person's own login, and the line that tells of it."""

from accounts.logins import IssuedLogin
from accounts.models import User
from accounts.services import issue_first_password
from workflow import audit


def issue_recorded(
    login: User,
    target: audit.Audited,
    *,
    actor: User,
    action: str,
    sentence: str,
    changes: audit.Changes | None = None,
) -> IssuedLogin:
    """Give a login a first password, in the caller's transaction; audited, without the password.

    Args:
        login: whose.
        target: the object in whose history the act is told.
        actor: who issues it.
        action: the act's short name, as `audit.record` takes it.
        sentence: the act as the history tells it.
        changes: as `audit.record` takes them.
    """
    password = issue_first_password(user=login)
    audit.record(target, action=action, sentence=sentence, actor=actor, changes=changes)
    return IssuedLogin(login, password)
