"""The record of a supervision draw as data."""

from documents.sheets import Column, ColumnKind, TableSheet
from documents.watermarks import practice_mark
from exams.draw_checking import discrepancies
from exams.models import SupervisionDraw
from ostami.clock import SHANGHAI

COLUMNS = (
    Column("顺序", ColumnKind.NUMBER, 6),
    Column("批次号", width=20),
    Column("考试站", width=38),
    Column("考试日期", width=12),
    Column("人数", ColumnKind.NUMBER, 7),
    Column("摘要（SHA-256）", width=66),
    Column("结果", width=8),
)


def draw_sheet(draw: SupervisionDraw) -> TableSheet:
    """Return a draw with every lot in its order, and all that is needed to repeat it."""
    pool = {entry["number"]: entry for entry in draw.pool}
    rows = tuple(
        (
            lot.place,
            lot.number,
            pool[lot.number]["station"],
            pool[lot.number]["exam_date"],
            pool[lot.number]["people"],
            lot.digest,
            "抽中" if lot.drawn else "未抽中",
        )
        for lot in draw.lots
    )
    return TableSheet(
        title=str(draw), columns=COLUMNS, rows=rows, facts=_facts(draw), watermark=practice_mark()
    )


def _facts(draw: SupervisionDraw) -> tuple[tuple[str, str], ...]:
    at = draw.drawn_at.astimezone(SHANGHAI)
    return (
        ("考试日期", f"{draw.first_day} 至 {draw.last_day}"),
        ("候选批次", f"{len(draw.pool)} 个"),
        ("抽取数量", f"{draw.count} 个"),
        ("种子", draw.seed),
        ("种子来源", draw.seed_origin),
        ("抽签时间", f"{at:%Y-%m-%d %H:%M:%S}"),
        ("抽签人", str(draw.drawn_by)),
        ("核对", "；".join(discrepancies(draw)) or "一致"),
        ("方法", "对“种子|批次号”（UTF-8）求 SHA-256 摘要，按摘要由小到大排列，取前面的抽取数量"),
    )
