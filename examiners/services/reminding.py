"""Reminding stations and examiners before appointments end; each mailbox hears of each stage once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.mail import send_mail_now
from examiners.models import Examiner, ExaminerReminder
from ostami import clock
from stations.licence_days import stage_of
from workflow import audit

SUBJECT = "考评员资格到期提醒"
STATION_TEXT, EXAMINER_TEXT = "examiners/reminders/station.txt", "examiners/reminders/examiner.txt"
Ending = list[tuple[Examiner, int]]  # who, and the stage in days before the end


@dataclass(frozen=True, slots=True)
class DueReport:
    """What a run did, in mails: a station gets one for all its examiners."""

    sent: int
    failed: int


class _NotSentError(Exception):
    """The mail server refused: what was about to be recorded is taken back."""


def remind_due(*, at: datetime) -> DueReport:
    """Send the reminders that are due; can be repeated at any time, and a missed day is caught up.

    Each appointment is told of once for each stage of `settings.EXAMINER_REMINDER_DAYS` that it reaches, to
    the station's mailbox and to the examiner's own. A renewed one has another last day, far ahead.
    """
    today = clock.day_of(at)
    answers = [_told(address, text, people, at) for address, text, people in _mailboxes(today)]
    return DueReport(sent=answers.count(True), failed=answers.count(False))


def ending_soon(today: date) -> Iterator[Examiner]:
    """Yield those whose appointment holds, or is only suspended, and is at one of the stages."""
    ending = Examiner.objects.going_on(today).filter(valid_from__lte=today, valid_to__gte=today)
    for examiner in ending.select_related("station__organisation"):
        if _stage(examiner, today) is not None:
            yield examiner


def _mailboxes(today: date) -> list[tuple[str, str, list[int]]]:
    """Return each mailbox with its text and the examiners whom it may have to hear of."""
    people: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for examiner in ending_soon(today):
        if address := examiner.station.organisation.email:
            people[address, STATION_TEXT].append(examiner.pk)
        if examiner.email:
            people[examiner.email, EXAMINER_TEXT].append(examiner.pk)
    return [(address, text, keys) for (address, text), keys in people.items()]


def _told(address: str, text: str, keys: list[int], at: datetime) -> bool | None:
    """Send one mail; None where all that it would tell was told before, also by a run beside this one."""
    try:
        with transaction.atomic():
            ending = list(_untold(keys, address, clock.day_of(at)))
            return _send(address, text, ending, at) if ending else None
    except _NotSentError:
        return False


def _untold(keys: Iterable[int], address: str, today: date) -> Iterator[tuple[Examiner, int]]:
    rows = Examiner.objects.select_for_update(of=("self",)).select_related("station__organisation")
    for examiner in rows.filter(pk__in=keys).order_by("valid_to", "pk"):
        stage = _stage(examiner, today)
        told = examiner.reminders.filter(due_on=examiner.valid_to, sent_to=address)
        if stage is not None and not told.filter(days_ahead__lte=stage).exists():
            yield examiner, stage


def _stage(examiner: Examiner, today: date) -> int | None:
    return stage_of((examiner.valid_to - today).days, stages=settings.EXAMINER_REMINDER_DAYS)


def _send(address: str, text: str, ending: Ending, at: datetime) -> bool:
    for examiner, stage in ending:
        ExaminerReminder.objects.create(
            examiner=examiner, due_on=examiner.valid_to, days_ahead=stage, sent_to=address, sent_at=at
        )
        whom = "考试站" if text == STATION_TEXT else "本人"
        audit.record(
            examiner,
            action="remind",
            sentence=f"向{whom}发送了资格到期提醒",
            actor=None,
            at=at,
            changes={"到期日": (None, examiner.valid_to)},
        )
    first = ending[0][0]
    context = {"people": [examiner for examiner, _ in ending], "examiner": first, "station": first.station}
    if not send_mail_now(address=address, subject=SUBJECT, template=text, context=context):
        raise _NotSentError
    return True
