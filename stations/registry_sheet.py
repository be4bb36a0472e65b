"""The staff's list of stations as a workbook."""

from collections.abc import Sequence
from datetime import date

from documents.list_columns import sheet_rows
from documents.sheets import TableSheet
from documents.watermarks import practice_mark
from stations.columns import StationColumn
from stations.models import StationQuerySet

TITLE = "考试站登记表"


def registry_sheet(stations: StationQuerySet, *, columns: Sequence[StationColumn], on: date) -> TableSheet:
    """Return the list with the columns that are asked for, as of the day `on`."""
    rows = sheet_rows(stations, columns, on=on)
    return TableSheet(
        title=TITLE,
        columns=tuple(column.as_sheet_column for column in columns),
        rows=rows,
        facts=(("截至", on), ("考试站数", len(rows))),
        frozen_columns=min(2, len(columns)),
        watermark=practice_mark(),
    )
