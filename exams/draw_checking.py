"""Whether a recorded draw is as it was drawn (guide 4.5.1-11)."""

from collections.abc import Iterator

from exams.models import SupervisionDraw
from workflow.audit import digest_of, history_of


def discrepancies(draw: SupervisionDraw) -> Iterator[str]:
    """Yield everything in which a draw's record differs from what it was; nothing if it agrees.

    The result is worked out again from seed and pool. Since all three could be changed together, the whole
    record is compared with its digest in the audit chain, whose event nobody can write without the portal's
    key; when and by whom with the event itself; and the result with the batches kept as drawn.
    """
    if [lot.number for lot in draw.lots if lot.drawn] != draw.drawn:
        yield "按种子和候选批次重新计算，结果与记录的抽中批次不同"
    event = history_of(draw).filter(action="draw").first()
    if event is None or event.digest != digest_of(event):
        yield "办理记录中的这次抽签缺失或被改动，无从核对"
    elif event.changes.get("记录摘要") != ["", draw.digest]:
        yield "记录与抽签时写入办理记录的摘要不同，抽签之后有内容被改动"
    elif (event.at, event.actor_id) != (draw.drawn_at, draw.drawn_by_id):
        yield "记录的抽签时间或抽签人与办理记录不同，抽签之后有内容被改动"
    kept = draw.drawn_batches.order_by("pk").values_list("batch__number", flat=True)
    if list(kept) != draw.drawn:
        yield "系统中标为抽中的批次与记录的抽中批次不同"
