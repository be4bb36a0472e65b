"""The tables of the workbook: one for each kind of question, with its columns."""

from decimal import Decimal

from documents.table_import import ImportColumn, TableImport, choice, decimal_number, text
from question_bank.content import LETTERS, RIGHT, WRONG
from question_bank.content_rules import OPTION_LENGTH
from question_bank.importing.answers import answer_reader, long_text
from question_bank.kinds import CHOICES, Difficulty, QuestionKind
from question_bank.services.questions import MOST_POINTS, STEP

MOST_QUESTIONS = 5000
POINT_LENGTH = 60
# What an export tells besides; an import takes pool, trade and level from its page.
BESIDE = ("编号", "题库", "工种", "等级", "状态")
OPTIONS = tuple((f"选项{letter}", f"option_{letter.lower()}") for letter in LETTERS)

ANSWER_HINTS = {
    QuestionKind.SINGLE: ("正确选项的字母", "B"),
    QuestionKind.MULTIPLE: ("正确选项的字母，连写", "ACD"),
    QuestionKind.TRUE_FALSE: ("", "对"),
    QuestionKind.FILL_IN: (
        "一空一行（Alt+Enter 换行）或用分号隔开；同一空的几种答案用 | 隔开",
        "主轴|机床主轴",
    ),
}
STEM_HINTS = {QuestionKind.FILL_IN: ("空用四个下划线 ____ 表示", "车床的____带动工件旋转。")}


def tables() -> list[TableImport]:
    """Return what each tab of the workbook must look like, in the order of the kinds."""
    return [table_of(kind) for kind in QuestionKind]


def table_of(kind: QuestionKind) -> TableImport:
    """Return what the tab of a kind must look like."""
    columns = (*_figures(), *_words(kind), *_notes())
    return TableImport(
        kind.label, columns, max_rows=MOST_QUESTIONS, shown=("知识点", "题干"), passed_over=BESIDE
    )


def _figures() -> tuple[ImportColumn, ...]:
    difficulties = {difficulty.label: difficulty for difficulty in Difficulty}
    return (
        ImportColumn(
            "知识点",
            "knowledge_point",
            text(POINT_LENGTH),
            hint="组卷时可按知识点限定题数",
            sample="切削用量",
        ),
        ImportColumn(
            "难度",
            "difficulty",
            choice(difficulties),
            required=False,
            blank=Difficulty.MEDIUM,
            hint="不填按“中等”",
        ),
        ImportColumn("分值", "points", _points, hint=f"{STEP}–{MOST_POINTS}，以 {STEP} 为单位", sample="2"),
    )


def _words(kind: QuestionKind) -> tuple[ImportColumn, ...]:
    hint, sample = STEM_HINTS.get(kind, ("", ""))
    stem = ImportColumn("题干", "stem", long_text, hint=hint, sample=sample)
    options = _options() if kind in CHOICES else ()
    hint, sample = ANSWER_HINTS.get(kind, ("参考答案", ""))
    choices = (RIGHT, WRONG) if kind == QuestionKind.TRUE_FALSE else ()
    answer = ImportColumn("答案", "answer", answer_reader(kind), hint=hint, sample=sample, choices=choices)
    return (stem, *options, answer)


def _options() -> tuple[ImportColumn, ...]:
    return tuple(
        ImportColumn(
            header,
            key,
            text(OPTION_LENGTH),
            required=place < 2,  # noqa: PLR2004  the fewest that there may be
            blank="",
            hint="" if place else "从 A 起连续填写，2–8 个",
        )
        for place, (header, key) in enumerate(OPTIONS)
    )


def _notes() -> tuple[ImportColumn, ...]:
    return (
        ImportColumn("评分说明", "marking", long_text, required=False, blank="", hint="供评卷人使用"),
        ImportColumn("解析", "explanation", long_text, required=False, blank="", hint="自测题作答后显示"),
    )


def _points(cell: str) -> Decimal:
    read = decimal_number(STEP, Decimal(MOST_POINTS), places=1)(cell)
    if read % STEP:
        raise ValueError(f"不是 {STEP} 的倍数，请填写如 1.5 或 2")
    return read
