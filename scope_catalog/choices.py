"""The fixed words of the catalogue (guide 2.5)."""

from django.db import models


class Scheme(models.TextChoices):
    """Under which of the two schemes an occupation is evaluated (guide 2.5.1 and 2.5.2)."""

    ABILITY = "ability", "职业能力水平评价"
    SKILL_LEVEL = "skill_level", "职业技能等级认定"


class Category(models.TextChoices):
    """The two tables of guide 2.5.1; occupations of the scheme skill_level have no category."""

    TECHNICAL = "technical", "专业技术人员"
    SKILLED = "skilled", "技能人员"


class MachineCategory(models.TextChoices):
    """The eight categories of construction machinery; a batch stays inside one (guide 2.5.1 note ③)."""

    EARTHMOVING = "earthmoving", "土方机械"
    LIFTING = "lifting", "起重机械"
    TUNNELLING = "tunnelling", "掘进及凿岩机械"
    AERIAL = "aerial", "高空作业机械"
    ROAD = "road", "筑路及道路养护机械"
    CONCRETE = "concrete", "混凝土机械"
    PILING = "piling", "桩工机械"
    INDUSTRIAL_TRUCK = "industrial_truck", "工业车辆"
