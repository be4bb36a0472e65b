"""Verbs on papers: composed by a blueprint, made of a practical task, discarded."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import Organisation, User
from ostami.problems import Problem, refuse_if
from question_bank.blueprint_facts import BlueprintFacts, facts_of
from question_bank.composing import Composed, compose
from question_bank.models import Blueprint, ItemStatus, Paper, PaperQuestion, PracticalTask, Question
from question_bank.paper_kinds import PaperKind, PaperSource
from question_bank.papers.drawn import nothing_drawn, told_of
from question_bank.scope import scope_problems
from question_bank.selectors.blueprints import pool_of, recipe_of
from question_bank.selectors.recent_questions import recently_asked
from question_bank.services.blueprints import not_own
from workflow import audit


@transaction.atomic
def compose_paper(
    *, blueprint: Blueprint, actor: User, at: datetime, seed: str = "", versions: int = 2
) -> Paper:
    """Draw a theory paper from the own bank; what the bank couldn't give stands in its `drawn`.

    Args:
        blueprint: by which it is drawn.
        actor: who composes it.
        at: the instant of the act.
        seed: any text, by which the draw can be repeated; one by chance unless it is told.
        versions: 1 or 2.

    Raises:
        BlockedError: the blueprint is another organisation's, its trade and level are out of scope (guide
            2.5.1), or the bank has no question for it.
        Http404: the blueprint is gone, or not in the actor's scope.
    """
    lock_bank(blueprint.owner_id)
    row = _locked_blueprint(blueprint, actor)
    refuse_if([*not_own(row, actor), *scope_problems(actor, trade=row.trade, level=row.level)])
    facts, pool = facts_of(row), pool_of(row)
    asked = recently_asked(owner_id=row.owner_id, trade_id=row.trade_id, level=row.level)
    excluded = {item.id for item in pool} & asked
    composed = compose(pool, recipe_of(facts), seed=seed or secrets.token_hex(8), excluded=excluded)
    refuse_if(nothing_drawn(composed, len(excluded)))
    paper = _made(
        row,
        actor,
        at,
        kind=PaperKind.THEORY,
        source=PaperSource.COMPOSED,
        versions=versions,
        blueprint=row,
        drawn=told_of(facts, composed, excluded),
    )
    _store_questions(paper, composed, facts)
    sentence = f"按组卷方案组成了试卷，共 {len(composed.ids)} 题"
    audit.record(paper, action="compose", sentence=sentence, actor=actor, at=at)
    return paper


@transaction.atomic
def paper_of_task(*, task: PracticalTask, actor: User, at: datetime) -> Paper:
    """Make a practical paper of a task of the own bank.

    Raises:
        BlockedError: the task is another organisation's, isn't active, or is out of scope (guide 2.5.1).
        Http404: the task is gone, or not in the actor's scope.
    """
    rows = PracticalTask.objects.order_by().select_for_update(of=("self",), no_key=True)
    row = rows.select_related("trade__occupation").filter(pk=task.pk).first()
    if row is None or not PracticalTask.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Http404
    refuse_if([*_task_problems(row, actor), *scope_problems(actor, trade=row.trade, level=row.level)])
    paper = _made(row, actor, at, kind=PaperKind.PRACTICAL, source=PaperSource.TASK, task=row)
    audit.record(paper, action="compose", sentence="用实操试题组成了试卷", actor=actor, at=at)
    return paper


@transaction.atomic
def discard_paper(*, paper: Paper, actor: User, at: datetime) -> None:
    """Delete an open paper with its uploaded files; its questions stay in the bank.

    Raises:
        BlockedError: the actor can't change it, or a batch uses it.
        Http404: it is gone, or not in the actor's scope.
    """
    row = locked_paper(paper, actor)
    refuse_if([*change_problems(row, actor), *_use_problems(row)])
    audit.record(row, action="discard", sentence="删除了试卷草稿", actor=actor, at=at)
    for file in row.files.all():
        file.delete_with_file()
    row.delete()


def locked_paper(paper: Paper, actor: User) -> Paper:
    """Return the row under lock.

    Raises:
        Http404: it is gone, or not in the actor's scope.
    """
    rows = Paper.objects.order_by().select_for_update(of=("self",), no_key=True)
    row: Paper | None = rows.select_related("trade__occupation", "written_by").filter(pk=paper.pk).first()
    if row is None or not Paper.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Http404
    return row


def change_problems(paper: Paper, actor: User) -> Iterator[Problem]:
    """Yield why the actor can't change a paper.

    Only its author changes it, so that whoever checks it has had no hand in it; when the author's login is
    closed, whoever changes it becomes its author.
    """
    if paper.owner_id != actor.organisation_id:
        yield Problem("这是其他机构的试卷，不能修改", remedy="请由所属机构办理")
    elif not paper.is_open:
        yield Problem(
            f"试卷当前状态为“{paper.get_status_display()}”，不能修改",
            remedy="待复核、已复核的请复核人退回；已封存、已撤回的请另组试卷",
        )
    elif paper.written_by_id != actor.pk and paper.written_by.is_active:
        yield Problem(f"这份试卷由{paper.written_by}编写，请由其本人修改", remedy="其他人员可以复核")


def lock_bank(owner_id: int) -> None:
    """Let one paper of an organisation be composed or changed at a time, so that no two draw the same."""
    Organisation.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=owner_id)


def mark_used(paper: Paper, at: datetime) -> None:
    """Note the first use of a sealed paper's questions, or of its task."""
    asked = paper.questions.order_by().values("question")
    Question.objects.filter(pk__in=asked, used_at=None).update(used_at=at)
    if paper.task_id:
        PracticalTask.objects.filter(pk=paper.task_id, used_at=None).update(used_at=at)


def _locked_blueprint(blueprint: Blueprint, actor: User) -> Blueprint:
    rows = Blueprint.objects.order_by().select_for_update(of=("self",), no_key=True)
    row = rows.select_related("trade__occupation").filter(pk=blueprint.pk).first()
    if row is None or not Blueprint.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise Http404
    return row


def _made(plan: Blueprint | PracticalTask, actor: User, at: datetime, **facts: Any) -> Paper:
    return Paper.objects.create(
        owner=plan.owner,
        trade=plan.trade,
        level=plan.level,
        minutes=plan.minutes,
        written_by=actor,
        written_at=at,
        **facts,
    )


def _store_questions(paper: Paper, composed: Composed, facts: BlueprintFacts) -> None:
    points = {row.kind.value: row.points for row in facts.rows}
    keys = [(kind, key) for kind, part in composed.chosen.items() for key in part]
    PaperQuestion.objects.bulk_create(
        PaperQuestion(paper=paper, question_id=key, place=place, points=points[kind])
        for place, (kind, key) in enumerate(keys, 1)
    )


def _task_problems(task: PracticalTask, actor: User) -> Iterator[Problem]:
    if task.owner_id != actor.organisation_id:
        yield Problem("这是其他机构的实操试题，不能组卷", remedy="请选择本机构的实操试题")
    elif task.status != ItemStatus.ACTIVE:
        yield Problem(
            f"{task}当前状态为“{task.get_status_display()}”，不能组卷",
            "4.5.1-10",
            "请选择已启用的实操试题",
        )


def _use_problems(paper: Paper) -> Iterator[Problem]:
    if paper.uses.exists():
        yield Problem("已有批次选用了这份试卷，不能删除", remedy="请先在批次中取消选用")
