"""Giving out private calendar addresses."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from batches.models import CalendarFeed
from workflow import audit


@transaction.atomic
def renew_feed(*, actor: User, at: datetime) -> CalendarFeed:
    """Give a person a calendar address; every earlier one of theirs opens nothing from then on.

    Args:
        actor: whose calendar.
        at: the instant.

    Returns:
        The feed with its new issue.
    """
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    feed, made = CalendarFeed.objects.get_or_create(user=actor, defaults={"issued_at": at})
    if not made:
        feed.issue += 1
        feed.issued_at = at
        feed.save(update_fields=["issue", "issued_at"])
    audit.record(
        actor,
        action="renew_calendar_feed",
        sentence="生成了日历订阅链接" if made else "生成了新的日历订阅链接，原链接失效",
        actor=actor,
        at=at,
    )
    return feed
