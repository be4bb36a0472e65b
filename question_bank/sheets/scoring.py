"""Sheets on which examiners write down points: one for a theory paper, one for a practical one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from documents.sheets import (
    EMPTY_DATE,
    Align,
    Block,
    Field,
    Fields,
    FormSheet,
    Grid,
    Row,
    VAlign,
    label,
    row,
    signature,
    value,
)
from question_bank.task_content import FULL_POINTS, ScoringRow, plain_points

THEORY_TITLE, PRACTICAL_TITLE = "理论知识考试评分表", "实操考核评分记录表"
ORDINALS = "一二三四五六七八九十"
EMPTY_SECTIONS, EMPTY_ROWS = 7, 12
LONG_TEXT = 240  # characters that may need more than what is left of a page
BY_HAND = "　" * 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Which paper is scored.

    Attributes:
        name: the paper's name, 理论试卷 12.
        body_name: whose evaluation it is.
        versions: the letters of its versions, to tick one.
    """

    name: str
    body_name: str
    trade: str
    level: str
    minutes: int
    versions: tuple[str, ...] = ("A",)


@dataclass(frozen=True, slots=True)
class SectionPoints:
    """A section of a theory paper: its kind, how many questions it has, and their points in all."""

    kind: str
    count: int
    total: Decimal


def theory_scoring(
    facts: PaperFacts, sections: Sequence[SectionPoints], *, watermark: str | None = None, footer: str = ""
) -> FormSheet:
    """Return the marking sheet of one candidate's theory paper; without sections, rows to fill by hand."""
    total = sum((one.total for one in sections), Decimal(0)) if sections else FULL_POINTS
    blocks = (_facts(facts), _theory_grid(sections, total), *_theory_foot())
    return _sheet(THEORY_TITLE, facts, blocks, watermark, footer)


def practical_scoring(
    facts: PaperFacts, rows: Sequence[ScoringRow], *, watermark: str | None = None, footer: str = ""
) -> FormSheet:
    """Return the record of one candidate's practical exam; without rows, rows to fill by hand."""
    blocks = (_facts(facts, at_work=True), _practical_grid(rows), *_practical_foot())
    return _sheet(PRACTICAL_TITLE, facts, blocks, watermark, footer)


def _sheet(
    title: str, facts: PaperFacts, blocks: tuple[Block, ...], watermark: str | None, footer: str
) -> FormSheet:
    told = "　".join(part for part in (facts.name, footer) if part)
    return FormSheet(
        title,
        blocks,
        subtitle=(facts.body_name,),
        watermark=watermark,
        footer=told,
        numbered=True,
        text_pt=11,
    )


def _facts(facts: PaperFacts, *, at_work: bool = False) -> Grid:
    versions = "　".join(f"□ {letter}卷" for letter in facts.versions)
    last = (
        (label("工位"), value(), label("起止时间"), value())
        if at_work
        else (label("卷别"), value(versions), label("考试时间"), value(f"{facts.minutes} 分钟"))
    )
    rows = (
        row(label("工种"), value(facts.trade), label("等级"), value(facts.level), height_mm=9),
        row(label("考试站"), value(), label("批次"), value(), height_mm=9),
        row(label("考生姓名"), value(), label("准考证号"), value(), height_mm=9),
        row(*last, height_mm=9),
    )
    return Grid((2.4, 6, 2.4, 5), rows)


def _theory_grid(sections: Sequence[SectionPoints], total: Decimal) -> Grid:
    heads = ("题号", "题型", "题数", "满分", "得分", "评卷人", "复核人")
    known = [
        _line(ordinal, one.kind, str(one.count), plain_points(one.total))
        for ordinal, one in zip(ORDINALS, sections, strict=False)
    ]
    empty = [_line(ordinal, "", "", "") for ordinal in ORDINALS[:EMPTY_SECTIONS]]
    count = str(sum(one.count for one in sections)) if sections else ""
    last = row(label("总分", colspan=2), value(count), value(plain_points(total)), value(), value(), value())
    rows = (row(*map(label, heads), heading=True), *(known or empty), last)
    return Grid((1.6, 4, 1.8, 1.8, 2.4, 3.2, 3.2), rows)


def _line(*texts: str) -> Row:
    return row(*map(value, texts), value(), value(), value())


def _theory_foot() -> Iterator[Block]:
    yield _signed("评卷人", "复核人", "考评组长")
    yield Fields((Field("说明", "改动处须由评卷人签字；总分由复核人核对。"),))


def _practical_grid(rows: Sequence[ScoringRow]) -> Grid:
    heads = ("序号", "考核内容", "评分标准", "配分", "扣分", "得分", "备注")
    known = [_scored(number, one) for number, one in enumerate(rows, start=1)]
    empty = [row(value(str(number + 1)), *(value() for _ in heads[1:])) for number in range(EMPTY_ROWS)]
    last = row(label("合计", colspan=3), value(plain_points(FULL_POINTS)), value(), value(), value())
    lines = (row(*map(label, heads), heading=True), *(known or empty), last)
    return Grid((1.2, 3.4, 6.8, 1.4, 1.4, 1.4, 1.8), lines)


def _scored(number: int, one: ScoringRow) -> Row:
    fit = VAlign.TOP if len(one.content + one.standard) > LONG_TEXT else VAlign.MIDDLE
    texts = (value(text, align=Align.START, valign=fit) for text in (one.content, one.standard))
    return row(value(str(number)), *texts, value(one.plain_points), value(), value(), value())


def _practical_foot() -> Iterator[Block]:
    yield _signed("考评员", "考评员", "考评组长")
    yield Fields((Field("考生确认签字", BY_HAND),))


def _signed(*who: str) -> Grid:
    cells = (signature(f"{one}（签字）", foot=EMPTY_DATE) for one in who)
    return Grid((1,) * len(who), (row(*cells, height_mm=26),))
