"""The rosters of managers and of supervisors as data."""

from collections.abc import Iterable
from datetime import date

from documents.sheets import Column, ColumnKind, TableSheet
from documents.watermarks import practice_mark
from examiners.models import Manager, Supervisor

MANAGERS, SUPERVISORS = "考务管理人员名册", "督导员名册"
VALIDITY = (
    Column("有效期起", ColumnKind.DATE, 12),
    Column("有效期至", ColumnKind.DATE, 12),
    Column("有效性", width=9),
)


def manager_sheet(managers: Iterable[Manager], *, on: date, phones: bool) -> TableSheet:
    """Return the roster of managers as of the day `on`; phone numbers only where `phones` says so.

    Args:
        managers: the managers, their stations and organisations joined.
        on: the day by which each appointment is judged.
        phones: whether the reader is shown phone numbers.
    """
    columns = (
        Column("姓名", width=10),
        Column("证书编号", width=15),
        Column("机构编码", width=11),
        Column("考试站", width=38),
        Column("省份", width=12),
        *((Column("联系电话", width=15),) if phones else ()),
        *VALIDITY,
    )
    rows = tuple(
        (
            one.person_name,
            one.certificate_number,
            one.station.code,
            one.station.organisation.name,
            one.station.organisation.province,
            *((one.phone,) if phones else ()),
            *_validity(one, on),
        )
        for one in managers
    )
    return _sheet(MANAGERS, columns, rows, on=on)


def supervisor_sheet(supervisors: Iterable[Supervisor], *, on: date) -> TableSheet:
    """Return the roster of supervisors (stations and their organisations joined) as of the day `on`."""
    columns = (
        Column("姓名", width=10),
        Column("证书编号", width=14),
        Column("工作单位", width=30),
        Column("所属考试站", width=30),
        Column("省份", width=12),
        Column("联系电话", width=15),
        Column("邮箱", width=24),
        *VALIDITY,
    )
    rows = tuple(
        (
            one.person_name,
            one.certificate_number,
            one.employer,
            str(one.station) if one.station else "",
            one.province,
            one.phone,
            one.email,
            *_validity(one, on),
        )
        for one in supervisors
    )
    return _sheet(SUPERVISORS, columns, rows, on=on)


def _validity(one: Manager | Supervisor, on: date) -> tuple[date, date, str]:
    return one.valid_from, one.valid_to, one.state_on(on).label


def _sheet(
    title: str, columns: tuple[Column, ...], rows: tuple[tuple[str | date, ...], ...], *, on: date
) -> TableSheet:
    return TableSheet(
        title=title,
        columns=columns,
        rows=rows,
        facts=(("截至", on), ("人数", len(rows))),
        frozen_columns=1,
        watermark=practice_mark(),
    )
