"""Examiners: who may judge which trades, and until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from ostami.policy import EXAMINER_MAX_TRADES
from scope_catalog.models import Trade
from stations.models import Station
from stations.querysets import StationScopedQuerySet


class Grade(models.TextChoices):
    """An examiner's grade (guide 3.1)."""

    EXAMINER = "examiner", "考评员"
    SENIOR = "senior", "高级考评员"


class ExaminerState(models.TextChoices):
    """What an appointment is on a day, computed from its dates."""

    VALID = "valid", "有效"
    AHEAD = "ahead", "未生效"
    EXPIRED = "expired", "已过期"
    ENDED = "ended", "已终止"


class ExaminerQuerySet(StationScopedQuerySet["Examiner"]):
    """Examiners by scope, day and trade."""

    def valid_on(self, day: date) -> Self:
        """Return the examiners whose appointment holds on `day`: first and last day included."""
        return self.filter(valid_from__lte=day, valid_to__gte=day).filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )

    def in_state(self, state: ExaminerState, day: date) -> Self:
        """Return the examiners whose `state_on(day)` is `state`."""
        if state is ExaminerState.VALID:
            return self.valid_on(day)
        if state is ExaminerState.ENDED:
            return self.filter(ended_on__lte=day)
        going_on = self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        if state is ExaminerState.AHEAD:
            return going_on.filter(valid_from__gt=day)
        return going_on.filter(valid_to__lt=day)

    def holding(self, trade: Trade) -> Self:
        """Return the examiners of a trade."""
        return self.filter(trades=trade)


class Examiner(models.Model):
    """A person appointed at one station to judge one to three trades."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="examiners", verbose_name="考试站")
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="examiner", verbose_name="登录账号"
    )
    person_name = models.CharField("姓名", max_length=50)
    grade = models.CharField("类别", max_length=20, choices=Grade)
    certificate_number = models.CharField("考评员证号", max_length=40, unique=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期至")
    ended_on = models.DateField("终止日期", null=True, blank=True)
    trades = models.ManyToManyField(
        Trade, through="ExaminerTrade", related_name="examiners", verbose_name="工种"
    )

    objects = ExaminerQuerySet.as_manager()

    class Meta:
        verbose_name = "考评员"
        ordering = ("station__organisation__code", "person_name", "pk")
        constraints = [
            models.CheckConstraint(
                name="examiner_dates_in_order",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message="有效期截止日期不能早于起始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.person_name

    def get_absolute_url(self) -> str:
        """Return the examiner's page."""
        return reverse("examiners:page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation

    @property
    def validity(self) -> str:
        """The first and last day, and the end before its time if there is one, in words."""
        ended = f"，自 {self.ended_on} 起终止" if self.ended_on else ""
        return f"{self.valid_from} 至 {self.valid_to}{ended}"

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the appointment holds on `day`, first and last day included."""
        return self.state_on(day) is ExaminerState.VALID

    def state_on(self, day: date) -> ExaminerState:
        """Return what the appointment is on `day`; on `ended_on` it no longer holds."""
        if self.ended_on is not None and self.ended_on <= day:
            return ExaminerState.ENDED
        if day < self.valid_from:
            return ExaminerState.AHEAD
        return ExaminerState.VALID if day <= self.valid_to else ExaminerState.EXPIRED


class ExaminerTrade(models.Model):
    """One of the at most three trades of an examiner (guide 3.2: 限三个); the places are what limits them."""

    examiner = models.ForeignKey(Examiner, models.CASCADE, related_name="trade_places")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", verbose_name="工种")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(name="examiner_trade_once", fields=("examiner", "trade")),
            models.UniqueConstraint(name="examiner_trade_place_once", fields=("examiner", "place")),
            models.CheckConstraint(
                name="examiner_trades_at_most_three",
                condition=Q(place__gte=1, place__lte=EXAMINER_MAX_TRADES),
                violation_error_message="每名考评员最多申报三个工种（服务指南 3.2）。",
            ),
        ]
