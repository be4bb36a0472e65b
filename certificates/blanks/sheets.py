"""The ledger of blanks as a list."""

from collections.abc import Iterable, Iterator
from datetime import date

from accounts.models import Organisation
from certificates.blanks.balances import Balance
from certificates.models import BlankEntry
from documents.sheets import Column, ColumnKind, TableSheet, TableValue
from documents.watermarks import practice_mark
from ostami import clock
from scope_catalog.choices import Scheme

TITLE = "空白证书台账"
COLUMNS = (
    Column("日期", ColumnKind.DATE, 12),
    Column("证书种类", width=20),
    Column("事项", width=24),
    Column("数量", ColumnKind.NUMBER, 8),
    Column("起号", width=16),
    Column("止号", width=16),
    Column("批次", width=20),
    Column("库存结存", ColumnKind.NUMBER, 10),
    Column("已领用未使用", ColumnKind.NUMBER, 12),
    Column("已打印", ColumnKind.NUMBER, 10),
    Column("作废待销毁", ColumnKind.NUMBER, 12),
    Column("经办人", width=12),
    Column("监销人", width=12),
    Column("说明", width=30),
)


def ledger_sheet(holder: Organisation, *, on: date) -> TableSheet:
    """Return all lines of an office's ledger, oldest first, each with the balance of its kind after it."""
    entries = BlankEntry.objects.filter(holder=holder).order_by("pk")
    named = entries.select_related("batch", "done_by__staff_member", "witness__staff_member")
    return TableSheet(
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(_rows(named)),
        facts=(("保管单位", holder.name), ("截止日期", on)),
        tab=TITLE,
        watermark=practice_mark(),
    )


def _rows(entries: Iterable[BlankEntry]) -> Iterator[tuple[TableValue, ...]]:
    found = {scheme.value: Balance(scheme) for scheme in Scheme}
    for entry in entries:
        after = found[entry.scheme] = found[entry.scheme].after(entry.move, entry.count, entry.place)
        yield (
            clock.day_of(entry.done_at),
            entry.get_scheme_display(),
            entry.move_words,
            entry.count,
            entry.first_serial,
            entry.last_serial,
            (entry.batch.number or "") if entry.batch else "",
            after.stock,
            after.out,
            after.printed,
            after.spoiled,
            str(entry.done_by),
            str(entry.witness or ""),
            entry.note,
        )
