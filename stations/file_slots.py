"""The places for files that an application has, as the page of files shows them."""

from dataclasses import dataclass

from documents.attachments import AttachmentKinds
from stations.models import ApplicationKind, Attachment, AttachmentKind, StationApplication
from stations.models.attachments import RULES
from stations.sections import REQUIRED_FILES
from stations.services.files import most_of, takes

HINTS = {
    AttachmentKind.INTRODUCTION: "图文并茂介绍学校概况、专业和实训条件（服务指南 2.3）。",
    AttachmentKind.PHOTO: "5 张以上，须为本校实训环境，清晰、不拼图（服务指南 2.3）。可一次选择多张。",
    AttachmentKind.WORK_PLAN: "未来三年的评价工作计划（服务指南 2.3）。",
    AttachmentKind.SIGNED_FORM: (
        "打印审批登记表，第一页由法人亲笔签字并加盖学校公章，最后一页第一栏加盖公章并签署同意申报，"
        "扫描后上传（服务指南 2.3）。可以是一个 PDF，也可以是各页的图片。"
    ),
    AttachmentKind.PROOF: "与变更内容相符的文件，如任免文件、更名批复、新的办学许可证。",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A kind of file: what it is, what is there, and what may still come."""

    kind: AttachmentKind
    least: int
    files: list[Attachment]

    @property
    def label(self) -> str:
        """The heading; rules carry their number in the guide."""
        return f"制度 {RULES.index(self.kind) + 1}　{self.kind.label}" if self.is_rule else self.kind.label

    @property
    def is_rule(self) -> bool:
        """Tell whether it is one of the eight rules."""
        return self.kind in RULES

    @property
    def hint(self) -> str:
        """What the file must show."""
        return HINTS.get(self.kind, "")

    @property
    def takes(self) -> AttachmentKinds:
        """Which files do."""
        return takes(self.kind)

    @property
    def most(self) -> int:
        """How many files there may be."""
        return most_of(self.kind)

    @property
    def lacking(self) -> int:
        """How many files are still needed."""
        return max(self.least - len(self.files), 0)

    @property
    def is_done(self) -> bool:
        """Tell whether there are enough."""
        return len(self.files) >= self.least

    @property
    def is_full(self) -> bool:
        """Tell whether no further file fits; a single one can be replaced."""
        return self.most > 1 and len(self.files) >= self.most


def slots_of(application: StationApplication) -> list[Slot]:
    """Return an application's slots in the guide's order."""
    files = list(application.attachments.all())
    required = REQUIRED_FILES[ApplicationKind(application.kind)]
    return [
        Slot(kind, least, [file for file in files if file.kind == kind]) for kind, least in required.items()
    ]
