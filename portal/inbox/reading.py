"""Reading: how many messages are new, and marking them."""

from datetime import datetime, timedelta

from accounts.models import User
from portal.models import Message

KEPT_DAYS = 400


def unread_count(user: User) -> int:
    """Return how many messages the person hasn't opened."""
    return Message.objects.visible_to(user).unread().count()


def mark_read(message: Message, *, at: datetime) -> None:
    """Note that a message was opened; the first time counts."""
    Message.objects.filter(pk=message.pk).unread().update(read_at=at, waits=False)


def mark_all_read(*, user: User, at: datetime) -> int:
    """Mark all of a person's messages as read, and return how many were new."""
    return Message.objects.visible_to(user).unread().update(read_at=at, waits=False)


def forget(*, at: datetime) -> int:
    """Delete the messages that are too old to be of use, and return how many."""
    return Message.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]
