"""Reading rooms, sessions and seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from batches.models import Batch, BatchStatus
from candidates.models import Enrolment
from exams.models import Arrangement, Room, Seat, Session, SessionRoom
from exams.seating.sitters import Sitter
from exams.selectors import WITH_ROSTER, carried_score, examined
from question_bank.models import PaperUse
from question_bank.paper_kinds import OF_QUESTIONS, PaperKind

SEAT_FACTS = (
    "enrolment__candidate",
    "enrolment__batch",
    "enrolment__batch_item__plan_item__trade__occupation",
)


@dataclass(frozen=True, slots=True)
class KindState:
    """How far one of the two papers is: who sits it, who has a seat, and its sessions."""

    kind: PaperKind
    people: int
    seated: int
    sessions: list[Session]

    @property
    def open(self) -> int:
        """How many have no seat."""
        return self.people - self.seated


def sitting(batch: Batch, kind: str) -> list[Enrolment]:
    """Return who sits a paper, in roster order: not who carries its score from an earlier exam."""
    return [one for one in examined(batch) if carried_score(one, kind) is None]


def sitters(batch: Batch, kind: str) -> list[Sitter]:
    """Return who sits a paper as the arithmetic takes them."""
    versions = _versions(batch, kind)
    watched = kind == PaperKind.THEORY
    return [
        Sitter(
            one.pk,
            (one.batch_item.plan_item.trade_id, one.batch_item.plan_item.level),
            versions.get(one.batch_item_id, ()),
            watched,
        )
        for one in sitting(batch, kind)
    ]


def _versions(batch: Batch, kind: str) -> dict[int, tuple[str, ...]]:
    """Return the versions of each item's paper by its key: those made of questions have two, others none."""
    uses = PaperUse.objects.standing().filter(item__batch=batch, kind=kind, paper__source__in=OF_QUESTIONS)
    return {use.item_id: ("A", "B") for use in uses}


def arrangement_of(batch: Batch) -> Arrangement | None:
    """Return a batch's arrangement, if one was begun."""
    found: Arrangement | None = getattr(batch, "arrangement", None)
    return found


def is_published(batch: Batch) -> bool:
    """Tell whether the candidates know their seats."""
    arrangement = arrangement_of(batch)
    return arrangement is not None and arrangement.published_at is not None


def sessions_of(batch: Batch) -> list[Session]:
    """Return a batch's sessions with their rooms, and how many sit in each as `taken`."""
    rooms = SessionRoom.objects.select_related("room").annotate(taken=Count("seats"))
    return list(batch.sessions.prefetch_related(Prefetch("rooms", rooms)).select_related("batch"))


def kind_states(batch: Batch) -> list[KindState]:
    """Return how far both papers are."""
    sessions = sessions_of(batch)
    people = {kind: {one.pk for one in sitting(batch, kind)} for kind in PaperKind}
    seats = Seat.objects.filter(place__session__batch=batch).values_list("kind", "enrolment")
    seated = set(seats)
    return [
        KindState(
            kind,
            len(people[kind]),
            sum((kind, key) in seated for key in people[kind]),
            [one for one in sessions if one.kind == kind],
        )
        for kind in PaperKind
    ]


def places_of(batch: Batch, kind: str | None = None) -> QuerySet[SessionRoom]:
    """Return the rooms of a batch's sessions with the seats taken, in the order in which people come."""
    seats = Seat.objects.select_related(*SEAT_FACTS)
    rows = SessionRoom.objects.filter(session__batch=batch)
    if kind:
        rows = rows.filter(session__kind=kind)
    joined = rows.select_related("room", "session__batch__station__organisation")
    return joined.prefetch_related(Prefetch("seats", seats)).order_by(
        "-session__kind", "session__number", "room__name", "pk"
    )


def seats_of(enrolments: Iterable[Enrolment]) -> dict[int, list[Seat]]:
    """Return the seats that candidates may know, by the key of the enrolment, theory first.

    A batch that was cancelled has none.
    """
    keys = [one.pk for one in enrolments]
    shown = Q(enrolment__batch__arrangement__published_at__isnull=False)
    shown &= Q(enrolment__batch__status__in=WITH_ROSTER)
    rows = Seat.objects.filter(shown, enrolment__in=keys).select_related(
        "place__room", "place__session__batch"
    )
    found: dict[int, list[Seat]] = {}
    for seat in rows.order_by("-kind"):
        found.setdefault(seat.enrolment_id, []).append(seat)
    return found


def unseated(batch: Batch, kind: str) -> list[Enrolment]:
    """Return who sits a paper and has no seat for it, in roster order."""
    seats = Seat.objects.filter(place__session__batch=batch, kind=kind)
    seated = set(seats.values_list("enrolment", flat=True))
    return [one for one in sitting(batch, kind) if one.pk not in seated]


def upcoming_seats(room: Room, *, on: date) -> QuerySet[Seat]:
    """Return the seats in a room of exams that are held on the day `on` or later."""
    coming = Batch.objects.filter(status=BatchStatus.ROSTER_SUBMITTED, exam_date__gte=on)
    return Seat.objects.filter(place__room=room, place__session__batch__in=coming)


def without_version(batch: Batch) -> bool:
    """Tell whether somebody's theory seat doesn't fit the paper: one was chosen or exchanged since."""
    versions = _versions(batch, PaperKind.THEORY)
    seats = Seat.objects.filter(place__session__batch=batch, kind=PaperKind.THEORY)
    stored = seats.values_list("enrolment__batch_item", "version").distinct()
    return any((version != "") != (item in versions) for item, version in stored)
