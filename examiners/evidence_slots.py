"""The places for files that an examiner application has, as the page of files shows them."""

from dataclasses import dataclass

from documents.attachments import AttachmentKinds
from examiners.completeness import required_files
from examiners.models import Evidence, EvidenceKind, ExaminerApplication
from examiners.services.evidence import takes

HINTS = {
    EvidenceKind.PHOTO: "近期正面免冠照片，印在审批表上。",
    EvidenceKind.SKILL: "职业技能等级证书，等级符合任职条件时须上传（服务指南 3.1.2）。",
    EvidenceKind.TITLE: "专业技术职称证书，职称符合任职条件时须上传（服务指南 3.1.2）。",
    EvidenceKind.SIGNED_FORM: "打印审批表，所在部门、所在单位签字盖章后扫描上传；多页的合为一个 PDF。",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A kind of file: whether it is needed, and what is there."""

    kind: EvidenceKind
    required: bool
    file: Evidence | None

    @property
    def hint(self) -> str:
        """What the file must show."""
        return HINTS[self.kind]

    @property
    def takes(self) -> AttachmentKinds:
        """Which files do."""
        return takes(self.kind)


def slots_of(application: ExaminerApplication) -> list[Slot]:
    """Return an application's slots in their order."""
    there = {evidence.kind: evidence for evidence in application.evidence.all()}
    needed = required_files(application)
    return [Slot(kind, kind in needed, there.get(kind)) for kind in EvidenceKind]
