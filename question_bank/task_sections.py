"""Which section of a practical task's document each paragraph, table and picture belongs to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from question_bank.task_content import TABLE_SECTIONS, TEXT_SECTIONS
from question_bank.task_tables import bare, is_scoring
from question_bank.word.blocks import WordBlock

NOTE = "※"  # begins the template's notes
SECTIONS = {
    "requirements": {"考核要求", "考试要求"},
    "materials": {"材料准备", "材料清单"},
    "tools": {"工量具准备", "工具量具准备", "工量刃具准备", "设备工量具准备", "设备工具量具准备", "工具准备"},
    "steps": {"操作步骤", "任务说明", "操作步骤任务说明", "操作说明", "工作任务", "任务要求"},
    "captions": {"图样", "图纸", "附图", "图样图纸"},
    "scoring": {
        "评分表",
        "评分标准",
        "评分记录表",
        "配分与评分标准",
        "配分评分标准",
        "配分及评分标准",
        "评分细则",
    },
    "safety": {"安全文明", "安全文明生产", "安全文明操作", "安全文明要求", "安全文明生产要求"},
}
TITLES = {**TEXT_SECTIONS, **TABLE_SECTIONS, "scoring": "评分表", "captions": "图样"}
REQUIRED = [name for name in TITLES if name != "captions"]
FACTS = {
    "title": {"名称", "试题名称", "题目名称", "课题名称", "考核名称"},
    "minutes": {"考核时间", "考试时间", "考核时间分钟", "考试时间分钟", "考核时限", "考核时间min"},
}
HEADING = re.compile(
    r"^\s*(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?([^:：]{1,20})(?:[:：]\s*(.*))?$", re.DOTALL
)


@dataclass
class Found:
    """What stands where in a document."""

    facts: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[WordBlock]] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


def sorted_out(blocks: Iterable[WordBlock]) -> Found:
    """Return what stands in which section of a document, or before the first."""
    found, section = Found(), ""
    for block in blocks:
        name, rest = _heading(block)
        section = name or section
        text = rest if name else block.mark + block.text.strip()
        if name:
            found.texts.setdefault(name, [])
        if block.rows:
            _take_table(found, block, section)
        elif text and not text.startswith(NOTE):
            _take_text(found, text, section)
        found.pictures += block.pictures
    return found


def _heading(block: WordBlock) -> tuple[str, str]:
    """Return the section that a paragraph opens, if it opens one, and what stands behind its name."""
    parts = HEADING.fullmatch(block.text.strip())
    key = bare(parts[1]) if parts else ""
    name = next((name for name, words in SECTIONS.items() if key in words), "")
    return name, (parts[2] or "").strip() if parts else ""


def _take_table(found: Found, block: WordBlock, section: str) -> None:
    """File a table under its section; a scoring table is known by its headings, wherever it stands."""
    if is_scoring(block.rows):
        section = "scoring"
    if section:
        found.tables.setdefault(section, []).append(block)
        return
    for row in block.rows:
        cells = [cell.text for cell in row if not (cell.beside or cell.above)]
        for label, held in pairwise(cells):
            _take_fact(found, label, held)


def _take_text(found: Found, text: str, section: str) -> None:
    if section:
        found.texts.setdefault(section, []).append(text)
        return
    for line in text.split("\n"):
        label, _, held = line.replace("：", ":").partition(":")
        _take_fact(found, label, held.strip())


def _take_fact(found: Found, label: str, held: str) -> None:
    for name, words in FACTS.items():
        if bare(label) in words and held and not held.startswith(NOTE):
            found.facts.setdefault(name, held)
