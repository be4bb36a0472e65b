"""The table by which examiners are imported: its columns, the rules across rows, and the entering."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction

from accounts.models import User
from documents.import_contacts import folded_text, mailbox, person_name, phone
from documents.table_import import ImportColumn, ImportedRow, TableImport, choice, day, repeats
from examiners.models import Examiner, Grade
from examiners.services.roster import ExaminerFacts, register_examiner
from ostami.policy import EXAMINER_MAX_TRADES
from ostami.problems import BlockedError, Problem
from scope_catalog.models import Trade
from stations.models import Station
from stations.selectors import granted_trades

TITLE = "考评员"
SEPARATORS = str.maketrans(dict.fromkeys("，,；;/ ", "、"))
CHANGED = Problem("表格上传后，登记数据有变化，没有导入任何一行", remedy="请重新上传检查")


def _codes(cell: str) -> tuple[str, ...]:
    codes = [code for code in cell.strip().translate(SEPARATORS).upper().split("、") if code]
    if len(codes) > EXAMINER_MAX_TRADES:
        raise ValueError(f"有 {len(codes)} 个工种，每名考评员最多 {EXAMINER_MAX_TRADES} 个（服务指南 3.2）")
    if len(set(codes)) < len(codes):
        raise ValueError("同一个工种填写了不止一次")
    return tuple(codes)


def examiner_import(actor: User) -> TableImport:
    """Return what a table of examiners must look like, for stations in the actor's scope."""
    number = folded_text(40)
    columns = (
        ImportColumn("考试站编码", "code", folded_text(20), hint="8 位机构编码", sample="49284901"),
        ImportColumn("姓名", "person_name", person_name(50), sample="李明"),
        ImportColumn("类别", "grade", choice({label: value for value, label in Grade.choices})),
        ImportColumn(
            "考评员证号",
            "certificate_number",
            lambda cell: number(cell).upper(),
            hint="不能重复",
            sample="KP2026001",
        ),
        ImportColumn("联系电话", "phone", phone, required=False, blank="", sample="13900000000"),
        ImportColumn("邮箱", "email", mailbox, required=False, blank="", sample="name@example.com"),
        ImportColumn("有效期起", "valid_from", day, hint="当日有效", sample="2026-01-01"),
        ImportColumn("有效期至", "valid_to", day, hint="最后一天，当日有效", sample="2028-12-31"),
        ImportColumn(
            "工种编码",
            "codes",
            _codes,
            hint=f"1 至 {EXAMINER_MAX_TRADES} 个，用顿号隔开；须在该站评价范围内",
            sample="JX04-05-01-01、JX04-05-01-02",
        ),
    )
    return TableImport(
        TITLE,
        columns,
        check_table=lambda rows: _check(rows, actor),
        shown=("考试站编码", "姓名", "考评员证号", "工种编码"),
    )


@transaction.atomic
def import_examiners(rows: Sequence[ImportedRow], *, actor: User) -> list[Examiner]:
    """Register the rows; each leaves its line.

    Raises:
        BlockedError: a number was given away, or a scope changed, since the table was read.
    """
    if _check(rows, actor):
        raise BlockedError([CHANGED])
    stations = _stations(rows, actor)
    # By station: of two tables that name the same stations, none holds one and waits for the other's.
    return [
        register_examiner(
            station=stations[row.parsed["code"]],
            facts=_facts(row, stations[row.parsed["code"]]),
            actor=actor,
            sentence="从表格导入登记",
        )
        for row in sorted(rows, key=lambda row: str(row.parsed["code"]))
    ]


def _facts(row: ImportedRow, station: Station) -> ExaminerFacts:
    facts = {key: value for key, value in row.parsed.items() if key not in {"code", "codes"}}
    granted = _granted(station)
    return ExaminerFacts(**facts, trades=tuple(granted[code][0] for code in row.parsed["codes"]))


def _check(rows: Sequence[ImportedRow], actor: User) -> dict[int, list[str]]:
    """Return what is wrong across rows and against the roster, by row; nothing is overwritten."""
    found: dict[int, list[str]] = defaultdict(list)
    stations = _stations(rows, actor)
    granted = {code: _granted(station) for code, station in stations.items()}
    taken = _taken(rows)
    for row in rows:
        found[row.number] += map(str, (*_registered(row, taken), *_out_of_order(row)))
        found[row.number] += map(str, _misplaced(row, granted))
    for number, sentences in repeats(rows, "certificate_number", "考评员证号").items():
        found[number] += sentences
    return {number: sentences for number, sentences in found.items() if sentences}


def _stations(rows: Sequence[ImportedRow], actor: User) -> dict[str, Station]:
    codes = {row.parsed["code"] for row in rows if "code" in row.parsed}
    known = Station.objects.visible_to(actor).filter(organisation__code__in=codes)
    return {station.code: station for station in known.select_related("organisation")}


def _granted(station: Station) -> dict[str, list[Trade]]:
    """Return the trades of a station's scope by code; the guide prints one code for a few pairs."""
    found: defaultdict[str, list[Trade]] = defaultdict(list)
    for trade in granted_trades(station).select_related("occupation"):
        found[trade.display_code.upper()].append(trade)
    return found


def _taken(rows: Sequence[ImportedRow]) -> set[str]:
    asked = {row.parsed.get("certificate_number", "") for row in rows}
    held = Examiner.objects.filter(certificate_number__in=asked)
    return set(held.values_list("certificate_number", flat=True))


def _registered(row: ImportedRow, taken: set[str]) -> Iterator[Problem]:
    number = row.parsed.get("certificate_number")
    if number in taken:
        yield Problem(f"“考评员证号”{number} 已登记", remedy="请删除这一行；需要修改资料时，请在名册中办理")


def _out_of_order(row: ImportedRow) -> Iterator[Problem]:
    first, last = row.parsed.get("valid_from"), row.parsed.get("valid_to")
    if first and last and last < first:
        yield Problem(f"有效期至 {last} 早于有效期起 {first}", remedy="请核对证书上的日期")


def _misplaced(row: ImportedRow, granted: dict[str, dict[str, list[Trade]]]) -> Iterator[Problem]:
    code = row.parsed.get("code")
    if code is None:
        return
    if code not in granted:
        yield Problem(f"没有机构编码为“{code}”的考试站", remedy="请核对编码")
        return
    for trade in row.parsed.get("codes", ()):
        match granted[code].get(trade, []):
            case []:
                yield Problem(f"“{trade}”不在该考试站获批的评价范围内", "4.7-6", "请核对工种编码")
            case [_, _, *_]:
                yield Problem(f"“{trade}”对应多个工种", remedy="请在名册中逐个登记，从列表中选择工种")
