"""A practical task as the paper of an exam, for candidates."""

from dataclasses import replace

from documents.sheets import FormSheet, Grid, label, row, value
from question_bank.sheets.scoring import PaperFacts
from question_bank.sheets.task import TaskPaper, task_sheet

TITLE = "实操考核试卷"
# Under it stands the task's own head, whose columns these are.
COLUMNS = (4, 6, 3, 5)


def exam_sheet(
    facts: PaperFacts, task: TaskPaper, *, watermark: str | None = None, footer: str = ""
) -> FormSheet:
    """Return a task under the paper's head, with lines for whose paper it is."""
    told = TaskPaper(
        trade=facts.trade,
        level=facts.level,
        minutes=facts.minutes,
        content=task.content,
        pictures=task.pictures,
    )
    sheet = task_sheet(told, watermark=watermark)
    foot = "　".join(part for part in (facts.name, footer) if part)
    return replace(
        sheet,
        title=TITLE,
        subtitle=(facts.body_name,),
        blocks=(_whose(), *sheet.blocks),
        footer=foot,
        numbered=True,
    )


def _whose() -> Grid:
    pairs = (("考试站", "批次"), ("姓名", "准考证号"))
    return Grid(COLUMNS, tuple(row(label(left), value(), label(right), value()) for left, right in pairs))
