"""The roster: who may judge which trades, and until when."""

import uuid
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
    SUSPENDED = "suspended", "已暂停"
    ENDED = "ended", "已终止"


def state_by_dates(valid_from: date, valid_to: date, ended_on: date | None, *, day: date) -> ExaminerState:
    """Return what an appointment is on `day` by its dates: first and last day included, `ended_on` not."""
    if ended_on is not None and ended_on <= day:
        return ExaminerState.ENDED
    if day < valid_from:
        return ExaminerState.AHEAD
    return ExaminerState.EXPIRED if day > valid_to else ExaminerState.VALID


def validity_in_words(valid_from: date, valid_to: date, ended_on: date | None) -> str:
    """Return the first and last day, and the end before its time if there is one."""
    ended = f"，自 {ended_on} 起终止" if ended_on else ""
    return f"{valid_from} 至 {valid_to}{ended}"


class ExaminerQuerySet(StationScopedQuerySet["Examiner"]):
    """Examiners by scope, day and trade."""

    def valid_on(self, day: date) -> Self:
        """Return the examiners whose appointment holds on `day`: first and last day included."""
        held = self.filter(valid_from__lte=day, valid_to__gte=day)
        return held.going_on(day).exclude(pk__in=suspended_on(day))

    def going_on(self, day: date) -> Self:
        """Return the examiners whose appointment wasn't ended before its time by `day`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def in_state(self, state: ExaminerState, day: date) -> Self:
        """Return the examiners whose `state_on(day)` is `state`."""
        if state is ExaminerState.VALID:
            return self.valid_on(day)
        if state is ExaminerState.ENDED:
            return self.filter(ended_on__lte=day)
        going_on = self.going_on(day)
        if state is ExaminerState.AHEAD:
            return going_on.filter(valid_from__gt=day)
        if state is ExaminerState.SUSPENDED:
            held = going_on.filter(valid_from__lte=day, valid_to__gte=day)
            return held.filter(pk__in=suspended_on(day))
        return going_on.filter(valid_to__lt=day)

    def holding(self, trade: Trade) -> Self:
        """Return the examiners of a trade."""
        return self.filter(trades=trade)


class Examiner(models.Model):
    """A person appointed at one station to judge one to three trades.

    `appointed_on` is the day on which the person became an examiner of any grade, which a promotion asks for.
    """

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
    appointed_on = models.DateField("取得考评员资格日期", null=True, blank=True)
    email = models.EmailField("邮箱", blank=True)
    taught_classes = models.CharField("任教班级", max_length=200, blank=True)
    card_token = models.UUIDField("证卡核验码", default=uuid.uuid4, unique=True, editable=False)
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
        return validity_in_words(self.valid_from, self.valid_to, self.ended_on)

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the appointment holds on `day`, first and last day included."""
        return self.state_on(day) is ExaminerState.VALID

    def state_on(self, day: date) -> ExaminerState:
        """Return what the appointment is on `day`; on `ended_on` it no longer holds."""
        state = state_by_dates(self.valid_from, self.valid_to, self.ended_on, day=day)
        if state is not ExaminerState.VALID:
            return state
        suspended = any(one.covers(day) for one in self.suspensions.all())
        return ExaminerState.SUSPENDED if suspended else ExaminerState.VALID


class Suspension(models.Model):
    """A time in which an examiner may not judge: from a day on, until the day of resumption."""

    examiner = models.ForeignKey(Examiner, models.CASCADE, related_name="suspensions")
    since = models.DateField("暂停日期")
    resumed_on = models.DateField("恢复日期", null=True, blank=True)
    reason = models.CharField("原因", max_length=500)

    class Meta:
        verbose_name = "暂停"
        ordering = ("since", "pk")
        constraints = [
            models.UniqueConstraint(
                name="suspension_one_open",
                fields=("examiner",),
                condition=Q(resumed_on__isnull=True),
                violation_error_message="该考评员已被暂停。",
            ),
            models.CheckConstraint(
                name="suspension_dates_in_order",
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("since")),
                violation_error_message="恢复日期不能早于暂停日期。",
            ),
        ]

    def covers(self, day: date) -> bool:
        """Tell whether it holds on `day`; on the day of resumption it no longer does."""
        return self.since <= day and (self.resumed_on is None or day < self.resumed_on)


def suspended_on(day: date) -> models.QuerySet[Suspension, int]:
    """Return the keys of the examiners who are suspended on `day`."""
    open_then = Q(resumed_on__isnull=True) | Q(resumed_on__gt=day)
    return Suspension.objects.filter(open_then, since__lte=day).values_list("examiner", flat=True)


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
