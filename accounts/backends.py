"""Login by a station's full name or a user's own name, and by a station's code in its window."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.first_access import opens_by_code
from accounts.middleware import arrived_at
from accounts.models import User
from accounts.names import login_key
from ostami import clock


class NameBackend(BaseBackend):
    """Finds the account by its folded login name, and hashes once whether it exists or not."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user whose name and password these are, or None.

        A station's code stands for its password while its first access is open.
        """
        if not username or password is None:
            return None
        user = (
            User.objects.get_queryset()
            .select_related("organisation", "first_access")
            .filter(login_key=login_key(username))
            .first()
        )
        if user is None:
            # The same work as for a real account, so that the time tells nothing about who has one.
            User().set_password(password)
            return None
        at = arrived_at(request) if request else clock.now()
        # Both are weighed whatever the first says; without a usable password a hash is made all the same.
        matches = [user.check_password(password), opens_by_code(user, password, at=at)]
        return user if any(matches) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session, organisation and post included, unless the account was closed."""
        return (
            User.objects.get_queryset()
            .select_related("organisation", "staff_member")
            .filter(pk=user_id, is_active=True)
            .first()
        )
