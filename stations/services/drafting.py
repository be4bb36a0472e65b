"""The one door to an application that its applicant still fills in, and the plain sections behind it.

A save leaves no line in the history: what changed between two submissions is shown by their versions.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404

from accounts.models import User
from ostami.problems import Problem, refuse_if
from stations.completeness import AREAS, HOST_CELLS
from stations.models import ApplicationStatus, StationApplication
from workflow import audit

HOST_FIELDS = ("scheme", *HOST_CELLS, "remarks")


def locked_draft(application: StationApplication) -> StationApplication:
    """Return a fresh, locked row of an application that may be changed; to be called in a transaction.

    Raises:
        BlockedError: it was handed in.
        Http404: it was discarded.
    """
    rows = StationApplication.objects.select_for_update(of=("self",))
    joined = rows.select_related("organisation", "station__organisation")
    row: StationApplication | None = joined.filter(pk=application.pk).first()
    if row is None:
        raise Http404
    refuse_if(closed_problems(row))
    return row


def closed_problems(application: StationApplication) -> Iterator[Problem]:
    """Yield why an application can't be changed any more."""
    if not application.is_open:
        yield Problem(
            f"{application.get_kind_display()}已提交，不能修改"
            f"（当前状态为“{application.get_status_display()}”）",
            remedy="需要修改时，请在推荐意见签署前撤回，或联系管理站退回",
        )


def own_draft(application: StationApplication, actor: User) -> StationApplication:
    """Return `locked_draft` of an application of the actor's own organisation.

    Raises:
        BlockedError: it was handed in.
        Http404: it was discarded, or is somebody else's.
    """
    if application.organisation_id != actor.organisation_id:
        raise Http404
    return locked_draft(application)


@transaction.atomic
def save_host(
    *, application: StationApplication, actor: User, answers: Mapping[str, Any]
) -> StationApplication:
    """Save what was told about the host organization (承建单位), complete or not.

    Args:
        application: an open one of the actor's organisation.
        actor: who fills it in.
        answers: values by the names of `HOST_FIELDS`; what is left out stays as it is.

    Raises:
        BlockedError: it was handed in, or the scheme would change under trades that were requested.
    """
    row = own_draft(application, actor)
    if answers.get("scheme", row.scheme) != row.scheme and row.trades.exists():
        problem = Problem(
            "已选择申请工种，不能更改评价类别", "2.5", "请先在“申请工种”中删除已选的工种", "scheme"
        )
        refuse_if([problem])
    return _stored(row, HOST_FIELDS, answers)


@transaction.atomic
def save_premises(
    *, application: StationApplication, actor: User, answers: Mapping[str, Any]
) -> StationApplication:
    """Save the areas that were told, in square metres, by the names of `AREAS`.

    Raises:
        BlockedError: the application was handed in.
    """
    return _stored(own_draft(application, actor), AREAS, answers)


@transaction.atomic
def save_reason(
    *, application: StationApplication, actor: User, answers: Mapping[str, Any]
) -> StationApplication:
    """Save the reason for the application, where it was told.

    Raises:
        BlockedError: the application was handed in.
    """
    return _stored(own_draft(application, actor), ("reason",), answers)


def _stored(
    row: StationApplication, names: tuple[str, ...], answers: Mapping[str, Any]
) -> StationApplication:
    told = [name for name in names if name in answers]
    for name in told:
        setattr(row, name, answers[name])
    row.save(update_fields=told)
    return row


@transaction.atomic
def discard(*, application: StationApplication, actor: User) -> None:
    """Throw a draft away that was never handed in, its files too; audited.

    Raises:
        BlockedError: it was handed in once: what others have dealt with stays.
    """
    row = own_draft(application, actor)
    if row.status != ApplicationStatus.DRAFT or row.submitted_at is not None:
        problem = Problem(
            "提交过的申请不能删除", remedy="请补正后重新提交；不再申请的，请联系管理站办理不予推荐"
        )
        refuse_if([problem])
    audit.record(row, action="discard", sentence=f"放弃了未提交的{row.get_kind_display()}", actor=actor)
    for attachment in row.attachments.all():
        attachment.delete_with_file()
    row.delete()
