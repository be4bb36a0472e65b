"""Occupations and their trades.

Natural keys: an occupation is its scheme and code. A trade is its occupation and its code; where the guide
prints no code (skill_level), its occupation and `source_name`, the name as the catalogue file has it, which a
correction leaves alone; the one that stands for its occupation is that occupation.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from scope_catalog.choices import Category, MachineCategory, Scheme
from scope_catalog.levels import LEVEL_SETS, LevelTitles, level_label
from scope_catalog.machines import machine_of
from scope_catalog.pinyin import initials
from scope_catalog.querysets import TradeQuerySet

if TYPE_CHECKING:
    from datetime import date

INFERRED = "inferred"
CHECK = "check:"


class NamedEntry(models.Model):
    """A name from the catalogue file that staff may correct; a corrected name outlives later loads."""

    name = models.CharField("名称", max_length=60)
    source_name = models.CharField("目录原文", max_length=60)
    initials = models.TextField("拼音首字母", blank=True)
    corrected_on = models.DateField("核对日期", null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对人",
    )

    class Meta:
        abstract = True

    @property
    def audit_organisation(self) -> None:
        """The catalogue is the portal's own: its acts stand in no organisation's chain."""

    def rename(self, name: str) -> None:
        """Set the name and what follows from it; the caller saves."""
        self.name = name
        self.initials = initials(name)


class Occupation(NamedEntry):
    """An occupation of one scheme, with the titles of its levels."""

    scheme = models.CharField("评价类别", max_length=20, choices=Scheme)
    category = models.CharField("人员类别", max_length=20, choices=Category, blank=True)
    code = models.CharField("职业编码", max_length=20)
    level_titles = models.CharField(
        "等级名称", max_length=20, choices=LevelTitles, default=LevelTitles.WORKER
    )

    class Meta:
        verbose_name = "职业"
        ordering = ("scheme", "code")
        constraints = [
            models.UniqueConstraint(
                name="occupation_code_once",
                fields=("scheme", "code"),
                violation_error_message="该评价类别中已有此职业编码。",
            ),
            models.CheckConstraint(
                name="occupation_named", condition=~Q(name=""), violation_error_message="职业名称不能为空。"
            ),
        ]

    def __str__(self) -> str:
        return self.code_and_name

    @property
    def code_and_name(self) -> str:
        """The occupation as it is printed: JX04-05-01 车工."""
        return f"{self.code} {self.name}"


class Trade(NamedEntry):
    """A trade, or the occupation itself where it has none: the unit of scope, plan, batch and certificate.

    `levels` are digits in the guide's order, ``54321``; `sequence` is the guide's running number, 0 where it
    has none; `note` is ``inferred`` or ``check: …`` where the printed guide leaves a doubt.
    """

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="trades", verbose_name="职业")
    code = models.CharField("工种编码", max_length=20, blank=True)
    sequence = models.PositiveSmallIntegerField("序号", default=0)
    levels = models.CharField("等级设置", max_length=5)
    machine_category = models.CharField("工程机械类别", max_length=20, choices=MachineCategory, blank=True)
    machine = models.CharField("机种", max_length=30, blank=True)
    stands_for_occupation = models.BooleanField("无工种，以职业为单元", default=False)
    note = models.CharField("存疑说明", max_length=100, blank=True)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    objects = TradeQuerySet.as_manager()

    class Meta:
        verbose_name = "工种"
        ordering = ("occupation", "sequence", "pk")
        constraints = [
            models.UniqueConstraint(
                name="trade_code_once",
                fields=("occupation", "code"),
                condition=~Q(code=""),
                violation_error_message="该职业中已有此工种编码。",
            ),
            models.UniqueConstraint(
                name="trade_without_code_named_once",
                fields=("occupation", "source_name"),
                condition=Q(code=""),
                violation_error_message="该职业中已有同名工种。",
            ),
            models.UniqueConstraint(
                name="occupation_stood_for_once",
                fields=("occupation",),
                condition=Q(stands_for_occupation=True),
                violation_error_message="一个职业只能有一个代表该职业的条目。",
            ),
            models.CheckConstraint(
                name="trade_standing_has_no_code",
                condition=Q(stands_for_occupation=False) | Q(code=""),
                violation_error_message="代表职业的条目没有工种编码。",
            ),
            models.CheckConstraint(
                name="trade_named", condition=~Q(name=""), violation_error_message="工种名称不能为空。"
            ),
            models.CheckConstraint(
                name="trade_levels_in_order",
                condition=Q(levels__in=LEVEL_SETS),
                violation_error_message="等级设置须为 5 至 1 的数字，由低到高书写，如 54321。",
            ),
            models.CheckConstraint(
                name="trade_machine_has_category",
                condition=Q(machine="") | ~Q(machine_category=""),
                violation_error_message="填写机种须先选工程机械类别（服务指南 2.5.1 注③）。",
            ),
            models.CheckConstraint(
                name="trade_correction_signed",
                condition=Q(corrected_on__isnull=True, corrected_by__isnull=True)
                | Q(corrected_on__isnull=False, corrected_by__isnull=False),
                violation_error_message="核对须同时记下日期和核对人。",
            ),
        ]

    def __str__(self) -> str:
        return self.code_and_name

    def get_absolute_url(self) -> str:
        """Return the address of the trade's page."""
        return reverse("scope_catalog:trade", args=[self.pk])

    @property
    def display_name(self) -> str:
        """The name that a person reads; for a trade that stands for its occupation, the occupation's."""
        return self.name

    @property
    def display_code(self) -> str:
        """The trade's code, or its occupation's where the guide prints none."""
        return self.code or self.occupation.code

    @property
    def code_and_name(self) -> str:
        """The trade as it is chosen from a list: JX04-05-01-01 数控车工."""
        return f"{self.display_code} {self.name}"

    @property
    def level_list(self) -> tuple[int, ...]:
        """The trade's levels as numbers, the lowest level (5) first."""
        return tuple(map(int, self.levels))

    @property
    def level_labels(self) -> tuple[tuple[int, str], ...]:
        """The trade's levels with their titles, as form choices: (3, 三级/高级工)."""
        return tuple((level, level_label(level, occupation=self.occupation)) for level in self.level_list)

    @property
    def doubtful(self) -> bool:
        """Whether the name still has to be checked (待核对)."""
        return bool(self.note) and self.corrected_on is None

    @property
    def doubt(self) -> str:
        """What is doubtful about the name, as a sentence for staff; empty where nothing is."""
        if not self.doubtful:
            return ""
        if self.note == INFERRED:
            return "来源文件此格缺失，名称依据国家职业分类推定"
        return self.note.removeprefix(CHECK).strip()

    def rename(self, name: str) -> None:
        """Set the name, and the machine that it names; the caller saves."""
        super().rename(name)
        self.machine_category, self.machine = machine_of(name)

    def has_level(self, level: int) -> bool:
        """Tell whether the trade is evaluated at `level`."""
        return level in self.level_list

    def is_live(self, on: "date") -> bool:
        """Tell whether the trade can be chosen on the day `on`."""
        return self.retired_on is None or self.retired_on > on
