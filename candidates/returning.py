"""Returning an enrolment: its parts, where each is mended, and what is often wrong with it."""

from candidates.models import Enrolment, EnrolmentStatus, UploadKind
from workflow import returning, since_return
from workflow.audit import history_of
from workflow.models import AuditEvent
from workflow.returning import Part, StandingReturn
from workflow.since_return import SinceReturn

FORM = Part("form", "学校或单位信息", "form/")
CERTIFICATES = Part("certificates", "证书和职称", "certificates/")
STUDY = Part("study", "学习经历", "history/")
WORK = Part("work", "工作经历", "work/")
OTHER = Part("other", "其他")


def _picture(kind: UploadKind) -> Part:
    # The stamped form is made anew after the form was handed in again: there is nothing to mend before.
    place = "" if kind == UploadKind.STAMPED_FORM else f"uploads/?shown={kind}#{kind}"
    return Part(kind.value, str(kind.label), place)


PICTURES = {kind.value: _picture(kind) for kind in UploadKind}
# Which act of the candidate mends what isn't a picture.
SAVED_BY = {
    FORM.key: "save_form",
    CERTIFICATES.key: "save_form",
    STUDY.key: "save_history",
    WORK.key: "save_history",
}
ALL_PARTS = (FORM, CERTIFICATES, STUDY, WORK, *PICTURES.values(), OTHER)

_UNCLEAR = "图片不清晰或有反光，请重新拍摄"
_CUT_OFF = "四角不完整或有遮挡，请重新拍摄"
PHRASES: dict[str, tuple[str, ...]] = {
    FORM.key: (
        "院校或单位名称与材料不一致",
        "入学时间与学生证不一致",
        "所学专业与材料不一致",
        "培训学时与材料不一致",
    ),
    CERTIFICATES.key: ("证书编号与图片不一致", "取得日期与图片不一致", "发证单位与图片不一致"),
    STUDY.key: ("没有从初中填起", "起止年月不连续", "学校名称不完整"),
    WORK.key: ("起止年月不连续", "单位名称与工作年限证明不一致", "岗位填写不具体"),
    UploadKind.PHOTO: ("不是白色或浅色背景", "不是近期免冠正面证件照", "头像过小、过大或偏斜", _UNCLEAR),
    UploadKind.ID_FRONT: (_UNCLEAR, _CUT_OFF, "与填写的姓名或证件号码不一致"),
    UploadKind.ID_BACK: (_UNCLEAR, _CUT_OFF, "证件已过有效期"),
    UploadKind.STUDENT_CARD: (_UNCLEAR, "看不到学校印章", "看不到入学时间"),
    UploadKind.CERTIFICATE: (_UNCLEAR, "看不清证书编号"),
    UploadKind.TITLE: (_UNCLEAR, "看不清取得日期"),
    UploadKind.DIPLOMA: (_UNCLEAR, "看不清毕业日期"),
    UploadKind.WORK_PROOF: ("没有加盖单位公章", "没有写明起止年月", _UNCLEAR),
    UploadKind.RESIDENCE_PROOF: ("没有加盖公章", _UNCLEAR),
    UploadKind.TRAINING_PROOF: ("没有加盖学校公章", "没有写明学时", _UNCLEAR),
    UploadKind.STAMPED_FORM: (
        "没有加盖公章或教务处章",
        "印章不清晰",
        "整页不完整",
        "不是最近一次提交后打印的申报表",
    ),
}


def parts_of(enrolment: Enrolment) -> list[Part]:
    """Return the parts of an enrolment that can be sent back: what was filled in and what was handed in."""
    work = [] if enrolment.is_student else [WORK]
    there = [PICTURES[upload.kind] for upload in enrolment.uploads.all()]
    return [FORM, CERTIFICATES, STUDY, *work, *there, OTHER]


def standing_return(enrolment: Enrolment) -> StandingReturn | None:
    """Return why an enrolment was returned, part by part; None once it moved on, or if it never was."""
    return returning.standing_return(enrolment, ALL_PARTS)


def unmended(enrolment: Enrolment) -> list[Part]:
    """Return the parts that a standing return names and the candidate hasn't touched since."""
    standing = standing_return(enrolment) if enrolment.status == EnrolmentStatus.RETURNED else None
    if standing is None:
        return []
    since = history_of(enrolment).filter(pk__gt=standing.event.pk)
    acts = set(since.values_list("action", flat=True))
    fresh = {one.kind for one in enrolment.uploads.all() if one.uploaded_at >= standing.event.at}
    named = {reason.label for reason in standing.reasons}
    return [part for part in ALL_PARTS if part.label in named and not _touched(part, acts, fresh)]


def _touched(part: Part, acts: set[str], fresh: set[str]) -> bool:
    return part.key in fresh or SAVED_BY.get(part.key) in acts


def changes_since_return(enrolment: Enrolment) -> SinceReturn | None:
    """Return what the candidate changed since the last return of an enrolment that waits again; else None."""
    if enrolment.is_open:
        return None
    candidate = enrolment.candidate.user_id

    def naming(event: AuditEvent) -> str | None:
        # Looks and downloads of staff stand in the same history.
        if event.actor_id != candidate:
            return None
        return "" if event.changes else event.sentence

    return since_return.changes_since_return(enrolment, naming=naming)
