"""A limit on the mails that a stranger can have the portal send to one address."""

from collections.abc import Iterator
from datetime import datetime

from django.core.cache import cache

from ostami.clock import SHANGHAI
from ostami.problems import Problem
from ostami.sealing import keyed_digest

MAILS_A_DAY = 5
DAY_SECONDS = 24 * 60 * 60


def mail_problems(address: str, *, at: datetime) -> Iterator[Problem]:
    """Count a mail to `address`, and yield why it is one too many on this day.

    Every address is counted alike: the answer doesn't tell whether the portal knows it.
    """
    digest = keyed_digest(address.casefold(), purpose="registration-mail")
    key = f"registration-mail:{at.astimezone(SHANGHAI).date()}:{digest}"
    cache.add(key, 0, DAY_SECONDS)
    if cache.incr(key) > MAILS_A_DAY:
        yield Problem(
            f"今天发往该邮箱的确认邮件已有 {MAILS_A_DAY} 封",
            remedy="请查看收件箱和垃圾邮件，或换一个邮箱，或明天再试",
            field="email",
        )
