"""The paper of an annual review (年度审查表)."""

from collections.abc import Iterator, Sequence
from datetime import date

from documents.sheets import (
    EMPTY_DATE,
    Align,
    FormSheet,
    Grid,
    Row,
    VAlign,
    date_in_words,
    label,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from ostami import clock
from stations.completeness import AREAS
from stations.figures import Figure, shown_figures
from stations.models import AnnualReview
from stations.opinions import decision_on
from stations.reviews import answer_label

TITLE = "机械行业职业能力评价考试站年度审查表"
COLUMNS = (42, 50, 42, 50)
ROW_MM = 11
TEXT_MM = 32
SIGNATURE_MM = 44
DRAFT_MARK = "未提交"
AREA_UNIT = "平方米"
TEXTS = ("premises_changes", "staff_changes", "self_assessment", "shortcomings")


def review_sheet(review: AnnualReview, *, on: date) -> FormSheet:
    """Return a review as a paper, with its figures of the day `on` while it is open, and the decision."""
    return FormSheet(
        title=TITLE,
        subtitle=(f"{review.year} 年度",),
        blocks=(Grid(COLUMNS, tuple(_rows(review, on))),),
        watermark=practice_mark(DRAFT_MARK if review.is_open else None),
        footer=f"{review.station}　{review.year} 年度",
    )


def _rows(review: AnnualReview, on: date) -> Iterator[Row]:
    station = review.station
    yield row(label("考试站名称"), value(station.organisation.name, colspan=3), height_mm=ROW_MM)
    facts = [Figure("机构编码", station.code), Figure("承建单位", station.host_organization)]
    yield from _pairs([*facts, *_areas(review), *shown_figures(review, on=on)])
    for name in TEXTS:
        yield _text(answer_label(name), getattr(review, name))
    yield _own_signature(review)
    yield _decision(review)


def _areas(review: AnnualReview) -> list[Figure]:
    return [Figure(answer_label(name), _area(getattr(review, name))) for name in AREAS]


def _area(area: object) -> str:
    return "" if area is None else f"{area} {AREA_UNIT}"


def _pairs(figures: Sequence[Figure]) -> Iterator[Row]:
    for first, second in zip(figures[::2], [*figures[1::2], None], strict=False):
        yield _pair(first, second)


def _pair(first: Figure, second: Figure | None) -> Row:
    if second is None:
        return row(label(first.label), value(first.text, colspan=3), height_mm=ROW_MM)
    cells = (label(first.label), value(first.text), label(second.label), value(second.text))
    return row(*cells, height_mm=ROW_MM)


def _text(name: str, text: str) -> Row:
    cell = value(text, colspan=3, align=Align.START, valign=VAlign.TOP)
    return row(label(name), cell, height_mm=TEXT_MM)


def _own_signature(review: AnnualReview) -> Row:
    handed_in = review.submitted_at if not review.is_open else None
    day = date_in_words(clock.day_of(handed_in)) if handed_in else EMPTY_DATE
    foot = f"站长签字：　　　　　　（盖章）　{day}"
    return row(
        label("考试站意见"),
        signature("以上内容属实，由本站负责。", foot=foot, colspan=3),
        height_mm=SIGNATURE_MM,
    )


def _decision(review: AnnualReview) -> Row:
    opinion = decision_on(review)
    text = f"评定结果：{review.get_grade_display()}\n{opinion.text}" if opinion else ""
    name, day = (opinion.signed_by, opinion.on) if opinion else ("　　　　　　", None)
    foot = f"签字：{name}（盖章）\n{date_in_words(day)}"
    return row(
        label("管理站（省级分支机构）评定意见"), signature(text, foot=foot, colspan=3), height_mm=SIGNATURE_MM
    )
