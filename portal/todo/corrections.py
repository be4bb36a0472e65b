"""What waits for a decision on requests for correction."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from candidates.correcting.queue import corrections_waiting_for
from portal.todo.items import Todo


def corrections_todo(user: User) -> Iterator[Todo]:
    """Yield the requests for correction that this person decides on."""
    waiting = corrections_waiting_for(user).order_by("status").values_list("status")
    for status, count in waiting.annotate(Count("pk")):
        yield Todo("办理考生更正申请", count, f"{reverse('candidates:corrections')}?status={status}")
