"""What waits for a decision on requests for correction."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from candidates.correcting.queue import corrections_waiting_for
from portal.todo.items import Todo


def corrections_todo(user: User) -> Iterator[Todo]:
    """Yield the requests for correction that this person decides on."""
    if count := corrections_waiting_for(user).count():
        yield Todo("办理考生更正申请", count, reverse("candidates:corrections"))
