"""What happens to accounts, recorded: that floor lies below the audit chain and tells it by a signal."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.services import password_chosen
from workflow import audit


@receiver(password_chosen)
def record_password(sender: type[User], user: User, **kwargs: Any) -> None:
    """Record that somebody chose a password; never the password."""
    audit.record(user, action="choose_password", sentence="设置了登录密码", actor=user)
