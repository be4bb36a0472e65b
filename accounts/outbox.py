"""The outbox: a mail is stored in the transaction that it tells of, sent by the worker, and tried again.

A mail goes out at least once. It goes twice only if the process dies between the mail server's yes and the
note of it; its Message-ID is the same then, by which mail programs know it again.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from accounts.models import OutgoingMail
from ostami import clock

logger = logging.getLogger(__name__)

# How long after each refusal it is tried again; after the last it is given up, and staff is told.
MINUTES_TO_NEXT_TRY = (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)
KEPT_DAYS = 90
AT_ONCE = 50  # mails that one sweep sends at most


def put(*, address: str, subject: str, text: str) -> OutgoingMail:
    """Store a mail and hand it to the worker once the surrounding transaction is committed."""
    now = clock.now()
    mail = OutgoingMail(address=address, subject=subject, queued_at=now, next_try_at=now)
    mail.text = text
    mail.save()
    transaction.on_commit(partial(deliver_mail.enqueue, mail.pk))
    return mail


@task()
def deliver_mail(pk: int) -> None:
    """Send one mail."""
    deliver(pk, at=clock.now())


def deliver(pk: int, *, at: datetime) -> bool:
    """Send a mail that waits, and tell whether the mail server took it.

    One that another process sends at this moment, or that is over, is left alone.
    """
    with transaction.atomic():
        rows = OutgoingMail.objects.order_by().select_for_update(skip_locked=True)
        mail = rows.filter(pk=pk).exclude(next_try_at=None).first()
        if mail is None:
            return False
        taken = _send(mail)
        if taken:
            mail.sent_at, mail.next_try_at, mail.text = at, None, ""
        else:
            _put_off(mail, at)
        mail.save()
    return taken


def _send(mail: OutgoingMail) -> bool:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{mail.uid}@{domain}>"}
    try:
        EmailMessage(mail.subject, mail.text, None, [mail.address], headers=headers).send()
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the mail is kept
        # The error's own words may hold the address.
        logger.error("A mail was not sent (%s): %s", type(error).__name__, mail.subject)  # noqa: TRY400
        return False
    return True


def _put_off(mail: OutgoingMail, at: datetime) -> None:
    waits = MINUTES_TO_NEXT_TRY[mail.tries : mail.tries + 1]
    mail.tries += 1
    mail.next_try_at = at + timedelta(minutes=waits[0]) if waits else None


def deliver_due(*, at: datetime) -> tuple[int, int]:
    """Send the mails whose time has come, the oldest first; return how many went out, and how many didn't."""
    due = OutgoingMail.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")
    outcomes = [deliver(pk, at=at) for pk in due.values_list("pk", flat=True)[:AT_ONCE]]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def given_up() -> QuerySet[OutgoingMail]:
    """Return the mails that no mail server took, newest first."""
    return OutgoingMail.objects.filter(sent_at=None, next_try_at=None)


def try_again(mail: OutgoingMail, *, at: datetime) -> None:
    """Let a mail that was given up be tried from the beginning."""
    mail.tries, mail.next_try_at = 0, at
    mail.save(update_fields=["tries", "next_try_at"])
    transaction.on_commit(partial(deliver_mail.enqueue, mail.pk))


def forget(*, at: datetime) -> int:
    """Delete the mails that were sent long ago, and return how many."""
    old = OutgoingMail.objects.filter(sent_at__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
