"""What reviewers find on points of eligibility, and the outcome that is kept with the form."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility_data.rules import open_points, outcome_of
from candidates.models import Enrolment, EnrolmentStatus
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

Finding = tuple[bool, str]
JUDGED_IN = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED)
NOTE_LENGTH = 200


@transaction.atomic
def judge(
    *, enrolment: Enrolment, verdicts: Mapping[JudgedPoint, Finding], actor: User, at: datetime
) -> Enrolment:
    """Note what a reviewer found on points that need a look (guide 4.3, 4.7-1).

    Args:
        enrolment: an enrolment in the reviewer's scope.
        verdicts: by point whether it is so, and words; words are needed where it isn't.
        actor: the station's reviewer.
        at: the instant of the act.

    Returns:
        The row as it was locked.

    Raises:
        BlockedError: the enrolment isn't under review, a point needs no look, or a refusal has no words.
        Http404: the enrolment isn't in the reviewer's scope.
        PermissionDenied: the actor's role reviews nothing.
    """
    row = _locked(enrolment, actor)
    given = {JudgedPoint(point): (bool(is_so), note.strip()) for point, (is_so, note) in verdicts.items()}
    refuse_if([*_not_under_review(row), *_problems(row, given)])
    before = _kept(row)
    new = {point: finding for point, finding in given.items() if before.get(point) != finding}
    for point, finding in new.items():
        _keep(row, point, finding, actor, at)
    changes = {point.label: (_words(before.get(point)), _words(finding)) for point, finding in new.items()}
    if changes:
        audit.record(row, action="judge", sentence="核对了申报条件", actor=actor, at=at, changes=changes)
    return row


def keep_eligibility(step: Step[Enrolment]) -> None:
    """Keep the outcome as the form prints it (guide 4.4: 是否符合申报条件).

    A form that is handed in again is judged anew: its facts may have changed.
    """
    if step.case.is_open:
        step.case.judgements.all().delete()
    step.case.eligibility = outcome_of(step.case)


def _locked(enrolment: Enrolment, actor: User) -> Enrolment:
    """Return the enrolment under lock, if it is in the actor's scope and the actor reviews."""
    need(actor, Perm.ENROLMENT_REVIEW)
    rows = Enrolment.objects.order_by()
    locked: Enrolment | None = (
        rows.select_for_update(of=("self",), no_key=True).filter(pk=enrolment.pk).first()
    )
    if locked is None or not rows.visible_to(actor).filter(pk=enrolment.pk).exists():
        raise Http404
    return locked


def _not_under_review(enrolment: Enrolment) -> Iterator[Problem]:
    if enrolment.status not in JUDGED_IN:
        state = enrolment.get_status_display()
        yield Problem(f"报名当前状态为“{state}”，不能再核对申报条件", "4.3", "请刷新页面后查看办理记录")


def _problems(enrolment: Enrolment, given: Mapping[JudgedPoint, Finding]) -> Iterator[Problem]:
    asked = {one.point for one in open_points(enrolment)} | set(_kept(enrolment))
    for point, (is_so, note) in given.items():
        if point not in asked:
            yield Problem(f"“{point.label}”不需要核对", "4.3", "请刷新页面，只核对列出的事项", point.value)
        if not is_so and not note:
            yield Problem(
                f"“{point.label}”不属实，还没有写明原因", "4.3", "请写明核对了什么材料", point.value
            )
        if len(note) > NOTE_LENGTH:
            remedy = f"请写在 {NOTE_LENGTH} 字以内"
            yield Problem(f"“{point.label}”的说明有 {len(note)} 字，太长", remedy=remedy, field=point.value)


def _kept(enrolment: Enrolment) -> dict[JudgedPoint, Finding]:
    return {JudgedPoint(row.point): (row.accepted, row.note) for row in enrolment.judgements.all()}


def _keep(enrolment: Enrolment, point: JudgedPoint, finding: Finding, actor: User, at: datetime) -> None:
    is_so, note = finding
    facts = {"accepted": is_so, "note": note, "judged_by": actor, "judged_at": at}
    enrolment.judgements.update_or_create(point=point, defaults=facts)


def _words(finding: Finding | None) -> str:
    if finding is None:
        return ""
    is_so, note = finding
    return ("属实" if is_so else "不属实") + (f"：{note}" if note else "")
