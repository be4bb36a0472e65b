"""Where certificate numbers come from, beside the ability scheme's own pattern."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from candidates.models import Enrolment

# 类别 (1), 机构代码 (4), 省级代码 (2), 序列码 (6): the first thirteen of the national twenty-two characters.
PREFIX_LENGTH = 13


class BranchPrefixQuerySet(ScopedQuerySet["BranchPrefix"]):
    """Prefixes by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the organisations that the person sees."""
        return self.filter(branch__in=Organisation.objects.visible_to(user))


class BranchPrefix(models.Model):
    """The thirteen characters with which a branch's skill_level certificates begin, from a day to a day."""

    branch = models.ForeignKey(
        Organisation, models.PROTECT, related_name="certificate_prefixes", verbose_name="分支机构"
    )
    prefix = models.CharField("编号前 13 位", max_length=PREFIX_LENGTH)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = BranchPrefixQuerySet.as_manager()

    class Meta:
        verbose_name = "证书编号前缀"
        ordering = ("branch", "-valid_from")
        constraints = [
            models.UniqueConstraint(name="branch_prefix_once_a_day", fields=("branch", "valid_from")),
            models.CheckConstraint(
                name="branch_prefix_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.prefix

    @property
    def audit_organisation(self) -> Organisation:
        """The branch's chain."""
        return self.branch


class AssignedNumberQuerySet(ScopedQuerySet["AssignedNumber"]):
    """Assigned numbers by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class AssignedNumber(models.Model):
    """A number that the centre assigned to a person, imported before the certificates are issued."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="assigned_numbers", verbose_name="批次")
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="assigned_number", verbose_name="考生"
    )
    number = models.CharField("证书编号", max_length=30, unique=True)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="导入人")
    imported_at = models.DateTimeField("导入时间")

    objects = AssignedNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "指定编号"
        ordering = ("enrolment__sequence",)

    def __str__(self) -> str:
        return self.number
