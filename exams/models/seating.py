"""Rooms, sessions and seats of an exam."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from candidates.models import Enrolment
from ostami.clock import SHANGHAI
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from stations.querysets import StationScopedQuerySet


class RoomQuerySet(StationScopedQuerySet["Room"]):
    """Rooms by scope."""

    def in_use(self) -> Self:
        """Return those that weren't given up."""
        return self.filter(given_up_at=None)


class Room(models.Model):
    """A room of a station (考场): so many seats, so many of them in a row."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="rooms", verbose_name="考试站")
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    capacity = models.PositiveSmallIntegerField("座位（工位）数")
    columns = models.PositiveSmallIntegerField("每排座位数", default=6)
    place = models.CharField("位置", max_length=60, blank=True)
    given_up_at = models.DateTimeField("停用时间", null=True, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "考场"
        ordering = ("-kind", "name")
        constraints = [
            models.UniqueConstraint(
                name="room_name_once",
                fields=("station", "name"),
                condition=Q(given_up_at=None),
                violation_error_message="本站已有同名的考场。",
            ),
            models.CheckConstraint(name="room_has_seats", condition=Q(capacity__gt=0, columns__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation


class Arrangement(models.Model):
    """How a batch is seated; candidates see it once it is published.

    Attributes:
        published_at: empty before, and again once it was taken back.
        published_by: who published it last, whether or not it was taken back.
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="arrangement", verbose_name="批次")
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, verbose_name="发布人")

    class Meta:
        verbose_name = "考场安排"

    def __str__(self) -> str:
        return f"{self.batch}的考场安排"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examines."""
        return self.batch.station.organisation


class SessionQuerySet(ScopedQuerySet["Session"]):
    """Sessions by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class Session(models.Model):
    """A sitting of one of the two papers (场次), at an hour of the batch's exam day."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="sessions", verbose_name="批次")
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    number = models.PositiveSmallIntegerField("场次")
    starts = models.TimeField("开始时间")
    minutes = models.PositiveSmallIntegerField("时长（分钟）")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "场次"
        ordering = ("batch", "-kind", "number")
        constraints = [
            models.UniqueConstraint(name="session_number_once", fields=("batch", "kind", "number")),
            models.CheckConstraint(name="session_takes_time", condition=Q(minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}第 {self.number} 场"

    @property
    def starts_at(self) -> datetime:
        """The instant at which it begins, on the batch's present exam day."""
        return datetime.combine(self.batch.exam_date, self.starts, SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class SessionRoom(models.Model):
    """A room that a session uses, and who watches over it (监考)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="rooms")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+", verbose_name="考场")
    invigilators = models.CharField("监考人员", max_length=100, blank=True)

    class Meta:
        verbose_name = "场次考场"
        ordering = ("session", "room__name", "pk")
        constraints = [models.UniqueConstraint(name="session_room_once", fields=("session", "room"))]

    def __str__(self) -> str:
        return f"{self.session} {self.room}"


class SeatQuerySet(ScopedQuerySet["Seat"]):
    """Seats by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the enrolments that the person sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Seat(models.Model):
    """Where a candidate sits a paper, and which version it gets.

    Attributes:
        version: A or B; empty where the paper has no versions, as in the workshop.
    """

    place = models.ForeignKey(SessionRoom, models.CASCADE, related_name="seats", verbose_name="考场")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="seats", verbose_name="考生")
    kind = models.CharField("科目", max_length=10, choices=PaperKind)
    number = models.PositiveSmallIntegerField("座位号")
    version = models.CharField("试卷", max_length=1, choices=(("A", "A卷"), ("B", "B卷")), blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "座位"
        ordering = ("place", "number")
        constraints = [
            models.UniqueConstraint(name="seat_once_a_paper", fields=("enrolment", "kind")),
            models.UniqueConstraint(name="seat_number_once", fields=("place", "number")),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号"
