"""What stands in the way of a paper."""

from collections.abc import Iterator

from django.conf import settings

from ostami.problems import Problem
from question_bank.models import ItemStatus, Paper, PaperQuestion, PaperStatus
from question_bank.paper_kinds import PaperPart, PaperSource
from question_bank.selectors.recent_questions import recently_asked
from workflow.lifecycle import Step

MAKE_ANOTHER = "请另换试题"


def own(step: Step[Paper]) -> Iterator[Problem]:
    """A paper is kept by whoever owns it."""
    if step.case.owner_id != step.actor.organisation_id:
        yield Problem("这是其他机构的试卷，不能办理", remedy="请由所属机构办理")


def author(step: Step[Paper]) -> Iterator[Problem]:
    """Only its author hands a paper in, so that whoever checks it has had no hand in it."""
    if step.case.written_by_id != step.actor.pk and step.case.written_by.is_active:
        yield Problem(f"这份试卷由{step.case.written_by}编写，请由其本人提交", remedy="其他人员可以复核")


def second_person(step: Step[Paper]) -> Iterator[Problem]:
    """What one person composed is checked by another."""
    if step.case.written_by_id == step.actor.pk:
        yield Problem("试卷须由命题人以外的人复核", remedy="请用本机构另一名人员的账号复核")


def complete(step: Step[Paper]) -> Iterator[Problem]:
    """A paper is whole: it has its questions, its task or its file, and all of them may be used."""
    paper = step.case
    match paper.source:
        case PaperSource.TASK:
            yield from _task_problems(paper)
        case PaperSource.UPLOADED:
            if not paper.files.filter(part=PaperPart.PAPER_A).exists():
                yield Problem("还没有上传试卷文件", "4.5.1-10", "请上传 PDF")
        case _:
            yield from _question_problems(paper)


def _task_problems(paper: Paper) -> Iterator[Problem]:
    if paper.task is None or paper.task.status != ItemStatus.ACTIVE:
        yield Problem("所用的实操试题未启用或已停用", "4.5.1-10", "请删除本卷，另选实操试题成卷")


def _question_problems(paper: Paper) -> Iterator[Problem]:
    rows = list(paper.questions.select_related("question"))
    if not rows:
        yield Problem("试卷还没有试题", "4.5.1-10", "请添加试题")
    usable = {ItemStatus.ACTIVE}
    if paper.source == PaperSource.WORKBOOK and paper.status != PaperStatus.CHECKED:
        # Its questions came with it: whoever checks the paper checks them too.
        usable.add(ItemStatus.SUBMITTED)
    gone = [row for row in rows if row.question.status not in usable]
    if gone:
        places = "、".join(str(row.place) for row in gone)
        yield Problem(f"第 {places} 题已停用或尚未启用", "4.5.1-10", MAKE_ANOTHER)
    yield from _asked_lately(paper, rows)
    known = dict[str, int]()
    for row in rows:
        twin = known.setdefault(row.question.likeness, row.place)
        if twin != row.place:
            yield Problem(f"第 {twin} 题与第 {row.place} 题相同", "4.5.1-10", MAKE_ANOTHER)


def _asked_lately(paper: Paper, rows: list[PaperQuestion]) -> Iterator[Problem]:
    """Nothing is asked twice within a bank's last papers, however they came to be."""
    facts = {"owner_id": paper.owner_id, "trade_id": paper.trade_id, "level": paper.level}
    asked = recently_asked(**facts, beside=paper)
    if places := [str(row.place) for row in rows if row.question_id in asked]:
        text = f"第 {'、'.join(places)} 题在前后 {settings.PAPER_LOOKBACK} 份试卷中用过"
        yield Problem(text, "4.5.1-10", MAKE_ANOTHER)
