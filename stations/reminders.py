"""What stations can be reminded of: whether one is due, until when, and whether it can be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models

from ostami.clock import SHANGHAI
from stations.columns import review_year
from stations.licence_days import days_left, reminder_stages
from stations.models import AnnualReview, Reminder, ReminderKind, Station, StationStatus
from stations.reviews import HANDED_IN, due_on, years_owed


class Verdict(models.TextChoices):
    """What becomes of one reminder."""

    READY = "ready", "将发送"
    SENT = "sent", "已发送"
    NO_MAILBOX = "no_mailbox", "无预留邮箱"
    NOT_DUE = "not_due", "无需提醒"
    TODAY = "today", "今天已提醒过"
    CLOSED = "closed", "已关闭"
    FAILED = "failed", "发送失败"


# How pages show a verdict: its colour, and what to do.
SHOWN = {
    Verdict.READY: ("primary", ""),
    Verdict.SENT: ("success", ""),
    Verdict.NO_MAILBOX: ("warning", "请先在“修改登记”中填写邮箱"),
    Verdict.NOT_DUE: ("secondary", "未到提醒期、尚未登记有效期，或已经提交"),
    Verdict.TODAY: ("secondary", "同一事项每天只提醒一次"),
    Verdict.CLOSED: ("dark", ""),
    Verdict.FAILED: ("danger", "邮件服务器没有收下，没有记录，请稍后再试"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one station's reminder; `due_on` is None where nothing is due."""

    station: Station
    verdict: Verdict
    due_on: date | None = None

    @property
    def colour(self) -> str:
        """The colour's name in the theme."""
        return SHOWN[self.verdict][0]

    @property
    def remedy(self) -> str:
        """What to do about it, if anything."""
        return SHOWN[self.verdict][1]

    @property
    def is_ready(self) -> bool:
        """Tell whether a mail would go out."""
        return self.verdict is Verdict.READY

    @property
    def is_sent(self) -> bool:
        """Tell whether a mail went out."""
        return self.verdict is Verdict.SENT


def weigh(stations: Iterable[Station], *, kind: ReminderKind, on: date) -> list[Outcome]:
    """Return for each station (its organisation joined) whether a reminder would go out on the day `on`."""
    rows = list(stations)
    told = _told_on(rows, kind, on)
    handed_in = _handed_in(rows, on) if kind is ReminderKind.REVIEW else set()
    return [_outcome(station, kind, on, told=told, handed_in=handed_in) for station in rows]


def _outcome(
    station: Station, kind: ReminderKind, on: date, *, told: set[int], handed_in: set[int]
) -> Outcome:
    due = _licence_due(station, on) if kind is ReminderKind.LICENCE else _review_due(station, on, handed_in)
    if station.status == StationStatus.CLOSED:
        return Outcome(station, Verdict.CLOSED)
    if due is None:
        return Outcome(station, Verdict.NOT_DUE)
    if station.pk in told:
        return Outcome(station, Verdict.TODAY, due)
    return Outcome(station, Verdict.READY if station.organisation.email else Verdict.NO_MAILBOX, due)


def _licence_due(station: Station, on: date) -> date | None:
    """Return a licence's last day, from the first reminder on; a lapsed one stays due."""
    left = days_left(station, on=on)
    return station.valid_to if left is not None and left <= reminder_stages()[0] else None


def _review_due(station: Station, on: date, handed_in: set[int]) -> date | None:
    year = review_year(on)
    owed = year in years_owed(station, on=on) and station.pk not in handed_in
    return due_on(year) if owed else None


def _told_on(stations: list[Station], kind: ReminderKind, on: date) -> set[int]:
    """Return the stations that were reminded of this on the day `on`, by hand or not."""
    begins = datetime.combine(on, time.min, SHANGHAI)
    sent = Reminder.objects.filter(kind=kind, sent_at__gte=begins, sent_at__lt=begins + timedelta(days=1))
    return set(sent.filter(station__in=stations).values_list("station", flat=True))


def _handed_in(stations: list[Station], on: date) -> set[int]:
    reviews = AnnualReview.objects.filter(year=review_year(on), status__in=HANDED_IN, station__in=stations)
    return set(reviews.values_list("station", flat=True))
