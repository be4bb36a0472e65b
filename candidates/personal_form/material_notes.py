"""What each picture is for, what has to be seen on it, and what is often wrong with it."""

from dataclasses import dataclass

from candidates.models import UploadKind


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
        "有姓名、职业、等级和证书编号的一页；填写了已取得证书的须上传。",
        "编号看不清，或把多本证书拍在一张图里。",
    ),
    UploadKind.TITLE: Note(
        "核对已取得的职称",
        "有姓名、职称名称、级别和取得时间的一页；填写了职称的须上传。",
        "只拍了封面，或看不到印章和取得时间。",
    ),
    UploadKind.DIPLOMA: Note(
        "核对毕业学校、专业和毕业时间",
        "毕业证书的内页，照片、印章和编号清楚；填写了毕业时间的须上传。",
        "只拍了封面，或用学位证书、成绩单代替。",
    ),
    UploadKind.RESIDENCE_PROOF: Note(
        "没有工作单位的，由所在街道（社区）证明",
        "街道（社区）出具、加盖公章的居住或待业证明，写明姓名和证件号码。",
        "没有公章，或没有写明姓名。",
    ),
    UploadKind.TRAINING_PROOF: Note(
        "核对正规培训学时",
        "学校出具、加盖教务处章的培训学时证明；没有可不上传。",
        "没有印章，或没有写明学时。",
    ),
    UploadKind.STAMPED_FORM: Note(
        "确认单位或学校同意申报",
        "打印申报表，加盖单位公章或教务处章后，拍照或扫描整页上传。",
        "没有盖章、印章不清，或拍斜、缺边。",
    ),
}
