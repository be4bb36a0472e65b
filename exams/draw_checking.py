"""Whether a recorded draw is as it was drawn (guide 4.5.1-11)."""

from collections.abc import Iterator

from exams.models import SupervisionDraw
from workflow.audit import history_of


def discrepancies(draw: SupervisionDraw) -> Iterator[str]:
    """Yield everything in which a draw's record differs from what it was; nothing if it agrees.

    The result is worked out again from seed and pool. Since all three could be changed together, the whole
    record is compared with the digest in the audit chain too, and with the batches kept as drawn.
    """
    if [lot.number for lot in draw.lots if lot.drawn] != draw.drawn:
        yield "按种子和候选批次重新计算，结果与记录的抽中批次不同"
    event = history_of(draw).filter(action="draw").first()
    if event is None or event.changes.get("记录摘要") != ["", draw.digest]:
        yield "记录与抽签时写入办理记录的摘要不同，抽签之后有内容被改动"
    kept = draw.drawn_batches.order_by("pk").values_list("batch__number", flat=True)
    if list(kept) != draw.drawn:
        yield "系统中标为抽中的批次与记录的抽中批次不同"
