"""The trades and levels of a batch, each with its plan item and its panel."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.querysets import ScopedQuerySet
from batches.models.batches import Batch
from batches.models.plans import PlanItem
from examiners.models import Examiner
from scope_catalog.models import Trade

if TYPE_CHECKING:
    from accounts.models import User


class BatchItemQuerySet(ScopedQuerySet["BatchItem"]):
    """Batch items by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the items of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class BatchItem(models.Model):
    """One trade and level of a batch, with the plan item that it uses and its panel (批次工种).

    Of the panel the station declares that nobody teaches or is related to a candidate, or it names in
    `avoidance_named` whom that concerns. `panel_reason` says why a panel with warnings sits all the same.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items", verbose_name="批次")
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, related_name="batch_items", verbose_name="计划项")
    leader = models.ForeignKey(Examiner, models.PROTECT, related_name="led_items", verbose_name="考评组长")
    examiners = models.ManyToManyField(Examiner, related_name="batch_items", verbose_name="考评员")
    avoidance_declared = models.BooleanField("考评员与考生无任教、亲属关系", default=False)
    avoidance_named = models.CharField("须回避的考评员", max_length=300, blank=True)
    panel_reason = models.CharField("考评组说明", max_length=300, blank=True)
    taken = models.BooleanField(default=False, editable=False)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = "批次工种"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="plan_item_once_in_batch",
                fields=("batch", "plan_item"),
                violation_error_message="同一计划项在一个批次中只能选用一次（服务指南 4.5.1-1）。",
            ),
            models.UniqueConstraint(
                name="plan_item_taken_once",
                fields=("plan_item",),
                condition=Q(taken=True),
                violation_error_message="该计划项已被其他批次选用（服务指南 4.5.1-1）。请另选计划项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trade.name} {self.plan_item.level_label}"

    @property
    def trade(self) -> Trade:
        """The trade examined."""
        return self.plan_item.trade

    @property
    def level(self) -> int:
        """The level examined."""
        return self.plan_item.level

    @property
    def anchor(self) -> str:
        """The name of the item on its batch's page, and of the problems that are its own."""
        return f"item-{self.pk}"

    @property
    def panel(self) -> list[Examiner]:
        """The leader, then the other examiners, each once."""
        others = [examiner for examiner in self.examiners.all() if examiner.pk != self.leader_id]
        return [self.leader, *others]
