"""The unit's way through an examiner application: the form, the paper to sign, the files, the handing in."""

from django.urls import reverse

from examiners.completeness import missing_cells, missing_files
from examiners.models import EvidenceKind, ExaminerApplication
from workflow.tasks import Task, TaskState

FORM_LABEL, PRINT_LABEL, FILES_LABEL, SUBMIT_LABEL = (
    "填写审批表",
    "打印审批表、签字盖章",
    "上传材料",
    "核对并提交",
)
PRINT_HINT = "由所在部门签署意见、所在单位签署意见并盖章，扫描后在“上传材料”中上传（服务指南 3.2）。"


def tasks_of(application: ExaminerApplication) -> list[Task]:
    """Return the steps of an open application as they stand, in the order to do them."""
    cells, files = missing_cells(application), missing_files(application)
    return [
        _part(FORM_LABEL, "".join(map(str, cells)), _to("form", application), touched=_touched(application)),
        _printing(application, ready=not cells),
        _part(
            FILES_LABEL,
            "".join(map(str, files)),
            _to("files", application),
            touched=application.evidence.exists(),
        ),
        _submitting(application, len(cells) + len(files)),
    ]


def _to(name: str, application: ExaminerApplication) -> str:
    return reverse(f"examiner_applications:{name}", kwargs={"pk": application.pk})


def _touched(application: ExaminerApplication) -> bool:
    return bool(application.document_sealed or application.education or application.phone)


def _part(label: str, lacking: str, address: str, *, touched: bool) -> Task:
    if not lacking:
        return Task(label, TaskState.DONE, "", address)
    # What a part lacks is a long list before it is begun; it says more once it is.
    if not touched:
        return Task(label, TaskState.UNTOUCHED, "", address)
    return Task(label, TaskState.TODO, lacking, address)


def _printing(application: ExaminerApplication, *, ready: bool) -> Task:
    if not ready:
        return Task(PRINT_LABEL, TaskState.BLOCKED, f"请先完成：{FORM_LABEL}")
    signed = application.evidence.filter(kind=EvidenceKind.SIGNED_FORM).exists()
    state = TaskState.DONE if signed else TaskState.TODO
    return Task(PRINT_LABEL, state, PRINT_HINT, _to("form_pdf", application))


def _submitting(application: ExaminerApplication, missing: int) -> Task:
    address = f"{application.get_absolute_url()}submit/"
    if missing:
        return Task(SUBMIT_LABEL, TaskState.BLOCKED, f"还有 {missing} 项未完成，可点击查看清单", address)
    return Task(SUBMIT_LABEL, TaskState.TODO, "提交后不能修改", address)
