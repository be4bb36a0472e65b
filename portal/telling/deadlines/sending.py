"""Telling of every deadline that has reached a stage; once, however often it runs."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from ostami import clock
from portal.inbox.leaving import News
from portal.models import Topic
from portal.telling.deadlines import batches, cases, terms
from portal.telling.deadlines.items import STAGES, Deadline
from portal.telling.spreading import spread
from stations.licence_days import stage_of

SUBJECT = "截止提醒"
KINDS: tuple[Callable[[date], Iterator[Deadline]], ...] = (
    batches.enrolment,
    batches.papers,
    batches.exams,
    batches.score_reviews,
    cases.decisions,
    cases.rectifications,
    cases.trainings,
    terms.licences,
    terms.reviews,
    terms.appointments,
)


def tell_deadlines(*, at: datetime) -> int:
    """Tell of the deadlines that are seven, three and one days ahead; return how many people were told.

    A stage lasts until the next, so that a day without a run is caught up; a day that was moved is another
    deadline.
    """
    today = clock.day_of(at)
    return sum(_tell(one, today, at) for kind in KINDS for one in kind(today))


def _tell(deadline: Deadline, today: date, at: datetime) -> int:
    left = (deadline.day - today).days
    stage = stage_of(left, stages=STAGES)
    if stage is None:
        return 0
    words = f"{deadline.what}：{deadline.day} {deadline.says}，{f'还有 {left} 天' if left else '就是今天'}"
    once = f"{deadline.key}:{deadline.day}:{stage}"
    news = News(Topic.DEADLINE, words, f"{words}。", deadline.address, at, once)
    with transaction.atomic():
        return spread(news, deadline.to, subject=SUBJECT, mailed=deadline.mailed)
