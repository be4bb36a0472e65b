"""Sending reminders, by hand or before licences end; each is kept, so that none goes twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from accounts.mail import send_mail_now
from accounts.models import User
from ostami import clock
from stations.access import lock_station
from stations.licence_days import days_left, reminder_stages, stage_of
from stations.models import Reminder, ReminderKind, Station, StationStatus
from stations.reminders import Outcome, Verdict, weigh
from workflow import audit

BY_HAND = 0
FAILURES_MAX = 3
SUBJECTS = {
    ReminderKind.LICENCE: "考试站许可证到期提醒",
    ReminderKind.REVIEW: "考试站年审提醒",
}


@dataclass(frozen=True, slots=True)
class DueReport:
    """What a run of the automatic reminders did, in stations."""

    sent: int
    without_mailbox: int
    failed: int


class _NotSentError(Exception):
    """The mail server refused: what was about to be recorded is taken back."""


def remind(*, stations: Iterable[Station], kind: ReminderKind, actor: User, at: datetime) -> list[Outcome]:
    """Remind each of `stations` by mail to its reserved mailbox, and tell of each what became of it; audited.

    A reminder is recorded only if the mail server took the mail. After three failures in a row the rest isn't
    tried: a server that doesn't answer would keep the person waiting once for every station.
    """
    outcomes: list[Outcome] = []
    failures = 0
    for outcome in weigh(stations, kind=kind, on=clock.day_of(at)):
        verdict = outcome.verdict
        if outcome.is_ready:
            verdict = Verdict.FAILED if failures == FAILURES_MAX else _by_hand(outcome, kind, actor, at)
            failures = min(failures + 1, FAILURES_MAX) if verdict is Verdict.FAILED else 0
        outcomes.append(replace(outcome, verdict=verdict))
    return outcomes


def remind_due(*, at: datetime) -> DueReport:
    """Send the reminders that are due for licences about to end; can be repeated at any time.

    Each licence gets one mail for each stage of `settings.LICENCE_REMINDER_DAYS` that it reaches. One that
    was missed goes later, but not beside a nearer one; a renewed licence has another last day, far ahead.
    """
    today = clock.day_of(at)
    counts = dict.fromkeys(Verdict, 0)
    ending = Station.objects.filter(valid_to__gte=today).exclude(status=StationStatus.CLOSED)
    for station in ending.order_by("valid_to", "pk"):
        if _stage(station, today) is not None:
            counts[_automatic(station, at)] += 1
    return DueReport(counts[Verdict.SENT], counts[Verdict.NO_MAILBOX], counts[Verdict.FAILED])


def _by_hand(outcome: Outcome, kind: ReminderKind, actor: User, at: datetime) -> Verdict:
    """Send one reminder, unless somebody else sent it since the list was read."""
    try:
        with transaction.atomic():
            station = lock_station(outcome.station)
            (fresh,) = weigh([station], kind=kind, on=clock.day_of(at))
            if not fresh.is_ready or fresh.due_on is None:
                return fresh.verdict
            _send(station, kind=kind, due=fresh.due_on, days_ahead=BY_HAND, actor=actor, at=at)
    except _NotSentError:
        return Verdict.FAILED
    return Verdict.SENT


def _automatic(station: Station, at: datetime) -> Verdict:
    """Send the reminder that a licence is at, unless a run beside this one did, or there is no mailbox."""
    try:
        with transaction.atomic():
            stored = lock_station(station)
            stage = _stage(stored, clock.day_of(at))
            if stage is None or stored.valid_to is None:
                return Verdict.NOT_DUE
            if not stored.organisation.email:
                return Verdict.NO_MAILBOX
            licence = ReminderKind.LICENCE
            _send(stored, kind=licence, due=stored.valid_to, days_ahead=stage, actor=None, at=at)
    except _NotSentError:
        return Verdict.FAILED
    return Verdict.SENT


def _stage(station: Station, today: date) -> int | None:
    """Return the stage whose reminder has still to go, if any: neither it nor a nearer one was sent."""
    stage = stage_of(days_left(station, on=today), stages=reminder_stages())
    if stage is None or station.valid_to is None:
        return None
    sent = station.reminders.filter(kind=ReminderKind.LICENCE, due_on=station.valid_to)
    return None if sent.filter(days_ahead__range=(1, stage)).exists() else stage


def _send(
    station: Station, *, kind: ReminderKind, due: date, days_ahead: int, actor: User | None, at: datetime
) -> None:
    """Record a reminder and send it.

    Raises:
        _NotSentError: the mail server didn't take it.
    """
    address = station.organisation.email
    Reminder.objects.create(
        station=station, kind=kind, due_on=due, days_ahead=days_ahead, sent_at=at, sent_to=address
    )
    audit.record(
        station,
        action="remind",
        sentence=f"发送了{kind.label}的提醒",
        actor=actor,
        at=at,
        changes={"到期日": (None, due)},
    )
    left = (due - clock.day_of(at)).days
    context = {"station": station, "due_on": due, "left": left, "lapsed_days": -left}
    template = f"stations/reminders/{kind.value}.txt"
    if not send_mail_now(address=address, subject=SUBJECTS[kind], template=template, context=context):
        raise _NotSentError
