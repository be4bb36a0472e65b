"""A practical task on paper, and the Word template that stations fill in (guide 4.5.1-10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.pictures import photo_within
from documents.sheets import (
    Align,
    Block,
    FormSheet,
    Grid,
    Heading,
    Row,
    Text,
    VAlign,
    label,
    portrait,
    row,
    value,
)
from question_bank.models import PracticalTask
from question_bank.task_content import FULL_POINTS, ScoringRow, Supply, TaskContent, plain_points
from question_bank.task_sections import NOTE

TITLE = "实操试题"
EMPTY = TaskContent()
DRAWING_MM = (160.0, 190.0)
LONG_TEXT = 300  # characters that may need more than what is left of a page
TEMPLATE_ROWS = {"materials": 4, "tools": 6, "scoring": 10}
NOTES = {
    "": "以“※”开头的是填写说明，不会读入，可以保留。请不要改动各部分的标题和表头，表格可以增加行。"
    "不要使用宏、超链接、文本框和嵌入对象。",
    "requirements": "写明质量、时间等要求，一条一段。",
    "materials": "每名考生所需；没有的在名称栏写“无”。",
    "tools": "按本站现有设备填写；没有的在名称栏写“无”。",
    "steps": "写明要完成的任务和步骤，一步一段。",
    "captions": "在下面插入图样（JPEG 或 PNG 图片，最多 12 张）；没有图样可以留空。",
    "scoring": "配分可以有小数，各行相加必须为 100 分；“合计”行请保留。",
    "safety": "写明安全文明生产的要求，以及应停止考核的情形。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPaper:
    """What a practical task shows on paper; drawings as the files of pictures."""

    trade: str = ""
    level: str = ""
    minutes: int | None = None
    content: TaskContent = EMPTY
    pictures: tuple[bytes, ...] = ()


def paper_of(task: PracticalTask) -> TaskPaper:
    """Return what a task shows on paper."""
    return TaskPaper(
        trade=str(task.trade),
        level=task.get_level_display(),
        minutes=task.minutes,
        content=task.content,
        pictures=tuple(picture.file.read() for picture in task.pictures.all()),
    )


def task_sheet(paper: TaskPaper, *, watermark: str | None = None, footer: str = "") -> FormSheet:
    """Return a task as a sheet, in the order in which it is read."""
    return FormSheet(TITLE, tuple(_blocks(paper)), watermark=watermark, footer=footer)


def template_sheet() -> FormSheet:
    """Return the empty task with notes on how to fill it."""
    blank = replace(
        EMPTY,
        materials=(Supply(""),) * TEMPLATE_ROWS["materials"],
        tools=(Supply(""),) * TEMPLATE_ROWS["tools"],
    )
    return FormSheet(TITLE, tuple(_blocks(TaskPaper(content=blank), notes=True)))


def _blocks(paper: TaskPaper, *, notes: bool = False) -> Iterator[Block]:
    content = paper.content
    sections: tuple[tuple[str, str, Sequence[Block]], ...] = (
        ("requirements", "一、考核要求", _texts(content.requirements)),
        ("materials", "二、材料准备", [_supplies(content.materials)]),
        ("tools", "三、工量具准备", [_supplies(content.tools)]),
        ("steps", "四、操作步骤", _texts(content.steps)),
        ("scoring", "五、评分表", [_scoring(content.scoring)]),
        ("safety", "六、安全文明", _texts(content.safety)),
        ("captions", "七、图样", [*_texts(content.captions), *_drawings(paper.pictures)]),
    )
    yield from _notes("") if notes else ()
    yield _facts(paper)
    drawn = bool(content.captions or paper.pictures)
    for name, title, blocks in sections:
        if name == "captions" and not (drawn or notes):
            continue
        yield Heading(title)
        yield from _notes(name) if notes else ()
        yield from blocks


def _notes(name: str) -> Iterator[Text]:
    yield Text(f"{NOTE} {NOTES[name]}")


def _texts(text: str) -> list[Block]:
    return [Text(line, indent=bool(line)) for line in text.split("\n")]


def _facts(paper: TaskPaper) -> Grid:
    minutes = "" if paper.minutes is None else str(paper.minutes)
    rows = [row(label("名称"), value(paper.content.title, colspan=3))]
    if paper.trade:
        rows.append(row(label("工种"), value(paper.trade), label("等级"), value(paper.level)))
    rows.append(row(label("考核时间（分钟）"), value(minutes), label("满分"), value(f"{FULL_POINTS} 分")))
    return Grid((4, 6, 3, 5), tuple(rows))


def _supplies(supplies: Sequence[Supply]) -> Grid:
    heads = row(*map(label, ("序号", "名称", "规格", "数量")), heading=True)
    lines = [
        row(value(str(number)), value(one.name), value(one.specification), value(one.quantity), height_mm=8)
        for number, one in enumerate(supplies, start=1)
    ]
    return Grid((1, 4, 4, 2), (heads, *lines))


def _drawings(pictures: Sequence[bytes]) -> Iterator[Grid]:
    for content in pictures:
        photo = photo_within(content, width_mm=DRAWING_MM[0], height_mm=DRAWING_MM[1])
        yield Grid((1,), (row(portrait(photo), height_mm=photo.height_mm + 4),))


def _scoring(rows: Sequence[ScoringRow]) -> Grid:
    heads = row(*map(label, ("序号", "考核内容", "评分标准", "配分")), heading=True)
    filled = [
        _scoring_row(number, one.content, one.standard, plain_points(one.points))
        for number, one in enumerate(rows, start=1)
    ]
    empty = [_scoring_row(number + 1, "", "", "") for number in range(TEMPLATE_ROWS["scoring"])]
    total = row(label("合计", colspan=3), value(plain_points(FULL_POINTS)), height_mm=8)
    return Grid((1, 4, 6, 1.6), (heads, *(filled or empty), total))


def _scoring_row(number: int, content: str, standard: str, points: str) -> Row:
    fit = VAlign.TOP if len(content + standard) > LONG_TEXT else VAlign.MIDDLE
    texts = (value(text, align=Align.START, valign=fit) for text in (content, standard))
    return row(value(str(number)), *texts, value(points), height_mm=9)
