"""Which pictures an enrolment still lacks (guide 4.5.1-3)."""

from collections.abc import Iterator

from batches.models import CandidateType
from candidates.models import Enrolment, Upload, UploadKind
from candidates.personal_form.materials import CONDITIONS, Rules, needed_kinds, required_kinds
from ostami.problems import Problem
from workflow.lifecycle import Step


def materials_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """Every picture is there that the candidate type, or what the form states, needs (guide 4.5.1-3)."""
    type_ = step.case.batch.candidate_type
    always = required_kinds(type_)
    for kind in missing_materials(step.case):
        why = f"{CandidateType(type_).label}必须提交" if kind in always else CONDITIONS[kind]
        yield Problem(f"还没有上传{kind.label}，{why}", "4.5.1-3", "请上传清晰的 JPEG 或 PNG 图片")


def missing_materials(enrolment: Enrolment, rules: Rules | None = None) -> list[UploadKind]:
    """Return the required pictures that are not there; `rules` are the table's, where read before."""
    there = {upload.kind for upload in enrolment.uploads.all()}
    return [kind for kind in needed_kinds(enrolment, rules) if kind not in there]


def stamped_form_uploaded(step: Step[Enrolment]) -> Iterator[Problem]:
    """The stamped form is back as a picture (guide 4.3-3)."""
    if not Upload.objects.filter(enrolment=step.case, kind=UploadKind.STAMPED_FORM).exists():
        yield Problem("还没有上传盖章申报表", "4.3-3", "请打印申报表，加盖公章或教务处章后拍照上传")
