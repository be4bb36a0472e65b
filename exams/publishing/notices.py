"""Results of skill_level batches in public notice (成绩公示)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from exams.models import PUBLISHED, Objection, PublicNotice
from exams.publishing.days import notice_closes_on
from exams.seating.tickets import ticket_number
from exams.selectors import by_item, qualified
from ostami.problems import Problem
from scope_catalog.choices import Scheme
from workflow import audit
from workflow.lifecycle import Step
from workflow.working_days import special_days

Listed = list[tuple[BatchItem, list[tuple[str, Enrolment]]]]


def open_notice(step: Step[Batch]) -> None:
    """Put approved results of a skill_level batch to the public; approved anew, the days begin anew."""
    if step.case.scheme != Scheme.SKILL_LEVEL:
        return
    notice = notice_of(step.case) or PublicNotice(batch=step.case)
    notice.opens_on, notice.closes_on = step.day, notice_closes_on(step.day, special_days())
    notice.save()
    sentence = f"公示合格人员名单，至 {notice.closes_on} 止"
    audit.record(notice, action="open_notice", sentence=sentence, actor=step.actor, at=step.at)


def notice_of(batch: Batch) -> PublicNotice | None:
    """Return the notice of a batch, or None."""
    return PublicNotice.objects.filter(batch=batch).first()


def known() -> QuerySet[PublicNotice]:
    """Return the notices whose results stand: those that were sent back are public no longer."""
    joined = PublicNotice.objects.select_related("batch__station__organisation")
    return joined.filter(batch__status__in=PUBLISHED)


def running(*, on: date) -> QuerySet[PublicNotice]:
    """Return the notices that the public reads on the day `on`, the one that closes first on top."""
    return known().filter(opens_on__lte=on, closes_on__gte=on).order_by("closes_on", "pk")


def is_running(notice: PublicNotice, *, on: date) -> bool:
    """Tell whether the public reads a notice, and may object to it, on the day `on`."""
    return notice.batch.status in PUBLISHED and notice.opens_on <= on <= notice.closes_on


def listed(notice: PublicNotice) -> Listed:
    """Return who passed, by trade and level, with ticket numbers: all that the public learns of them."""
    return [
        (item, [(ticket_number(one), one) for one in people])
        for item, people in by_item(qualified(notice.batch))
    ]


def unanswered(batch: Batch) -> QuerySet[Objection]:
    """Return the objections to a batch's notice that nobody answered."""
    return Objection.objects.filter(notice__batch=batch, answered_at=None)


def notice_over(step: Step[Batch]) -> Iterator[Problem]:
    """A skill_level batch goes on once its notice is over and every objection answered."""
    notice = notice_of(step.case)
    if notice is None:
        return
    if step.day <= notice.closes_on:
        yield Problem(f"成绩正在公示，{notice.closes_on} 24:00 截止", remedy="请在公示结束后办理")
    if waiting := unanswered(step.case).count():
        yield Problem(f"还有 {waiting} 条公示异议没有答复", remedy="请由管理站答复后再办理")
