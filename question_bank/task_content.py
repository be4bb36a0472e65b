"""What a practical task says, as data: the part that is sealed, and what must hold of it."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from ostami.problems import Problem

CLAUSE = "4.5.1-10"
FULL_POINTS = Decimal(100)  # guide 4.6-1: theory and practical count 0 to 100 each
MOST_NAMED = 30
TITLE_MAX, MINUTES_MAX = 60, 1440
TEXT_SECTIONS = {"requirements": "考核要求", "steps": "操作步骤", "safety": "安全文明"}
TABLE_SECTIONS = {"materials": "材料准备", "tools": "工量具准备"}
STATED_POINTS = re.compile(r"(?:共|满分|计|占|配分)\s*(\d+(?:\.\d+)?)\s*分")
MEND = "请在 Word 文档中改正后重新上传"


def plain_points(points: Decimal) -> str:
    """Return points without needless zeros."""
    return f"{points.normalize():f}"


@dataclass(frozen=True, slots=True)
class Supply:
    """Something to have ready: a material, a tool or a gauge."""

    name: str
    specification: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class ScoringRow:
    """One row of the scoring table: what is judged, how, and for how many points."""

    content: str
    standard: str
    points: Decimal

    @property
    def plain_points(self) -> str:
        """The points without needless zeros."""
        return plain_points(self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContent:
    """A practical task's words; its time stands in the row, its drawings in files of their own."""

    title: str = ""
    requirements: str = ""
    materials: tuple[Supply, ...] = ()
    tools: tuple[Supply, ...] = ()
    steps: str = ""
    scoring: tuple[ScoringRow, ...] = ()
    safety: str = ""
    captions: str = ""

    @property
    def points(self) -> Decimal:
        """The sum of the scoring table."""
        return sum((row.points for row in self.scoring), Decimal(0))

    @property
    def plain_sum(self) -> str:
        """The sum without needless zeros."""
        return plain_points(self.points)

    def as_text(self) -> str:
        """Return the content as JSON; `read_task_content` gives it back."""
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


def read_task_content(text: str) -> TaskContent:
    """Return what `TaskContent.as_text` wrote."""
    facts = json.loads(text)
    for name in TABLE_SECTIONS:
        facts[name] = tuple(Supply(**row) for row in facts[name])
    facts["scoring"] = tuple(
        ScoringRow(row["content"], row["standard"], Decimal(row["points"])) for row in facts["scoring"]
    )
    return TaskContent(**facts)


def task_problems(content: TaskContent, *, scored: bool = True) -> Iterator[Problem]:
    """Yield what a task lacks, each for the form's field ``file`` (guide 4.5.1-10).

    Args:
        content: the task.
        scored: whether its scoring table is judged too.
    """
    for name, title in TEXT_SECTIONS.items():
        if not getattr(content, name):
            yield _problem(f"“{title}”没有内容", f"请在文档的“{title}”标题下填写后重新上传")
    for name, title in TABLE_SECTIONS.items():
        if not getattr(content, name):
            yield _problem(f"“{title}”的表格没有内容", "请填写后重新上传；确实没有的，在名称栏写“无”")
        yield from _supply_problems(title, getattr(content, name))
    if scored:
        yield from scoring_problems(content.scoring)


def _supply_problems(title: str, rows: Sequence[Supply]) -> Iterator[Problem]:
    for number, row in enumerate(rows, start=1):
        if not row.name:
            yield _problem(f"“{title}”第 {number} 行没有名称", MEND)


def scoring_problems(rows: Sequence[ScoringRow], *, stated: Decimal | None = None) -> Iterator[Problem]:
    """Yield what is wrong with a scoring table.

    Args:
        rows: the table's rows without its total.
        stated: what the table itself names as its total, where it does.
    """
    if not rows:
        yield _problem("评分表没有内容", MEND)
        return
    for number, row in enumerate(rows, start=1):
        if not row.content:
            yield _problem(f"评分表第 {number} 行没有考核内容", MEND)
        if row.points <= 0:
            yield _problem(f"评分表第 {number} 行的配分为 {plain_points(row.points)}，应大于 0", MEND)
    yield from _sum_problems(rows, stated)


def _sum_problems(rows: Sequence[ScoringRow], stated: Decimal | None) -> Iterator[Problem]:
    total = sum((row.points for row in rows), Decimal(0))
    if total != FULL_POINTS:
        yield _problem(f"评分表合计 {plain_points(total)} 分，应为 {FULL_POINTS} 分", _where(rows, total))
    elif stated not in {None, total}:
        named = plain_points(stated or Decimal(0))
        text = f"评分表各行配分相加为 {plain_points(total)} 分，合计行写的是 {named} 分"
        yield _problem(text, "请改正合计行后重新上传")


def _where(rows: Sequence[ScoringRow], total: Decimal) -> str:
    """Name the rows that look wrong; where none does, what was read of each."""
    if odd := sorted(set(_odd_rows(rows, total))):
        return f"请检查第 {'、'.join(map(str, odd))} 行，改正后重新上传"
    read = [f"第 {number} 行 {plain_points(row.points)} 分" for number, row in enumerate(rows, start=1)]
    more = "等" if len(read) > MOST_NAMED else ""
    return f"读到的配分是：{'、'.join(read[:MOST_NAMED])}{more}。请核对后重新上传"


def _odd_rows(rows: Sequence[ScoringRow], total: Decimal) -> Iterator[int]:
    """Yield rows whose words name other points, that stand there twice, or that are just what is too much."""
    times = Counter((row.content, row.standard) for row in rows)
    for number, row in enumerate(rows, start=1):
        stated = STATED_POINTS.search(f"{row.content} {row.standard}")
        if stated and Decimal(stated[1]) != row.points:
            yield number
        if times[row.content, row.standard] > 1 or row.points == total - FULL_POINTS:
            yield number


def _problem(text: str, remedy: str) -> Problem:
    return Problem(text, CLAUSE, remedy, "file")
