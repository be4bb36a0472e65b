"""The three areas that F1 and the annual review ask for."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from decimal import Decimal


def _area(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=8, decimal_places=1, null=True, blank=True)


class Premises(models.Model):
    """Areas in square metres (场地, guide 2.1.3); None where not told."""

    office_area = _area("办公场地面积")
    theory_area = _area("理论考试场地面积")
    practical_area = _area("技能考核场地面积")

    class Meta:
        abstract = True
