"""What stands in the way of an enrolment and of a roster, each with its clause."""

from collections.abc import Iterator

from django.db.models import Count

from accounts.rights import Role
from batches.guards.deadlines import revival
from batches.models import Batch, BatchStatus, CandidateType
from candidates.materials import REQUIRED
from candidates.models import Enrolment, EnrolmentStatus, Upload, UploadKind
from ostami import policy
from ostami.problems import Problem
from workflow.lifecycle import Step

REQUIRED_FIELDS = ("institution", "education", "eligibility")
STUDENT_FIELDS = ("entered_on", "subject")


def window_open(step: Step[Enrolment]) -> Iterator[Problem]:
    """Enrolment is open while its batch is approved and the deadline lies ahead (guide 4.5.1-2)."""
    batch = step.case.batch
    if batch.status != BatchStatus.APPROVED:
        yield Problem(
            f"{batch} 当前状态为“{batch.get_status_display()}”，不接受报名", "4.5.1-2", "请另选报名中的批次"
        )
    elif step.at >= batch.enrolment_closes_at:
        last_day = policy.last_enrolment_day(batch.exam_date)
        yield Problem(
            f"报名截止 {last_day} 24:00，窗口已于 {batch.enrolment_closes_at:%Y-%m-%d %H:%M} 关闭",
            "4.5.1-2",
            revival(batch) if step.actor.role == Role.STATION else "请另选报名中的批次，或联系考试站",
        )


def enrolled_once(step: Step[Enrolment]) -> Iterator[Problem]:
    """A candidate enrols once in a batch (guide 4.3-3)."""
    others = Enrolment.objects.filter(batch=step.case.batch, candidate=step.case.candidate).exclude(
        pk=step.case.pk
    )
    for other in others.select_related("batch_item__plan_item__trade__occupation"):
        yield Problem(
            f"每名考生每批次只能报名一次，您已在{other.batch}报考“{other.batch_item}”",
            "4.3-3",
            "请在“我的报名”中继续办理，或另选批次",
        )


def still_open(enrolment: Enrolment) -> Iterator[Problem]:
    """What was handed in can't be changed any more, unless the station returns it (guide 4.3-3)."""
    if not enrolment.is_open:
        yield Problem(
            f"报名已提交（当前状态为“{enrolment.get_status_display()}”），不能修改和删除",
            "4.3-3",
            "如需更正，请联系考试站退回修改",
        )


def form_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """The personal form is filled in (guide 4.3-3, 4.4)."""
    for label in empty_fields(step.case):
        yield Problem(f"申报表的“{label}”还没有填写", "4.4", "请返回申报表补填")


def empty_fields(enrolment: Enrolment) -> list[str]:
    """Return the labels of the required fields of the personal form that are empty."""
    names = REQUIRED_FIELDS + (STUDENT_FIELDS if enrolment.is_student else ())
    return [form_label(enrolment, name) for name in names if not getattr(enrolment, name)]


def form_label(enrolment: Enrolment, name: str) -> str:
    """Return what a field of the personal form is called for this candidate type."""
    if name == "institution":
        return enrolment.institution_label
    return str(Enrolment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  # a field of its own


def history_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """The history of schooling and work is filled in (guide 4.3-3)."""
    if not step.case.history.exists():
        yield Problem("学习（工作）经历还没有填写", "4.3-3", "请从初中开始填写至目前所在院校或单位")


def materials_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """Every picture that the candidate type needs is there (guide 4.5.1-3)."""
    whom = CandidateType(step.case.batch.candidate_type).label
    for kind in missing_materials(step.case):
        yield Problem(f"还没有上传{kind.label}，{whom}必须提交", "4.5.1-3", "请上传清晰的 JPEG 或 PNG 图片")


def missing_materials(enrolment: Enrolment) -> list[UploadKind]:
    """Return the required pictures that are not there."""
    there = {upload.kind for upload in enrolment.uploads.all()}
    return [kind for kind in REQUIRED[CandidateType(enrolment.batch.candidate_type)] if kind not in there]


def place_left(step: Step[Enrolment]) -> Iterator[Problem]:
    """A batch item takes at most 99 people (guide 4.5.1-1)."""
    item = step.case.batch_item
    if Enrolment.objects.filter(batch_item=item).counted().count() >= policy.PLAN_ITEM_MAX_PEOPLE:
        yield Problem(
            f"“{item}”已报满 {policy.PLAN_ITEM_MAX_PEOPLE} 人",
            "4.5.1-1",
            "请联系考试站增加计划项，或另选批次",
        )


def stamped_form_uploaded(step: Step[Enrolment]) -> Iterator[Problem]:
    """The stamped form is back as a picture (guide 4.3-3)."""
    if not Upload.objects.filter(enrolment=step.case, kind=UploadKind.STAMPED_FORM).exists():
        yield Problem("还没有上传盖章申报表", "4.3-3", "请打印申报表，加盖公章或教务处章后拍照上传")


def nobody_enrolled(step: Step[Batch]) -> Iterator[Problem]:
    """A station gives up a batch alone while nobody has handed in an enrolment; then management decides."""
    people = step.case.enrolments.handed_in().count()
    if people and step.actor.role == Role.STATION:
        yield Problem(f"已有 {people} 名考生提交报名，考试站不能自行取消批次", remedy="请联系管理站取消")


def roster_decided(step: Step[Batch]) -> Iterator[Problem]:
    """A roster is handed in once every enrolment was decided, with at least one candidate on it."""
    counts = dict(step.case.enrolments.values_list("status").annotate(Count("pk")).order_by())
    if waiting := counts.get(EnrolmentStatus.STAMPED, 0):
        yield Problem(f"还有 {waiting} 名考生的报名没有审核", "4.5.1-2", "请先逐一审核：通过、退回或不通过")
    if unstamped := counts.get(EnrolmentStatus.SUBMITTED, 0):
        yield Problem(
            f"还有 {unstamped} 名考生没有上传盖章申报表", "4.5.1-2", "请催促上传，或逐一退回、不予通过"
        )
    if not counts.get(EnrolmentStatus.ACCEPTED):
        yield Problem("花名册上还没有审核通过的考生", "4.5.1-2", "请先审核考生报名")
