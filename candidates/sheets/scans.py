"""What became of a class's stamped forms, page by page."""

from collections.abc import Sequence

from batches.models import Batch
from candidates.models import StampedScan
from documents.sheets import Column, ColumnKind, TableSheet
from documents.watermarks import practice_mark

COLUMNS = (
    Column("文件", width=28),
    Column("页", ColumnKind.NUMBER, 5),
    Column("结果", width=13),
    Column("考生", width=11),
    Column("说明", width=50),
)


def sorting_report(batch: Batch, scans: Sequence[StampedScan]) -> TableSheet:
    """Return the pages of one sending with what became of each, in order; page 0 is a whole file."""
    return TableSheet(
        title="盖章申报表归入结果",
        tab="归入结果",
        columns=COLUMNS,
        rows=tuple(_row(scan) for scan in scans),
        facts=(("批次号", batch.number), ("页数", len(scans))),
        watermark=practice_mark(),
    )


def _row(scan: StampedScan) -> tuple[str | int, ...]:
    name = scan.enrolment.candidate.name if scan.enrolment else ""
    return scan.source, scan.page, scan.get_state_display(), name, scan.note
