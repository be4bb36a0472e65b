"""Beginning and changing an evaluation report: the leader's own work."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import BatchItem
from exams.evaluation.guards import nobody_sat, not_leader, not_written
from exams.evaluation.panel import leads, own_items, report_of
from exams.evaluation.sections import SECTIONS, label_of
from exams.models import EvaluationReport, ReportStatus
from ostami import clock
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import StaleError


def held_report(report: EvaluationReport, actor: User) -> EvaluationReport:
    """Return the report's row, locked.

    Raises:
        Http404: it isn't in the actor's scope.
    """
    rows = EvaluationReport.objects.order_by().select_for_update(of=("self",), no_key=True)
    held: EvaluationReport | None = rows.filter(pk=report.pk).first()
    if held is None or not EvaluationReport.objects.visible_to(actor).filter(pk=report.pk).exists():
        raise Http404
    return held


def held_item(item: BatchItem) -> BatchItem:
    """Return the item's row, locked.

    Raises:
        Http404: it is gone.
    """
    rows = BatchItem.objects.order_by().select_for_update(of=("self",), no_key=True)
    held: BatchItem | None = rows.filter(pk=item.pk).first()
    if held is None:
        raise Http404
    return held


@transaction.atomic
def begin_report(*, item: BatchItem, actor: User, at: datetime) -> EvaluationReport:
    """Begin the report of a trade that was examined; the one that was begun before is returned as it is.

    Args:
        item: the trade, whose panel the actor leads.
        actor: the leader.
        at: when the request arrived.

    Raises:
        PermissionDenied: the actor's role writes no reports.
        Http404: the actor doesn't sit on the panel.
        BlockedError: somebody else leads it, the exam wasn't held yet, or nobody stood on its roster.
    """
    need(actor, Perm.EVALUATION_WRITE)
    held = held_item(item)
    if not own_items(actor).filter(pk=held.pk).exists():
        raise Http404
    if not leads(held, actor):
        refuse_if([not_leader(EvaluationReport(item=held))])
    if (begun := report_of(held)) is not None:
        return begun
    refuse_if([*not_written(held.batch, day=clock.day_of(at)), *nobody_sat(held)])
    report = EvaluationReport.objects.create(item=held)
    audit.record(report, action="begin", sentence="开始填写评价报告", actor=actor, at=at)
    return report


@transaction.atomic
def change_report(
    *,
    report: EvaluationReport,
    facts: Mapping[str, str],
    actor: User,
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> EvaluationReport:
    """Store what the leader wrote; a report may be saved half done. Old and new words are audited.

    Args:
        report: the draft.
        facts: the sections' texts by name; sections that aren't named stay.
        actor: the leader.
        at: when the request arrived.
        seen: what the sections said when the page was shown; None where nobody looked.

    Raises:
        Http404: the report isn't in the actor's scope.
        PermissionDenied: the actor's role writes no reports.
        StaleError: the report isn't a draft any more.
        BlockedError: somebody else leads the panel, or the sections were changed in another window.
    """
    need(actor, Perm.EVALUATION_WRITE)
    held = held_report(report, actor)
    if not leads(held.item, actor):
        refuse_if([not_leader(held)])
    if held.status != ReportStatus.DRAFT:
        raise StaleError(held)
    texts = {name: facts[name].strip() for name in SECTIONS if name in facts}
    refuse_if(_overtaken(held, texts, seen or {}))
    changes = {
        label_of(name): (getattr(held, name), text)
        for name, text in texts.items()
        if getattr(held, name) != text
    }
    if changes:
        for name, text in texts.items():
            setattr(held, name, text)
        held.save(update_fields=list(texts))
        audit.record(held, action="write", sentence="填写了评价报告", actor=actor, at=at, changes=changes)
    return held


def _overtaken(
    report: EvaluationReport, texts: Mapping[str, str], seen: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield the sections that were changed in another window since the page was shown."""
    for name, text in texts.items():
        stored = getattr(report, name)
        if name in seen and stored not in {seen[name], text}:
            yield Problem(
                f"此栏已在另一窗口改为：“{stored}”",
                remedy="请核对；如仍以本页所填为准，请再次保存",
                field=name,
            )
