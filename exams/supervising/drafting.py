"""Writing a supervision report and a rectification, any number of times until they are handed in."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from exams.held import held
from exams.models import (
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
)
from exams.supervising.seen import overtaken_problems, touched
from ostami.problems import Problem, refuse_if

# What a supervisor writes besides the answers.
WRITTEN = ("findings", "advice", "conclusion", "rectify_by")
NOTHING_SEEN: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def begin_report(*, assignment: SupervisionAssignment, actor: User) -> SupervisionReport:
    """Return the assignment's report, a new draft where there is none.

    Nothing is recorded of a draft: the station's audit chain would name the supervisor before the exam.

    Raises:
        Http404: the assignment is somebody else's.
        PermissionDenied: the actor's role reports on nothing.
        BlockedError: the assignment was recalled before anything was written.
    """
    kept = held(assignment, actor=actor, right=Perm.SUPERVISION_REPORT)
    report: SupervisionReport | None = getattr(kept, "report", None)
    if report is None:
        refuse_if([] if kept.is_live else [recalled()])
        report = SupervisionReport.objects.create(assignment=kept)
    return report


def recalled() -> Problem:
    """The assignment is no more."""
    return Problem("管理站已撤回这项督考任务，不必填写督导报告", remedy="如有疑问，请联系管理站")


@transaction.atomic
def save_report(
    *,
    report: SupervisionReport,
    actor: User,
    checks: Mapping[str, Mapping[str, str]],
    written: Mapping[str, Any],
    seen: Mapping[str, str] = NOTHING_SEEN,
) -> SupervisionReport:
    """Store what a supervisor has so far, complete or not; what the page had shown just so stays as it is.

    Args:
        report: a draft.
        actor: the supervisor.
        checks: answer and remark by question; questions that are left out stay as they are.
        written: those of `WRITTEN` that change.
        seen: the tokens of what the page showed; nothing where nobody looked.

    Raises:
        Http404: the report is somebody else's.
        PermissionDenied: the actor's role reports on nothing.
        BlockedError: it was handed in, changed in another window, or the assignment was recalled.
    """
    row = own_draft(report, actor)
    refuse_if(overtaken_problems(row, {**checks, **written}, seen))
    row.checks = {**row.checks, **{key: dict(told) for key, told in touched(checks, seen).items()}}
    for name, value in touched(written, seen).items():
        if name in WRITTEN:
            setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def save_rectification(
    *, report: SupervisionReport, actor: User, text: str, seen: Mapping[str, str] = NOTHING_SEEN
) -> SupervisionReport:
    """Store what a station has put right so far.

    Raises:
        Http404: the report is another station's.
        PermissionDenied: the actor's role puts nothing right.
        BlockedError: no rectification is asked for, or it was changed in another window.
    """
    row = own_rectification(report, actor)
    told = {"rectification": text.strip()}
    refuse_if(overtaken_problems(row, told, seen))
    row.rectification = touched(told, seen).get("rectification", row.rectification)
    row.save()
    return row


def own_draft(report: SupervisionReport, actor: User) -> SupervisionReport:
    """Lock a draft and return it as it stands; raises what `save_report` raises."""
    row = _locked(report, actor, Perm.SUPERVISION_REPORT, {SupervisionReportStatus.DRAFT})
    refuse_if([] if row.assignment.is_live else [recalled()])
    return row


def own_rectification(report: SupervisionReport, actor: User) -> SupervisionReport:
    """Lock a report that its station puts right, and return it; raises what `save_rectification` raises."""
    return _locked(report, actor, Perm.RECTIFY, {SupervisionReportStatus.RECTIFYING})


def _locked(
    report: SupervisionReport, actor: User, right: Perm, statuses: Collection[SupervisionReportStatus]
) -> SupervisionReport:
    row = held(report, actor=actor, right=right)
    if row.status not in statuses:
        state = row.get_status_display()
        refuse_if([Problem(f"督导报告当前状态为“{state}”，内容不能修改", remedy="请刷新页面后查看办理记录")])
    return row
