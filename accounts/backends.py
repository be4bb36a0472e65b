"""Login by a station's full name or a user's own name."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.models import User
from accounts.names import login_key


class NameBackend(BaseBackend):
    """Finds the account by its folded login name, and hashes once whether it exists or not."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user whose name and password these are, or None."""
        if not username or password is None:
            return None
        user = User.objects.filter(login_key=login_key(username)).first()
        if user is None:
            # The same work as for a real account, so that the time tells nothing about who has one.
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session, organisation included, unless the account was closed."""
        return (
            User.objects.get_queryset()
            .select_related("organisation")
            .filter(pk=user_id, is_active=True)
            .first()
        )
