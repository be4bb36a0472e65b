"""Examiners do not move while a batch with them on its panel waits for its approval."""

from collections.abc import Iterator

from django.db.models import Q

from batches.models import BatchItem
from batches.models.batches import WAITING
from examiners.models import Transfer
from ostami.problems import Problem
from workflow.lifecycle import Step, lifecycle_of


def on_no_waiting_batch(step: Step[Transfer]) -> Iterator[Problem]:
    """A batch that was handed in is approved or returned first: its panel is of the old station."""
    examiner = step.case.examiner
    on_panel = Q(leader=examiner) | Q(pk__in=examiner.batch_items.values("pk"))
    waiting = BatchItem.objects.filter(on_panel, batch__status__in=WAITING)
    for item in waiting.select_related("batch", "plan_item__trade__occupation"):
        yield Problem(
            f"考评员{examiner}在待审批的{item.batch}（{item}）的考评组中",
            "4.5.1-4",
            "请先审批或退回该批次；批次批准后考评组不受调动影响",
        )


lifecycle_of(Transfer).contribute("approve", guards=(on_no_waiting_batch,))
