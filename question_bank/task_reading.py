"""Reading a practical task out of its Word document, or every reason why that can't be done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from accounts.names import fold
from documents.pictures import Picture
from ostami.problems import Problem, refuse_if
from question_bank.task_content import (
    CLAUSE,
    MINUTES_MAX,
    TABLE_SECTIONS,
    TEXT_SECTIONS,
    TITLE_MAX,
    Supply,
    TaskContent,
    scoring_problems,
    task_problems,
)
from question_bank.task_pictures import read_pictures
from question_bank.task_sections import REQUIRED, TITLES, Found, sorted_out
from question_bank.task_tables import Scoring, is_scoring, read_scoring, read_supplies
from question_bank.word.archive import DOCUMENT, USE_TEMPLATE, document_parts, parsed
from question_bank.word.blocks import WordBlock, blocks_of
from question_bank.word.checks import acting_fields, unreadable
from question_bank.word.numbering import Numbering

NUMBERING = "word/numbering.xml"
NO_SCORING = "没有找到评分表，表头应有“考核内容、评分标准、配分”"


@dataclass(frozen=True, slots=True)
class ReadTask:
    """What was read from a document."""

    minutes: int
    content: TaskContent
    pictures: tuple[Picture, ...]


def read_task(content: bytes, *, title: str = "", minutes: int | None = None) -> ReadTask:
    """Return the task that a Word document describes (guide 4.5.1-10).

    Args:
        content: the file as it was sent.
        title: stands in place of the document's, where it is given.
        minutes: likewise.

    Raises:
        BlockedError: the file won't do, or with a sentence for everything that is missing or can't be read.
    """
    parts = document_parts(content)
    root = parsed(parts[DOCUMENT])
    refuse_if([*acting_fields(parts), *unreadable(root)])
    found = sorted_out(blocks_of(_body(root), _numbering(parts)))
    problems: list[Problem] = []
    read = _content(found, problems)
    title = title or _title(found.facts.get("title", ""), problems)
    minutes = minutes or _minutes(found.facts.get("minutes", ""), problems)
    pictures = read_pictures(found.pictures, parts, problems)
    refuse_if(problems)
    return ReadTask(minutes, replace(read, title=title), pictures)


def _numbering(parts: Mapping[str, bytes]) -> Numbering:
    return Numbering(parsed(parts[NUMBERING]) if NUMBERING in parts else None)


def _body(root: Any) -> Any:
    return next(iter(root.iter(qn("w:body"))), ())


def _content(found: Found, problems: list[Problem]) -> TaskContent:
    """Return the words; what is missing or stands in the wrong place goes to `problems`."""
    missing = [name for name in REQUIRED if name not in found.texts and name not in found.tables]
    problems += [_problem(f"文档中没有“{TITLES[name]}”这一部分", USE_TEMPLATE) for name in missing]
    problems += _misplaced(found)
    scoring = _scoring(found.tables.get("scoring", []))
    texts = {name: "\n".join(found.texts.get(name, ())) for name in (*TEXT_SECTIONS, "captions")}
    supplies = {name: _supplies(found, name, problems) for name in TABLE_SECTIONS}
    content = TaskContent(
        requirements=texts["requirements"],
        materials=supplies["materials"],
        tools=supplies["tools"],
        steps=texts["steps"],
        scoring=tuple(scoring.rows),
        safety=texts["safety"],
        captions=texts["captions"],
    )
    said = tuple(f"“{TITLES[name]}”" for name in missing)
    problems += [one for one in task_problems(content, scored=False) if not one.text.startswith(said)]
    if "scoring" not in missing:
        judged = scoring_problems(content.scoring, stated=scoring.stated)
        problems += scoring.problems or judged
    return content


def _scoring(tables: Sequence[WordBlock]) -> Scoring:
    fitting = [table for table in tables if is_scoring(table.rows)]
    if len(fitting) == 1:
        return read_scoring(fitting[0].rows)
    what = f"文档中有 {len(fitting)} 个评分表" if fitting else NO_SCORING
    remedy = "请合并为一个，配分合计 100 分" if fitting else USE_TEMPLATE
    return Scoring(problems=[_problem(what, remedy)])


def _supplies(found: Found, name: str, problems: list[Problem]) -> tuple[Supply, ...]:
    rows: list[Supply] = []
    for table in found.tables.get(name, ()):
        read = read_supplies(table.rows)
        if read is None:
            problems.append(_problem(f"“{TITLES[name]}”的表头应为“名称、规格、数量”", USE_TEMPLATE))
        rows += read or ()
    return tuple(rows)


def _misplaced(found: Found) -> Iterator[Problem]:
    """Yield what stands where it wouldn't be read: nothing is left out silently."""
    for name in (*TABLE_SECTIONS, "scoring"):
        if texts := found.texts.get(name):
            text = f"“{TITLES[name]}”的表格外还有文字“{texts[0][:20]}”"
            yield _problem(text, "请移到表格内，或移到“考核要求”“操作步骤”中")
    for name in (*TEXT_SECTIONS, "captions"):
        cells = (cell for table in found.tables.get(name, ()) for row in table.rows for cell in row)
        if any(cell.text for cell in cells):
            yield _problem(f"“{TITLES[name]}”中的表格不能读取", "请改为文字或图片后重新上传")
    if any(not is_scoring(table.rows) for table in found.tables.get("scoring", ())):
        yield _problem("“评分表”部分有别的表格，或表头不全", "评分表的表头应有“考核内容、评分标准、配分”")


def _title(typed: str, problems: list[Problem]) -> str:
    title = " ".join(typed.split())
    if not title:
        problems.append(_problem("文档中没有填写名称", "请在文档的“名称”栏或本页填写"))
    if len(title) > TITLE_MAX:
        problems.append(_problem(f"名称为 {len(title)} 字，不能超过 {TITLE_MAX} 字", "请缩短，或在本页填写"))
    return title


def _minutes(typed: str, problems: list[Problem]) -> int:
    digits = fold(typed).removesuffix("钟").removesuffix("分").removesuffix("min")
    if digits.isascii() and digits.isdecimal() and 0 < int(digits[:6]) <= MINUTES_MAX:
        return int(digits)
    text = f"考核时间“{typed[:20]}”不是分钟数" if typed else "文档中没有填写考核时间"
    problems.append(_problem(text, f"请填写 1 至 {MINUTES_MAX} 的整数（分钟），如 120"))
    return 0


def _problem(text: str, remedy: str) -> Problem:
    return Problem(text, CLAUSE, remedy, "file")
