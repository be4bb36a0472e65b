"""Which pictures each candidate type hands in (guide 4.5.1-3), and what each has to show."""

from dataclasses import dataclass

from batches.models import CandidateType
from candidates.models import UploadKind

_EVERYBODY = (UploadKind.PHOTO, UploadKind.ID_FRONT, UploadKind.ID_BACK)
REQUIRED: dict[CandidateType, tuple[UploadKind, ...]] = {
    CandidateType.STUDENT: (*_EVERYBODY, UploadKind.STUDENT_CARD),
    CandidateType.IN_SERVICE: (*_EVERYBODY, UploadKind.WORK_PROOF),
    CandidateType.SOCIAL: (*_EVERYBODY, UploadKind.WORK_PROOF),
}
OPTIONAL: dict[CandidateType, tuple[UploadKind, ...]] = dict.fromkeys(
    CandidateType, (UploadKind.CERTIFICATE,)
)


@dataclass(frozen=True, slots=True)
class Note:
    """What a picture is for, what must be seen on it, and what is often wrong with it."""

    purpose: str
    shows: str
    wrong: str


NOTES = {
    UploadKind.PHOTO: Note(
        "印在申报表、准考证和证书上",
        "近期免冠正面证件照，白色或浅色背景；平台按小2寸（33×48 毫米）裁剪，原图不小于 390×567 像素。",
        "生活照、自拍、合影、戴帽子或墨镜，或翻拍的纸质照片（有反光）。",
    ),
    UploadKind.ID_FRONT: Note(
        "核对姓名和证件号码",
        "有姓名和照片的一面，四角完整、字迹清楚。",
        "缺角、手指遮住号码、反光看不清，或用了复印件。",
    ),
    UploadKind.ID_BACK: Note(
        "核对证件有效期",
        "有国徽的一面；护照等无此面的证件，上传有效期所在页。",
        "拍成了人像面、有效期模糊或证件已过期。",
    ),
    UploadKind.STUDENT_CARD: Note(
        "核对在校情况和入学时间",
        "有本人照片、入学时间和学校印章的一页。",
        "只拍了封面，或看不到印章和入学时间。",
    ),
    UploadKind.WORK_PROOF: Note(
        "核对从事本职业的年限",
        "单位出具、加盖公章的工作年限证明。",
        "没有公章、没有写明起止年月，或只拍了一部分。",
    ),
    UploadKind.CERTIFICATE: Note(
        "核对已取得的职业资格或技能等级",
        "有姓名、职业、等级和证书编号的一页；没有可不上传。",
        "编号看不清，或把多本证书拍在一张图里。",
    ),
    UploadKind.STAMPED_FORM: Note(
        "确认单位或学校同意申报",
        "打印申报表，加盖单位公章或教务处章后，拍照或扫描整页上传。",
        "没有盖章、印章不清，或拍斜、缺边。",
    ),
}


def kinds_for(candidate_type: str) -> tuple[UploadKind, ...]:
    """Return the pictures that this candidate type hands in before submission, required ones first."""
    whom = CandidateType(candidate_type)
    return (*REQUIRED[whom], *OPTIONAL[whom])


def is_required(kind: UploadKind, candidate_type: str) -> bool:
    """Tell whether an enrolment of this candidate type is incomplete without the picture."""
    return kind == UploadKind.STAMPED_FORM or kind in REQUIRED[CandidateType(candidate_type)]
