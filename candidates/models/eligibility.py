"""Who may enrol, as tables that staff keep (guide 4.3)."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from candidates.eligibility.clauses import BirthYears, Clause
from candidates.eligibility.requirements import Requirement
from candidates.eligibility.stored import RequirementError, read_requirements
from scope_catalog.levels import Level


def check_requirements(data: Any) -> None:
    """Refuse requirements that the rules can't be judged by.

    Raises:
        ValidationError: see `read_requirements`.
    """
    try:
        read_requirements(data)
    except RequirementError as error:
        raise ValidationError(str(error)) from error


class EligibilityClauseQuerySet(ScopedQuerySet["EligibilityClause"]):
    """Clauses, which are the same for everybody."""

    def visible_to(self, user: User) -> Self:
        """Return all: the table holds nothing that is anybody's own."""
        return self.all()

    def valid_on(self, day: date) -> Self:
        """Return those that hold for exams on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class EligibilityClause(models.Model):
    """One way to be eligible for a level, for exams from `valid_from` to `valid_to`, both included."""

    level = models.PositiveSmallIntegerField("等级", choices=Level)
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("条件原文", max_length=300)
    requirements = models.JSONField("判断条件", validators=[check_requirements])
    source = models.CharField("依据", max_length=100)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("截止日期", null=True, blank=True)

    objects = EligibilityClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "申报条件"
        ordering = ("-level", "number", "valid_from")
        constraints = [
            models.UniqueConstraint(
                name="eligibility_clause_once",
                fields=("level", "number", "valid_from"),
                violation_error_message="该等级在这一天已有同一序号的条件。",
            ),
            models.CheckConstraint(
                name="eligibility_clause_level",
                condition=Q(level__gte=Level.ONE, level__lte=Level.FIVE),
            ),
            models.CheckConstraint(
                name="eligibility_clause_days_in_order",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="截止日期不能早于施行日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}第 {self.number} 条"

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""

    @property
    def wanted(self) -> tuple[Requirement, ...]:
        """The requirements, read."""
        return read_requirements(self.requirements)

    @property
    def validity(self) -> str:
        """The days that it holds for, in words."""
        return f"{self.valid_from} 起" + (f"，至 {self.valid_to}" if self.valid_to else "")

    def as_clause(self) -> Clause:
        """Return the row as the rules read it."""
        return Clause(
            self.level,
            self.number,
            self.text,
            self.wanted,
            self.valid_from,
            self.valid_to,
            self.source,
        )


class BirthYearWindowQuerySet(ScopedQuerySet["BirthYearWindow"]):
    """Windows, which are the same for everybody."""

    def visible_to(self, user: User) -> Self:
        """Return all: the table holds nothing that is anybody's own."""
        return self.all()


STUDENT_LEVELS = (Level.FOUR, Level.THREE)


class BirthYearWindow(models.Model):
    """The years of birth, both included, with which students enrol for a level in a year (guide 4.3-1)."""

    year = models.PositiveSmallIntegerField("考试年度")
    level = models.PositiveSmallIntegerField(
        "等级", choices=[(level.value, level.label) for level in STUDENT_LEVELS]
    )
    born_from = models.PositiveSmallIntegerField("最早出生年份")
    born_to = models.PositiveSmallIntegerField("最晚出生年份")

    objects = BirthYearWindowQuerySet.as_manager()

    class Meta:
        verbose_name = "学生出生年份范围"
        ordering = ("-year", "-level")
        constraints = [
            models.UniqueConstraint(
                name="birth_year_window_once",
                fields=("year", "level"),
                violation_error_message="该年度、该等级的出生年份范围已在表中，请在原记录上修改。",
            ),
            models.CheckConstraint(name="birth_year_window_level", condition=Q(level__in=STUDENT_LEVELS)),
            models.CheckConstraint(
                name="birth_year_window_in_order",
                condition=Q(born_from__lte=F("born_to")),
                violation_error_message="出生年份范围的起止颠倒。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年{self.get_level_display()}：{self.born_from}–{self.born_to} 年出生"

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""

    def as_window(self) -> BirthYears:
        """Return the row as the rules read it."""
        return BirthYears(self.year, self.level, self.born_from, self.born_to)
