"""The table of former certificates: its columns, and what makes a row right."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from accounts.identity import DocumentType, clean_document_number, number_problem
from accounts.names import clean_person_name, fold, person_name_problem
from certificates.lookup import NUMBER_SHAPE
from certificates.models import FormerKind
from certificates.numbers.borne import borne
from documents.table_import import ImportColumn, ImportedRow, TableImport, choice, day, text
from ostami import clock
from ostami.problems import Problem

TITLE = "历史证书"
MOST_ROWS = 100_000
NAME_MAX = 50
REMEDY = "请核对原始档案后更正"


def former_table() -> TableImport:
    """Return what a table of former certificates must look like."""
    kinds = choice({kind.label: kind for kind in DocumentType})
    schemes = choice({kind.label: kind for kind in FormerKind})
    columns = (
        ImportColumn("证书编号", "number", _number, hint="字母、数字和“-”，6 至 30 位", sample="0612345678"),
        ImportColumn("姓名", "holder_name", _name, sample="林若溪"),
        ImportColumn("证件类型", "document_type", kinds),
        ImportColumn(
            "证件号码",
            "document_number",
            clean_document_number,
            required=False,
            blank="",
            hint="设为“文本”格式；档案中没有的留空，只能按姓名和证书编号查到",
        ),
        ImportColumn("评价类别", "scheme", schemes),
        ImportColumn("职业名称", "occupation_name", text(60), sample="车工"),
        ImportColumn("工种名称", "trade_name", text(60), required=False, blank=""),
        ImportColumn("等级", "level_label", text(20), hint="按证书原文填写", sample="四级/中级工"),
        ImportColumn("机构名称", "station_name", text(100), required=False, blank=""),
        ImportColumn("发证日期", "issued_on", day, sample="2019-07-01"),
        ImportColumn("撤销日期", "revoked_on", day, required=False, hint="已撤销的才填写"),
    )
    return TableImport(TITLE, columns, max_rows=MOST_ROWS)


def _number(cell: str) -> str:
    number = fold(cell).upper()
    if not NUMBER_SHAPE.fullmatch(number):
        raise ValueError("不是证书编号，应为 6 至 30 位字母、数字或“-”")
    return number


def _name(cell: str) -> str:
    name = clean_person_name(cell)
    if problem := person_name_problem(name):
        raise ValueError(f"不能登记：{problem.text}")
    if len(name) > NAME_MAX:
        raise ValueError(f"有 {len(name)} 个字，不能超过 {NAME_MAX} 个字")
    return name


class RowJudge:
    """Judges rows chunk by chunk, beside the rows before and the register; it remembers numbers alone."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._today = clock.today()

    def judged(self, rows: Sequence[ImportedRow]) -> list[ImportedRow]:
        """Return the rows with what is wrong with each of them."""
        taken = borne([row.parsed["number"] for row in rows if "number" in row.parsed])
        return [replace(row, problems=(*row.problems, *map(str, self._problems(row, taken)))) for row in rows]

    def _problems(self, row: ImportedRow, taken: set[str]) -> Iterator[Problem]:
        number = row.parsed.get("number")
        if number is not None:
            first = self._rows.setdefault(number, row.number)
            if first != row.number:
                yield Problem(f"“证书编号”与第 {first} 行重复", remedy="请删除其中一行或更正")
            if number in taken:
                yield Problem(f"证书编号 {number} 已登记", remedy="请删除这一行")
        yield from _document_problems(row, self._today)
        yield from _date_problems(row, self._today)


def _document_problems(row: ImportedRow, today: date) -> Iterator[Problem]:
    kind, number = row.parsed.get("document_type"), row.parsed.get("document_number")
    if kind is None or not number:
        return
    if problem := number_problem(kind, number, today=today):
        yield replace(problem, text=f"“证件号码”不对：{problem.text}", remedy=REMEDY)


def _date_problems(row: ImportedRow, today: date) -> Iterator[Problem]:
    issued, revoked = row.parsed.get("issued_on"), row.parsed.get("revoked_on")
    if issued and issued > today:
        yield Problem("“发证日期”在今天之后", remedy=REMEDY)
    if revoked and revoked > today:
        yield Problem("“撤销日期”在今天之后", remedy=REMEDY)
    if issued and revoked and revoked < issued:
        yield Problem("“撤销日期”早于“发证日期”", remedy=REMEDY)
