"""Putting messages into inboxes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.identity import without_resident_numbers
from accounts.models import User
from portal.inbox.wishes import hows
from portal.models import How, Message, Topic

TITLE_MAX = 200


@dataclass(frozen=True, slots=True)
class News:
    """What is told; the attributes are those of `Message`."""

    topic: Topic
    title: str
    text: str
    address: str
    at: datetime
    once: str = ""


def leave(told: Iterable[tuple[User, News]], *, topic: Topic) -> dict[User, How]:
    """Leave each person the news, all of one topic, with two queries; none that was told before.

    Returns:
        Who was told, in order, and how each wants it by mail.
    """
    pairs = _untold(list(told))
    wanted = hows([user for user, _ in pairs], topic)
    Message.objects.bulk_create(
        Message(
            user=user,
            topic=topic,
            title=_shortened(without_resident_numbers(news.title)),
            text=without_resident_numbers(news.text),
            address=news.address,
            at=news.at,
            once=news.once,
            waits=wanted[user.pk] == How.DAILY and bool(user.email),
        )
        for user, news in pairs
    )
    return {user: wanted[user.pk] for user, _ in pairs}


def _untold(pairs: list[tuple[User, News]]) -> list[tuple[User, News]]:
    names = {news.once for _, news in pairs if news.once}
    if not names:
        return pairs
    before = Message.objects.filter(user__in=[user for user, _ in pairs], once__in=names)
    known = set(before.values_list("user", "once"))
    return [(user, news) for user, news in pairs if (user.pk, news.once) not in known]


def _shortened(title: str) -> str:
    return title if len(title) <= TITLE_MAX else f"{title[: TITLE_MAX - 1]}…"
