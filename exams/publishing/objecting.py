"""Objecting to a public notice, and answering."""

from collections.abc import Iterator
from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from exams.held import held_batch
from exams.models import Objection, PublicNotice
from exams.publishing.notices import is_running
from ostami import clock
from ostami.problems import Problem, refuse_if
from ostami.sealing import keyed_digest
from workflow import audit

# To one notice, from one contact and from one address: people object to few things, machines to many. All
# together have no limit, by which one machine could keep everybody from objecting.
OBJECTIONS_A_DAY = 3
OBJECTIONS_OF_A_SENDER_A_DAY = 5
DAY_SECONDS = 24 * 60 * 60


def raise_objection(
    *, notice: PublicNotice, name: str, contact: str, text: str, at: datetime, sender: str = ""
) -> Objection:
    """Store what somebody objects to a notice that is running; anybody may.

    Args:
        notice: what is objected to.
        name: who objects.
        contact: where the answer goes.
        text: what is objected.
        at: when the request arrived.
        sender: the network's address, counted for a day and not stored; empty where unknown.

    Raises:
        BlockedError: the notice is over or was withdrawn, or too many objections came today.
    """
    # Before the batch is held too: whoever is refused keeps nobody waiting.
    refuse_if(_not_taken(notice, contact, sender, at))
    with transaction.atomic():
        Batch.objects.select_for_update(of=("self",), no_key=True).order_by().get(pk=notice.batch_id)
        fresh = PublicNotice.objects.select_related("batch__station__organisation").get(pk=notice.pk)
        refuse_if(_not_taken(fresh, contact, sender, at))
        made = Objection.objects.create(notice=fresh, name=name, contact=contact, text=text, raised_at=at)
        audit.record(made, action="object", sentence="收到公示异议", actor=None, at=at)
        _count(fresh, sender, at)
    return made


def _not_taken(notice: PublicNotice, contact: str, sender: str, at: datetime) -> Iterator[Problem]:
    """Yield why an objection isn't taken at the instant `at`."""
    day = clock.day_of(at)
    if not is_running(notice, on=day):
        yield Problem("公示已经结束，不再接收异议", remedy="如有疑问，请联系管理站")
        return
    of_contact = Objection.objects.filter(notice=notice, contact=contact, raised_at__date=day).count()
    of_sender = cache.get(_key(notice, sender, day), 0) if sender else 0
    if of_contact >= OBJECTIONS_A_DAY or of_sender >= OBJECTIONS_OF_A_SENDER_A_DAY:
        yield Problem("今天提交的异议已达上限", remedy="请明天再提交，或直接联系管理站")


def _count(notice: PublicNotice, sender: str, at: datetime) -> None:
    if sender:
        key = _key(notice, sender, clock.day_of(at))
        cache.add(key, 0, DAY_SECONDS)
        cache.incr(key)


def _key(notice: PublicNotice, sender: str, day: date) -> str:
    return f"objection:{day}:{keyed_digest(f'{notice.pk}:{sender}', purpose='objection')}"


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, actor: User, at: datetime) -> Objection:
    """Answer an objection, once.

    Raises:
        Http404: its batch isn't in the actor's scope.
        PermissionDenied: the actor's role answers none.
        BlockedError: it was answered before.
    """
    held_batch(objection.notice.batch, actor=actor, right=Perm.OBJECTION_ANSWER)
    row = Objection.objects.select_related("notice__batch__station__organisation").get(pk=objection.pk)
    if row.answered_at:
        refuse_if([Problem("该异议已由他人答复", remedy="请刷新页面后查看")])
    row.answer, row.answered_by, row.answered_at = answer, actor, at
    row.save()
    audit.record(row, action="answer_objection", sentence="答复了公示异议", actor=actor, at=at, reason=answer)
    return row
