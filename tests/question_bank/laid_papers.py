"""Theory papers as they are laid out, made by hand; their words are made up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from question_bank.content import Content
from question_bank.kinds import QuestionKind
from question_bank.papers.laid_out import LaidOut, PaperItem, Section
from question_bank.sheets.scoring import PaperFacts

FACTS = PaperFacts(
    name="理论试卷 12",
    body_name="机械行业职业能力评价",
    trade="数控车工",
    level="四级/中级工",
    minutes=90,
    versions=("A", "B"),
)
SINGLE = Content(stem="车床主轴的作用是。", options=("传动", "支承", "冷却", "润滑"), answer=("B",))
MULTIPLE = Content(stem="刀具材料有（ ）。", options=("高速钢", "硬质合金", "木材"), answer=("A", "B"))
TRUE = Content(stem="进给量越大越好。（  ）", answer=("错",))
BLANKS = Content(
    stem="三要素是____、__________和___。",
    answer=("切削速度", "进给量|进给", "背吃刀量"),
    marking="一空 1 分",
)
TERM = Content(stem="基准", answer=("用来确定位置的点线面",), marking="缺一项扣 1 分")
ESSAY = Content(stem="试论细长轴的加工。", answer=("一夹一顶\n反向进给",), marking="每点 2 分")


def section(
    kind: QuestionKind,
    contents: Sequence[Content],
    *,
    first: int = 1,
    points: str = "2",
    pictures: Mapping[int, tuple[bytes, ...]] | None = None,
) -> Section:
    """Lay questions of a kind out, all for the same points."""
    each = Decimal(points)
    items = tuple(
        PaperItem(number, each, content, (pictures or {}).get(number, ()))
        for number, content in enumerate(contents, start=first)
    )
    return Section(kind, each, each * len(items), items)


def laid(*sections: Section, minutes: int = 90) -> LaidOut:
    """Lay sections out as a paper."""
    return LaidOut(sections, sum((one.total for one in sections), Decimal(0)), minutes)


def every_kind() -> LaidOut:
    """Lay a paper out that has a question of most kinds."""
    return laid(
        section(QuestionKind.SINGLE, [SINGLE, SINGLE]),
        section(QuestionKind.MULTIPLE, [MULTIPLE], first=3),
        section(QuestionKind.TRUE_FALSE, [TRUE], first=4),
        section(QuestionKind.FILL_IN, [BLANKS], first=5, points="3"),
        section(QuestionKind.TERM, [TERM], first=6, points="5"),
        section(QuestionKind.ESSAY, [ESSAY], first=7, points="20"),
    )
