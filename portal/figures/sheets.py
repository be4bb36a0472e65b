"""The figures as a workbook: a tab a table."""

from collections.abc import Iterable

from documents.sheets import Column, ColumnKind, TableSheet
from documents.table_sheets import Pair
from documents.watermarks import practice_mark
from portal.figures.tables import FigureColumn, FigureTable

TITLE = "统计"
FIRST_WIDTH, WIDTH = 40, 14


def figure_sheets(tables: Iterable[FigureTable], facts: tuple[Pair, ...]) -> list[TableSheet]:
    """Return the tabs, each with what was asked for above its table."""
    return [
        TableSheet(
            title=f"{TITLE}：{table.title}",
            tab=table.title,
            columns=tuple(_column(place, column) for place, column in enumerate(table.columns)),
            rows=(*table.rows, *([table.total] if table.total else [])),
            facts=facts,
            frozen_columns=1,
            watermark=practice_mark(),
        )
        for table in tables
    ]


def _column(place: int, column: FigureColumn) -> Column:
    kind = ColumnKind.TEXT if column.words else ColumnKind.NUMBER
    return Column(column.header, kind, WIDTH if place else FIRST_WIDTH)
