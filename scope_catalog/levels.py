"""Levels and their titles (guide 2.5.1 note ①).

A trade's levels are kept as a string of digits in the guide's order, the lowest level first: ``54321`` is all
five, ``432`` is 四级, 三级 and 二级. So a level is found in plain SQL by containment, on every database.
"""

from itertools import combinations
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from scope_catalog.models import Occupation

LEVEL_ORDER = "54321"
LEVEL_SETS = tuple("".join(digits) for size in range(1, 6) for digits in combinations(LEVEL_ORDER, size))


class Level(models.IntegerChoices):
    """A level with its usual title; 5 is the lowest."""

    FIVE = 5, "五级/初级工"
    FOUR = 4, "四级/中级工"
    THREE = 3, "三级/高级工"
    TWO = 2, "二级/技师"
    ONE = 1, "一级/高级技师"


class LevelTitles(models.TextChoices):
    """Which titles an occupation's levels carry."""

    WORKER = "worker", "初级工至高级技师"
    ENGINEERING = "engineering", "初级、中级、高级"


ENGINEERING_LABELS = {Level.THREE: "三级/初级", Level.TWO: "二级/中级", Level.ONE: "一级/高级"}


def level_label(level: int, *, occupation: "Occupation") -> str:
    """Return a level as it is printed, for instance 三级/高级工, or 三级/初级 for 工业工程技术人员.

    Raises:
        ValueError: `level` is not one of 1 to 5.
    """
    usual = Level(level)
    if occupation.level_titles == LevelTitles.ENGINEERING:
        return ENGINEERING_LABELS.get(usual, usual.label)
    return usual.label
