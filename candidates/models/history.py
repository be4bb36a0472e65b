"""A candidate's schooling and work, as the personal form lists them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from candidates.education import Education
from candidates.models.enrolments import RELATIONS, Enrolment

if TYPE_CHECKING:
    from datetime import date


class HistoryKind(models.TextChoices):
    """What a line of a person's history tells of."""

    STUDY = "study", "学习经历"
    WORK = "work", "工作经历"
    OTHER = "other", "其他（待业、服役等）"


class HistoryEntry(models.Model):
    """One period of a candidate's schooling or work (学习经历), from junior school on (guide 4.3-3).

    Schooling has its `stage`; work has how it stands to the trade that is enrolled for.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="history")
    kind = models.CharField("类别", max_length=10, choices=HistoryKind, default=HistoryKind.STUDY)
    start = models.DateField("起始年月")
    end = models.DateField("截止年月", null=True, blank=True)
    stage = models.CharField("就读阶段", max_length=20, choices=Education, blank=True)
    relation = models.CharField("与申报职业", max_length=20, choices=RELATIONS, blank=True)
    place = models.CharField("学校或单位", max_length=100)
    subject = models.CharField("专业或岗位", max_length=60, blank=True)
    duty = models.CharField("担任职务", max_length=60, blank=True)

    class Meta:
        verbose_name = "经历"
        ordering = ("kind", "start", "pk")
        constraints = [
            models.CheckConstraint(
                name="history_dates_in_order",
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="截止年月不能早于起始年月。",
            )
        ]

    def __str__(self) -> str:
        def month(day: "date | None") -> str:
            return f"{day:%Y.%m}" if day else "至今"

        tail = "，".join(part for part in (self.place, self.subject, self.duty) if part)
        return f"{month(self.start)}–{month(self.end)} {tail}"
