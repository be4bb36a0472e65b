"""What a station says of each panel before its application goes in: avoidance, and reasons for cautions."""

from collections.abc import Iterator

from batches.guards import items_of
from batches.models import Batch, BatchItem
from batches.panels.rotation import panel_cautions
from ostami.problems import Problem
from workflow.lifecycle import Step

DECLARATION = "考评员与考生无任教、亲属关系"


def avoidance_declared(step: Step[Batch]) -> Iterator[Problem]:
    """For every panel the station declares that nobody has to keep away, or names who has to."""
    for item in step.once(items_of):
        if not _declared(item):
            yield Problem(
                f"“{item}”还没有声明{DECLARATION}",
                remedy="请点击“调整考评组”，勾选声明，或写明须回避的考评员",
                field=item.anchor,
            )


def cautions_explained(step: Step[Batch]) -> Iterator[Problem]:
    """An even panel, or one that hardly rotates, goes in with the station's reason."""
    for item in step.once(items_of):
        cautions = [] if item.panel_reason else list(panel_cautions(item))
        for caution in cautions:
            remedy = "请点击“调整考评组”，更换考评员，或在考评组说明中写明理由"
            yield Problem(caution.text, remedy=remedy, field=item.anchor)


def contradiction(*, declared: bool, named: str) -> Iterator[Problem]:
    """Yield a problem where a station declares that nobody is concerned, and names somebody."""
    if declared and named:
        yield Problem(
            "既声明了无任教、亲属关系，又填写了须回避的考评员",
            remedy="有关系的请不要勾选声明；没有关系的请清空填写的内容",
            field="avoidance_named",
        )


def unexplained(item: BatchItem) -> bool:
    """Tell whether a panel still lacks the declaration, or the reason that its cautions ask for."""
    return not _declared(item) or (not item.panel_reason and any(panel_cautions(item)))


def _declared(item: BatchItem) -> bool:
    return item.avoidance_declared or bool(item.avoidance_named)
