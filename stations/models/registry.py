"""The registry: stations and their authorised scope."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.names import fold
from ostami import clock
from scope_catalog.levels import LEVEL_SETS, level_label
from scope_catalog.models import Trade
from scope_catalog.querysets import TradeQuerySet
from stations.querysets import StationScopedQuerySet
from workflow.lifecycle import Case, CaseQuerySet


class StationStatus(models.TextChoices):
    """Whether a station may work; that its licence has run out is computed from its dates."""

    ACTIVE = "active", "正常"
    SUSPENDED = "suspended", "暂停"
    CLOSED = "closed", "已关闭"


class LicenceState(models.TextChoices):
    """What a licence is on a day, computed from its dates."""

    UNKNOWN = "unknown", "待登记"
    AHEAD = "ahead", "未生效"
    VALID = "valid", "有效"
    EXPIRED = "expired", "已过期"


class StationQuerySet(CaseQuerySet, StationScopedQuerySet["Station"]):
    """Stations by scope and word."""

    station_path = ""

    def search(self, text: str) -> Self:
        """Return the stations whose name, number, code or host holds `text`; empty text finds all.

        Spaces and full-width forms make no difference: ``职教 299``, ``299`` and ``２９９`` find one station.
        """
        word = fold(text)
        if not word:
            return self
        return self.filter(
            Q(organisation__name__icontains=word)
            | Q(organisation__code__icontains=word)
            | Q(host_organization__icontains=word)
        )

    def evaluating(self, trades: TradeQuerySet) -> Self:
        """Return the stations that hold a live grant for any of `trades`."""
        grants = ScopeGrant.objects.live().filter(trade__in=trades.values("pk"))
        return self.filter(pk__in=grants.values("station"))

    def listed(self) -> Self:
        """Return the stations that the public list shows, in the order of their codes."""
        shown = self.exclude(status=StationStatus.CLOSED)
        return shown.select_related("organisation").order_by("organisation__code")

    def provinces(self) -> list[str]:
        """Return the provinces that the stations lie in, in order."""
        known = self.exclude(organisation__province="").order_by("organisation__province")
        return list(known.values_list("organisation__province", flat=True).distinct())


class Station(Case):
    """An exam station (考试站): an organisation with its host and its licence; its people are its staff."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="station", verbose_name="机构"
    )
    host_organization = models.CharField("承建单位", max_length=100)
    legal_representative = models.CharField("法人代表", max_length=50, blank=True)
    nature = models.CharField("承建单位性质", max_length=50, blank=True)
    address = models.CharField("承建单位地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    licence_number = models.CharField("许可证编号", max_length=40, blank=True)
    valid_from = models.DateField("许可证起始日期", null=True, blank=True)
    valid_to = models.DateField("许可证截止日期", null=True, blank=True)
    registered_on = models.DateField("登记日期", default=clock.today)
    status = models.CharField(
        "状态", max_length=20, choices=StationStatus, default=StationStatus.ACTIVE, editable=False
    )

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = "考试站"
        ordering = ("organisation__code",)
        constraints = [
            models.CheckConstraint(
                name="station_licence_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_message="许可证截止日期不能早于起始日期。",
            ),
            models.CheckConstraint(
                name="station_licence_dates_both_or_neither",
                condition=Q(valid_from__isnull=True, valid_to__isnull=True)
                | Q(valid_from__isnull=False, valid_to__isnull=False),
                violation_error_message="许可证起止日期须同时填写，或同时留空。",
            ),
            models.UniqueConstraint(
                name="station_licence_number_once",
                fields=("licence_number",),
                condition=~Q(licence_number=""),
                violation_error_message="许可证编号不能重复。",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        """Return the station's own page."""
        return reverse("stations:page", kwargs={"code": self.organisation.code})

    @property
    def code(self) -> str:
        """The station's code (机构编码), eight digits."""
        return self.organisation.code

    @property
    def audit_organisation(self) -> Organisation:
        """The station's own chain."""
        return self.organisation

    def licence_state_on(self, day: date) -> LicenceState:
        """Return what the licence is on `day`, first and last day included."""
        if self.valid_from is None or self.valid_to is None:
            return LicenceState.UNKNOWN
        if day < self.valid_from:
            return LicenceState.AHEAD
        return LicenceState.VALID if day <= self.valid_to else LicenceState.EXPIRED


class ScopeGrantQuerySet(StationScopedQuerySet["ScopeGrant"]):
    """Grants by scope."""

    def live(self) -> Self:
        """Return the grants that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def covering(self, trade: Trade, level: int) -> Self:
        """Return the live grants for `trade` that hold `level`."""
        return self.live().filter(trade=trade, levels__contains=str(level))

    def covering_on(self, day: date, trade: Trade, level: int) -> Self:
        """Return the grants for `trade` that held `level` at some instant of `day`, withdrawn since or not.

        The day of the withdrawal counts: who applied that morning applied within the scope.
        """
        held = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=day)
        return self.filter(held, granted_on__lte=day, trade=trade, levels__contains=str(level))

    def ended(self, trade: Trade, level: int) -> Self:
        """Return the withdrawn grants for `trade` that held `level`, in the order of their ends."""
        gone = self.filter(withdrawn_on__isnull=False, trade=trade, levels__contains=str(level))
        return gone.order_by("withdrawn_on", "pk")


class ScopeGrant(models.Model):
    """A trade with the levels that a station may evaluate (评价范围)."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="grants", verbose_name="考试站")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="grants", verbose_name="工种")
    levels = models.CharField("等级", max_length=5)
    granted_on = models.DateField("授予日期")
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)

    objects = ScopeGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "评价范围"
        ordering = ("trade__occupation__code", "trade__code", "pk")
        constraints = [
            models.UniqueConstraint(
                name="scope_one_live_grant",
                fields=("station", "trade"),
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message="该考试站已有此工种的评价范围，请先撤销或修改等级。",
            ),
            models.CheckConstraint(
                name="scope_levels_in_order",
                condition=Q(levels__in=LEVEL_SETS),
                violation_error_message="等级须为 5 至 1 的数字，由低到高书写，如 543。",
            ),
            models.CheckConstraint(
                name="scope_ends_after_it_began",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("granted_on")),
                violation_error_message="撤销日期不能早于授予日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade} {self.levels}"

    @property
    def level_labels(self) -> list[str]:
        """The granted levels with their titles, lowest first."""
        return [level_label(int(level), occupation=self.trade.occupation) for level in self.levels]

    @property
    def audit_organisation(self) -> Organisation:
        """The station's chain."""
        return self.station.organisation

    def is_live(self, on: date) -> bool:
        """Tell whether the grant holds on the day `on`."""
        return self.granted_on <= on and (self.withdrawn_on is None or self.withdrawn_on > on)
