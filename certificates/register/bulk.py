"""Looking many certificates up at once, for offices with a login."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from certificates.lookup import PublicCertificate
from certificates.register.bulk_budgets import Office
from certificates.register.bulk_table import query_of
from documents.sheets import Column, ColumnKind, TableSheet
from documents.table_import import ImportedRow
from documents.wording import TableValue
from documents.xlsx import render_xlsx
from ostami import clock
from workflow import audit

NOT_FOUND = "未查到"
NOT_ASKED = "今天按所填内容或本单位未查到的次数过多，没有查询，请明天再查"
COLUMNS = (
    Column("行号", ColumnKind.NUMBER, 8),
    Column("姓名", width=14),
    Column("证件号码", width=22),
    Column("证书编号", width=26),
    Column("查询结果", width=18),
    Column("换发后的新编号", width=26),
    Column("证书类别", width=20),
    Column("职业", width=20),
    Column("工种/职业方向", width=20),
    Column("等级", width=16),
    Column("发证日期", ColumnKind.DATE, 14),
    Column("考试站", width=34),
)

Line = tuple[TableValue, ...]


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """What a bulk lookup found.

    Attributes:
        content: the result as a workbook.
        found: how many rows found a certificate.
    """

    content: bytes
    found: int


def bulk_lookup(*, rows: Sequence[ImportedRow], actor: User) -> BulkAnswer:
    """Look every row up as the public does one, and record how many were asked for.

    What is counted stays counted, whatever comes of it; the record stands before anybody sees the answer.

    Args:
        rows: rows of `bulk_table` without problems.
        actor: who asks, for an office.

    Raises:
        PermissionDenied: the actor's role looks nothing up in bulk.
        BlockedError: the office asked for too many rows today, or found too few of them.
    """
    need(actor, Perm.BULK_LOOKUP)
    now = clock.now()
    office = Office(actor, now)
    office.spend(len(rows))
    answers = [(row, office.answer(query_of(row))) for row in rows]
    found = sum(bool(certificates) for _, certificates in answers)
    sentence = f"批量查询了 {len(rows)} 行证书，查到 {found} 行"
    with transaction.atomic():
        audit.record(actor, action="bulk_lookup", sentence=sentence, actor=actor, at=now)
    lines = [line for row, certificates in answers for line in _lines(row, certificates)]
    facts = (("查询日期", now.date()), ("查询行数", len(rows)), ("查到", found))
    return BulkAnswer(render_xlsx(TableSheet("证书查询结果", COLUMNS, tuple(lines), facts=facts)), found)


def _lines(row: ImportedRow, certificates: Sequence[PublicCertificate] | None) -> list[Line]:
    if not certificates:
        word = NOT_ASKED if certificates is None else NOT_FOUND
        query = query_of(row)
        known = (query.name, query.document_number, query.number)
        return [(row.number, *known, word, *[None] * (len(COLUMNS) - 5))]
    return [_line(row.number, one) for one in certificates]


def _line(number: int, one: PublicCertificate) -> Line:
    certificate = one.certificate
    return (
        number,
        one.holder_name,
        one.document_number,
        one.number,
        certificate.standing,
        one.successor or None,
        certificate.get_scheme_display(),
        certificate.occupation_name,
        certificate.trade_words,
        certificate.level_label,
        certificate.issued_on,
        certificate.station_name,
    )
