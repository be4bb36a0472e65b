"""The paper of station applications: form F1, 机械行业人才评价机构审批登记表 (guide 2.3)."""

from collections.abc import Iterator, Sequence

from documents.sheets import (
    EMPTY_DATE,
    Align,
    Block,
    Cell,
    Cover,
    Field,
    FormSheet,
    Grid,
    Heading,
    PageBreak,
    Row,
    VAlign,
    date_in_words,
    label,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from stations.equipment_pages import NOT_CONCERNED, EquipmentList, equipment_blocks
from stations.form_contents import (
    AREA_LABELS,
    HOST_LABELS,
    RULE_LIST,
    STAFF,
    TRAINERS,
    FormContents,
    TradeLine,
    contents_of,
)
from stations.models import EquipmentUse, StationApplication
from stations.opinions import Opinions, opinions_of
from stations.sections import Section
from workflow.opinions import Opinion

TITLE = "机械行业人才评价机构\n审批登记表"
FOOT = "机械工业职业技能鉴定指导中心制"
OPINION_LABELS = (
    "承建单位推荐意见",
    "分中心 / 实训基地 / 管理站推荐意见",
    "机械工业职业技能鉴定指导中心审查意见",
)
REMARKS = "备注"
TRADE_HEADS = ("序号", "职业编码及名称", "工种编码及名称", "申请等级", "对应考评员")
TRADE_COLUMNS = (12, 44, 44, 32, 42)
AREA_COLUMNS = (20, 28, 23, 28, 23, 28, 22)
QUARTER = (1, 3)
ROW_MM, TALL_MM, AREA_MM, OPINION_MM, REMARKS_MM = 13, 48, 16, 58, 36
BLANK_ROWS = {EquipmentUse.TRAINING: 11, EquipmentUse.TESTING: 7}
BLANK_TRADES = 16


def f1_sheet(application: StationApplication | None) -> FormSheet:
    """Return form F1 of `application`, with the opinions that stand; of None, the empty form."""
    contents = contents_of(application) if application else FormContents()
    opinions = opinions_of(application) if application else Opinions()
    return FormSheet(
        title=TITLE,
        blocks=(
            _cover(contents),
            Heading("承建单位简况与基本条件"),
            _host(contents),
            PageBreak(),
            *_premises(contents),
            PageBreak(),
            Heading("申请职业（工种）"),
            _trades(contents),
            PageBreak(),
            Heading("推荐与审批、批准"),
            _opinions(opinions, contents.remarks),
        ),
        watermark=practice_mark(),
    )


def _cover(contents: FormContents) -> Cover:
    return Cover(
        (
            Field("申报机构类别", contents.category),
            Field("承建单位", contents.host[0], "(盖章)"),
            Field("单位负责人", contents.head, "(签字)"),
            Field("申请日期", contents.applied_on),
        ),
        foot=FOOT,
    )


def _host(contents: FormContents) -> Grid:
    plain = (
        row(label(name), value(text), height_mm=ROW_MM)
        for name, text in zip(HOST_LABELS, contents.host, strict=True)
    )
    tall = ((TRAINERS, contents.trainers), (STAFF, contents.staff), (RULE_LIST, contents.rules))
    return Grid(QUARTER, (*plain, *(_tall(name, lines, TALL_MM) for name, lines in tall)))


def _tall(name: str, lines: Sequence[str], height_mm: float) -> Row:
    return row(
        label(name), value("\n".join(lines), align=Align.START, valign=VAlign.TOP), height_mm=height_mm
    )


def _premises(contents: FormContents) -> Iterator[Block]:
    areas = zip(AREA_LABELS, contents.areas, strict=True)
    cells = (cell for name, area in areas for cell in (label(name), value(area)))
    yield Grid(AREA_COLUMNS, (row(label("场地"), *cells, height_mm=AREA_MM),))
    left_out = Section.EQUIPMENT in contents.left_out
    lists = [
        EquipmentList(use.label, contents.equipment[use], BLANK_ROWS[use], left_out) for use in EquipmentUse
    ]
    yield from equipment_blocks(lists, used_mm=AREA_MM)


def _trades(contents: FormContents) -> Grid:
    head = row(*map(label, TRADE_HEADS), heading=True)
    return Grid(TRADE_COLUMNS, (head, *_trade_rows(contents)))


def _trade_rows(contents: FormContents) -> list[Row]:
    if contents.trades:
        return [_trade_row(number, line) for number, line in enumerate(contents.trades, start=1)]
    if Section.TRADES in contents.left_out:
        return [row(value(NOT_CONCERNED, colspan=len(TRADE_HEADS)))]
    return [row(*(value() for _ in TRADE_HEADS))] * BLANK_TRADES


def _trade_row(number: int, line: TradeLine) -> Row:
    return row(*map(value, (str(number), line.occupation, line.trade, line.levels, line.examiners)))


def _opinions(opinions: Opinions, remarks: Sequence[str]) -> Grid:
    given = zip(OPINION_LABELS, (opinions.host, opinions.endorser, opinions.centre), strict=True)
    rows = (row(label(name), _opinion(opinion), height_mm=OPINION_MM) for name, opinion in given)
    return Grid(QUARTER, (*rows, _tall(REMARKS, remarks, REMARKS_MM)))


def _opinion(opinion: Opinion | None) -> Cell:
    if opinion is None:
        return signature(foot=f"(盖章)  {EMPTY_DATE}")
    return signature(f"{opinion.text}\n\n{opinion.signed_by}", foot=f"(盖章)  {date_in_words(opinion.on)}")
