"""Lists of a batch's certificates: their data (证书信息表), and who received them (证书发放签收表)."""

from batches.models import Batch
from certificates.models import Certificate
from certificates.rosters.results import facts_of
from documents.sheets import Column, ColumnKind, FormSheet, TableSheet, TableValue
from documents.watermarks import practice_mark
from exams.scoring.sheets import paper_sheet

DATA_TITLE, RECEIPT_TITLE = "证书信息表", "证书发放签收表"
RECEIPT_NOTE = "领取人核对证书无误后本人签字；代领的由代领人签字，并注明与本人的关系。"
DATA_COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("姓名", width=14),
    Column("证件类型", width=14),
    Column("证件号码", width=22),
    Column("评价类别", width=16),
    Column("职业编码", width=13),
    Column("职业名称", width=18),
    Column("工种编码", width=16),
    Column("工种名称", width=18),
    Column("等级", width=14),
    Column("理论成绩", ColumnKind.NUMBER, 10),
    Column("实操成绩", ColumnKind.NUMBER, 10),
    Column("评定成绩", width=10),
    Column("证书编号", width=26),
    Column("考试日期", ColumnKind.DATE, 12),
    Column("发证日期", ColumnKind.DATE, 12),
    Column("考试站", width=34),
    Column("状态", width=10),
)
RECEIPT_COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("姓名", width=14),
    Column("证件号码", width=20),
    Column("工种等级", width=26),
    Column("证书编号", width=24),
    Column("发证日期", ColumnKind.DATE, 12),
    Column("领取人签字", width=18),
    Column("领取日期", ColumnKind.DATE, 14),
    Column("备注", width=16),
)


def certificate_data(batch: Batch) -> TableSheet:
    """Return what a batch's standing certificates say, in roster order, document numbers in full."""
    certificates = standing_certificates(batch)
    return TableSheet(
        title=DATA_TITLE,
        columns=DATA_COLUMNS,
        rows=tuple(_data_row(number, one) for number, one in enumerate(certificates, start=1)),
        facts=facts_of(batch, len(certificates)),
        frozen_columns=2,
        watermark=practice_mark(),
    )


def receipt_list(batch: Batch) -> TableSheet:
    """Return the list on which holders sign for their certificates, document numbers masked."""
    certificates = standing_certificates(batch)
    return TableSheet(
        title=RECEIPT_TITLE,
        columns=RECEIPT_COLUMNS,
        rows=tuple(_receipt_row(number, one) for number, one in enumerate(certificates, start=1)),
        facts=facts_of(batch, len(certificates)),
        signatures=(("发放人（签字）", ""), ("负责人（签字）", "")),
        frozen_columns=2,
        watermark=practice_mark(),
        footer=f"{batch}　{RECEIPT_NOTE}",
    )


def receipt_paper(batch: Batch) -> FormSheet:
    """Return the receipt list for print, its rows high enough to sign in."""
    return paper_sheet(receipt_list(batch))


def standing_certificates(batch: Batch) -> list[Certificate]:
    """Return a batch's certificates that still stand for their holders, in roster order."""
    standing = Certificate.objects.filter(enrolment__batch=batch).standing()
    return list(standing.in_roster_order().select_related("enrolment"))


def _data_row(number: int, one: Certificate) -> tuple[TableValue, ...]:
    return (
        number,
        one.holder_name,
        one.get_document_type_display(),
        one.document_number,
        one.get_scheme_display(),
        one.occupation_code,
        one.occupation_name,
        one.trade_code,
        one.trade_words,
        one.level_label,
        one.theory,
        one.practical,
        one.grade,
        one.number,
        one.exam_date,
        one.issued_on,
        one.station_name,
        one.get_status_display(),
    )


def _receipt_row(number: int, one: Certificate) -> tuple[TableValue, ...]:
    trade = f"{one.trade_name or one.occupation_name} {one.level_label}"
    return (number, one.holder_name, one.masked_number, trade, one.number, one.issued_on, "", None, "")
