"""Private calendar addresses, and the calendar that one of them gives (RFC 5545)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Max, Q
from icalendar import Calendar, Event

from accounts.models import User
from accounts.rights import Perm, Role
from batches.models import Batch, CalendarFeed, DateChangeStatus
from batches.models.batches import WAITING
from batches.selectors.agenda import MEANT, AgendaItem, AgendaKind, batch_agenda
from ostami import clock
from workflow.models import AuditEvent

DAYS_BACK = 60
SIGNER = Signer(sep=".", salt="batches.calendar_feed")
PRODUCT = "-//OSTAMI//Exam calendar//ZH"
REFRESH = timedelta(hours=6)
# A closing instant is 00:00 of the day after. Shown as the hour before, it stands on the day that it ends.
LAST_HOUR = time(23)
# What a person has to do by an instant; all else fills a day.
CLOSING = frozenset({AgendaKind.APPROVAL, AgendaKind.ROSTER})
UNDECIDED = frozenset({*MEANT, *WAITING})
ENDINGS = {AgendaKind.APPROVAL: "（24:00 前）", AgendaKind.ROSTER: "（24:00 关闭）"}


def token_of(feed: CalendarFeed) -> str:
    """Return what an address holds: person and issue, signed; the same as long as the issue is."""
    return SIGNER.sign(f"{feed.user_id}-{feed.issue}")


def reader_of(token: str) -> User | None:
    """Return whose calendar a token opens; None for a wrong or old one, and for who may see no batches."""
    try:
        person, _, issue = SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    feeds = CalendarFeed.objects.filter(user_id=int(person), issue=int(issue), user__is_active=True)
    feed = feeds.select_related("user__organisation").first()
    return feed.user if feed is not None and feed.user.has_right(Perm.BATCH_VIEW) else None


def calendar_for(user: User, *, now: datetime, absolute: Callable[[str], str]) -> bytes:
    """Return a person's calendar, from sixty days back on: the same bytes as long as it says the same.

    Args:
        user: whose batches.
        now: the instant of the request.
        absolute: makes a page's path an address.
    """
    first = clock.day_of(now) - timedelta(days=DAYS_BACK)
    found = batch_agenda(Batch.objects.visible_to(user), first=first, last=None, now=now)
    # What becomes urgent moves up in a page's list; here it would only change the bytes.
    items = sorted(found, key=lambda item: (item.day, item.address, item.kind))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "考试日历")
    calendar.add("x-wr-timezone", clock.SHANGHAI.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    host = absolute("/").split("/")[2]
    revisions = _revisions({item.batch.pk: item.batch for item in items if item.batch})
    for item in items:
        if item.batch is not None:
            event = _event(item, item.batch, alone=user.role == Role.STATION, absolute=absolute)
            event.add("status", "CONFIRMED" if _is_firm(item, item.batch, now) else "TENTATIVE")
            event.add("uid", f"batch-{item.batch.pk}-{item.kind}@{host}")
            _revise(event, *revisions[item.batch.pk])
            calendar.add_component(event)
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _event(item: AgendaItem, batch: Batch, *, alone: bool, absolute: Callable[[str], str]) -> Event:
    event = Event()
    whose = "" if alone else f"{item.station_name} "
    event.add("summary", f"{item.kind.label}{ENDINGS.get(item.kind, '')}：{whose}{item.text}")
    event.add("description", f"{batch}\n{item.station}\n{batch.get_candidate_type_display()}")
    event.add("url", absolute(item.address))
    if item.kind == AgendaKind.EXAM:
        event.add("location", batch.place)
    if item.kind in CLOSING:
        begins = datetime.combine(item.day, LAST_HOUR, clock.SHANGHAI)
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(hours=1))
    else:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _is_firm(item: AgendaItem, batch: Batch, now: datetime) -> bool:
    """Tell whether a day stands: an approval's does, others once the batch is approved, unless it lapses."""
    if item.kind == AgendaKind.APPROVAL:
        return True
    return batch.status not in UNDECIDED and not batch.has_lapsed(now)


def _revisions(batches: Mapping[int, Batch]) -> dict[int, tuple[int, datetime]]:
    """Return, by batch, how often its dates were changed and when it was last acted on."""
    kind = ContentType.objects.get_for_model(Batch)
    events = AuditEvent.objects.filter(object_type=kind, object_id__in=list(batches))
    touched = dict(events.values_list("object_id").annotate(last=Max("at")).order_by())
    return {
        key: (changes, touched.get(key) or _begun(batches[key])) for key, changes in _changes(batches).items()
    }


def _changes(batches: Iterable[int]) -> dict[int, int]:
    approved = Count("date_changes", Q(date_changes__status=DateChangeStatus.APPROVED))
    rows = Batch.objects.filter(pk__in=list(batches)).order_by()
    return dict(rows.annotate(changes=approved).values_list("pk", "changes"))


def _begun(batch: Batch) -> datetime:
    """Return an instant for a batch that nothing was recorded of: it only has to stay the same."""
    return datetime.combine(batch.applied_on or batch.exam_date, time.min, clock.SHANGHAI)


def _revise(event: Event, changes: int, touched: datetime) -> None:
    event.add("sequence", changes)
    event.add("dtstamp", touched.astimezone(UTC))
    event.add("last-modified", touched.astimezone(UTC))
