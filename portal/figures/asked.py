"""What the figures are narrowed to and broken down by."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from documents.table_sheets import Pair


class By(models.TextChoices):
    """What the lines of the figures stand for."""

    YEAR = "year", "年度"
    PROVINCE = "province", "省份"
    STATION = "station", "考试站"
    TRADE = "trade", "工种"
    LEVEL = "level", "等级"
    CANDIDATE_TYPE = "candidate_type", "考生类型"


# Where the facts that are asked for stand, seen from an enrolment; `year` is the exam's.
OF_ENROLMENT = {
    "year": "batch__exam_date__year",
    "province": "batch__station__organisation__province",
    "station": "batch__station",
    "station_code": "batch__station__organisation__code",
    "scheme": "batch__scheme",
    "candidate_type": "batch__candidate_type",
    "trade": "batch_item__plan_item__trade",
    "occupation": "batch_item__plan_item__trade__occupation",
    "level": "batch_item__plan_item__level",
}
# Seen from a plan item, which knows no type of candidates; `year` is the plan's.
OF_PLAN_ITEM = {
    "year": "plan__year",
    "province": "plan__station__organisation__province",
    "station": "plan__station",
    "station_code": "plan__station__organisation__code",
    "scheme": "trade__occupation__scheme",
    "trade": "trade",
    "occupation": "trade__occupation",
    "level": "level",
}
# Seen from a batch, which has several trades and levels; see `scope.batches`.
OF_BATCH = {
    "year": "exam_date__year",
    "province": "station__organisation__province",
    "station": "station",
    "station_code": "station__organisation__code",
    "scheme": "scheme",
    "candidate_type": "candidate_type",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks figures of.

    Attributes:
        by: what the lines stand for.
        chosen: the filters that were set, by the names of `OF_ENROLMENT`.
        facts: the same in words, for the paper and the workbook.
    """

    by: By
    chosen: dict[str, Any]
    facts: tuple[Pair, ...] = ()

    def lookup(self, paths: dict[str, str]) -> Q:
        """Return the filters as a lookup along `paths`; those without a path say nothing."""
        return Q(**{paths[name]: value for name, value in self.chosen.items() if name in paths})

    @property
    def of_plans_too(self) -> bool:
        """Tell whether plans can answer: they name no type of candidates."""
        return self.by != By.CANDIDATE_TYPE and "candidate_type" not in self.chosen
