"""Verbs on blueprints: made, changed and deleted by whoever owns the bank."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404

from accounts.models import Organisation, User
from ostami.problems import BlockedError, Problem, refuse_if
from question_bank.blueprint_facts import BlueprintFacts, as_columns, facts_of, fingerprint, rows_for
from question_bank.blueprint_rules import problems_of
from question_bank.models import Blueprint, BlueprintRow
from question_bank.models.blueprints import BlueprintQuerySet
from question_bank.scope import scope_problems
from workflow import audit


def not_own(blueprint: Blueprint, actor: User) -> Iterator[Problem]:
    """Yield a problem where the blueprint is another organisation's."""
    if blueprint.owner_id != actor.organisation_id:
        yield Problem("这是其他机构的组卷方案，只能查看和复制", remedy="需要修改的，请复制为本机构的方案")


class BlueprintMovedError(BlockedError):
    """The blueprint was changed since the page was opened; it is saved again only on purpose."""

    def __init__(self) -> None:
        problem = Problem(
            "打开本页后，他人修改了这个组卷方案，本次没有保存",
            remedy="请先打开方案核对；确认按本页内容保存的，请再提交一次",
        )
        super().__init__([problem])


@transaction.atomic
def make_blueprint(*, facts: BlueprintFacts, actor: User, at: datetime | None = None) -> Blueprint:
    """Make a blueprint of the actor's organisation.

    Args:
        facts: what it says.
        actor: who makes it.
        at: the instant of the act.

    Raises:
        BlockedError: something is wrong with it, its trade and level are out of scope (guide 2.5.1), or the
            name is taken.
    """
    made = Blueprint(owner=actor.organisation, **as_columns(facts))
    _lock_bank(made.owner)
    refuse_if(_problems(made, facts, actor))
    made.save()
    BlueprintRow.objects.bulk_create(rows_for(made, facts))
    changes = {heading: ("", told) for heading, told in facts.words().items() if told}
    audit.record(made, action="make", sentence="新建了组卷方案", actor=actor, at=at, changes=changes)
    return made


@transaction.atomic
def change_blueprint(
    *,
    blueprint: Blueprint,
    facts: BlueprintFacts,
    actor: User,
    seen: str | None = None,
    at: datetime | None = None,
) -> Blueprint:
    """Replace what a blueprint says; papers that were composed by it stay as they are.

    Args:
        blueprint: the blueprint.
        facts: what it is to say.
        actor: who changes it.
        seen: the `fingerprint` of what it said as the page showed it; None leaves that out.
        at: the instant of the act.

    Raises:
        BlueprintMovedError: it was changed since.
        BlockedError: it is another organisation's, or as for `make_blueprint`.
        Http404: it is gone.
    """
    _lock_bank(blueprint.owner)
    row = _locked(Blueprint.objects.select_for_update(of=("self",), no_key=True), blueprint)
    before = facts_of(row)
    if seen is not None and seen != fingerprint(before):
        raise BlueprintMovedError
    for name, value in as_columns(facts).items():
        setattr(row, name, value)
    problems = [*not_own(row, actor), *_problems(row, facts, actor, before=before)]
    refuse_if(problems)
    old, new = before.words(), facts.words()
    changes = {heading: (old[heading], told) for heading, told in new.items() if old[heading] != told}
    if changes:
        row.save()
        row.rows.all().delete()
        BlueprintRow.objects.bulk_create(rows_for(row, facts))
        audit.record(row, action="change", sentence="修改了组卷方案", actor=actor, at=at, changes=changes)
    return row


@transaction.atomic
def delete_blueprint(*, blueprint: Blueprint, actor: User, at: datetime | None = None) -> None:
    """Delete a blueprint by which no paper was composed.

    Raises:
        BlockedError: it is another organisation's, or in use.
        Http404: it is gone already.
    """
    row = _locked(Blueprint.objects.select_for_update(of=("self",)), blueprint)
    refuse_if(not_own(row, actor))
    audit.record(row, action="delete", sentence="删除了组卷方案", actor=actor, at=at)
    try:
        row.delete()
    except ProtectedError:
        problem = Problem("已按这个方案组成试卷，不能删除", remedy="不再使用的，可以改名注明")
        raise BlockedError([problem]) from None


def _lock_bank(owner: Organisation) -> None:
    """Let one blueprint of an organisation be written at a time, so that no name is taken twice.

    Not its key: rows of all kinds that name the organisation are stored meanwhile.
    """
    Organisation.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=owner.pk)


def _locked(rows: BlueprintQuerySet, blueprint: Blueprint) -> Blueprint:
    row = rows.order_by().select_related("trade__occupation").filter(pk=blueprint.pk).first()
    if row is None:
        raise Http404
    return row


def _problems(
    blueprint: Blueprint, facts: BlueprintFacts, actor: User, *, before: BlueprintFacts | None = None
) -> Iterator[Problem]:
    yield from problems_of(facts)
    if before is None or (facts.trade, facts.level) != (before.trade, before.level):
        yield from scope_problems(actor, trade=facts.trade, level=facts.level)
    same = Blueprint.objects.filter(owner=blueprint.owner, trade=facts.trade, level=facts.level)
    if same.filter(name=facts.name).exclude(pk=blueprint.pk).exists():
        yield Problem("该工种、等级已有同名的组卷方案", remedy="请换一个名称", field="name")
