"""The candidate's way through an enrolment, step by step, each with its state and what holds it up."""

from datetime import datetime

from django.urls import reverse

from batches.models import BatchStatus
from candidates.models import Enrolment, EnrolmentStatus, UploadKind
from candidates.personal_form.filling_tasks import filling_tasks
from candidates.personal_form.materials import Rules
from candidates.returning import unmended
from ostami.clock import day_of
from workflow.returning import Part
from workflow.tasks import Task, TaskState
from workflow.tasks import next_address as next_of


def tasks_of(enrolment: Enrolment, *, at: datetime, rules: Rules | None = None) -> list[Task]:
    """Return the steps of an enrolment as they stand at the instant `at`: its pages, then what follows.

    Args:
        enrolment: with history and uploads.
        at: the instant.
        rules: the table of materials, where it was read before.
    """
    closed = _closed(enrolment, at)
    filling = filling_tasks(enrolment, today=day_of(at), rules=rules)
    sent_back = unmended(enrolment)
    return [
        *(_fixed(_marked(task, sent_back), enrolment, closed) for task in filling),
        _submission(enrolment, [task.label for task in filling if task.state != TaskState.DONE], closed),
        _printing(enrolment, closed),
        _stamping(enrolment, closed),
        _review(enrolment, closed),
    ]


def _marked(task: Task, sent_back: list[Part]) -> Task:
    """Open a finished step again that the station sent back; it keeps nobody from submitting."""
    labels = [part.label for part in sent_back if part.place and task.address.endswith(_page(part))]
    if task.state != TaskState.DONE or not labels:
        return task
    return Task(task.label, TaskState.TODO, f"考试站要求补正：{'、'.join(labels)}", task.address)


def _page(part: Part) -> str:
    return "/" + part.place.partition("?")[0]


def next_address(enrolment: Enrolment, *, at: datetime) -> str:
    """Return where the next step is done; the enrolment's own page if there is none."""
    return next_of(tasks_of(enrolment, at=at), enrolment.get_absolute_url())


def _closed(enrolment: Enrolment, at: datetime) -> str:
    batch = enrolment.batch
    if batch.status == BatchStatus.APPROVED and at < batch.enrolment_closes_at:
        return ""
    if batch.status == BatchStatus.CANCELLED:
        return "批次已取消"
    return "批次已失效" if batch.has_lapsed(at) else "报名已截止"


def _to(name: str, enrolment: Enrolment) -> str:
    return reverse(f"candidates:{name}", kwargs={"pk": enrolment.pk})


def _done_if(done: object) -> TaskState:
    return TaskState.DONE if done else TaskState.TODO


def _fixed(task: Task, enrolment: Enrolment, closed: str) -> Task:
    """Close a filling step once the form is handed in or the window is shut."""
    if not enrolment.is_open:
        return Task(task.label, TaskState.DONE, "已提交，不能修改")
    return Task(task.label, TaskState.BLOCKED, closed) if closed else task


def _submission(enrolment: Enrolment, unfinished: list[str], closed: str) -> Task:
    label = "核对并提交"
    if not enrolment.is_open:
        return Task(label, TaskState.DONE, f"报名序号 {enrolment.sequence}")
    if closed or unfinished:
        return Task(label, TaskState.BLOCKED, closed or f"请先完成：{'、'.join(unfinished)}")
    return Task(label, TaskState.TODO, "提交后不能修改和删除", _to("check", enrolment))


def _printing(enrolment: Enrolment, closed: str) -> Task:
    label = "打印申报表并盖章"
    if enrolment.is_open:
        return Task(label, TaskState.BLOCKED, "提交报名后打印")
    done = enrolment.status != EnrolmentStatus.SUBMITTED or _has_stamped_form(enrolment)
    if closed and not done:
        return Task(label, TaskState.BLOCKED, closed)
    return Task(label, _done_if(done), "加盖单位公章或教务处章", _to("form_pdf", enrolment))


def _stamping(enrolment: Enrolment, closed: str) -> Task:
    label = "上传盖章申报表"
    if enrolment.is_open:
        return Task(label, TaskState.BLOCKED, "提交报名、打印盖章后上传")
    if enrolment.status != EnrolmentStatus.SUBMITTED:
        return Task(label, TaskState.DONE)
    if closed:
        return Task(label, TaskState.BLOCKED, closed)
    if _has_stamped_form(enrolment):
        return Task(label, TaskState.TODO, "图片已上传，请确认提交", f"{enrolment.get_absolute_url()}stamp/")
    return Task(label, TaskState.TODO, "整页拍照上传", _to("uploads", enrolment))


def _has_stamped_form(enrolment: Enrolment) -> bool:
    return any(upload.kind == UploadKind.STAMPED_FORM for upload in enrolment.uploads.all())


def _review(enrolment: Enrolment, closed: str) -> Task:
    label = "考试站审核"
    match enrolment.status:
        case EnrolmentStatus.ACCEPTED:
            return Task(label, TaskState.DONE, "审核通过，已列入花名册")
        case EnrolmentStatus.REJECTED:
            return Task(label, TaskState.DONE, "未通过，原因见办理记录")
        case EnrolmentStatus.STAMPED if closed:
            return Task(label, TaskState.BLOCKED, closed)
        case EnrolmentStatus.STAMPED:
            return Task(label, TaskState.WAITING, "请等待考试站审核")
        case _:
            return Task(label, TaskState.BLOCKED, "提交盖章申报表后审核")
