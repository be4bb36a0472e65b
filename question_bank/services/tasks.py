"""Taking practical tasks into the bank, from their Word documents."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import Http404

from accounts.models import User
from documents.file_rows import StoredFiles, stored_together
from ostami.problems import Problem, refuse_if
from question_bank.models import PracticalTask, TaskPicture
from question_bank.scope import scope_problems
from question_bank.task_reading import ReadTask, read_task
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow import audit


def add_task(
    *,
    actor: User,
    trade: Trade,
    level: Level,
    content: bytes,
    at: datetime,
    title: str = "",
    minutes: int | None = None,
) -> PracticalTask:
    """Store a draft in the bank of the actor's organisation.

    Args:
        actor: who uploads it, its writer.
        trade: the trade that it examines.
        level: the level of that trade.
        content: the Word document as it was sent.
        at: the instant.
        title: stands in place of the document's, where it is given.
        minutes: likewise.

    Raises:
        BlockedError: the document won't do, or trade and level are out of the organisation's scope.
    """
    refuse_if(scope_problems(actor, trade=trade, level=level))
    read = read_task(content, title=title, minutes=minutes)
    task = PracticalTask(owner=actor.organisation, trade=trade, level=level)
    with stored_together() as files:
        _take(task, read, content, files, actor=actor, at=at)
        audit.record(task, action="write", sentence="上传了实操试题", actor=actor, at=at)
    return task


def replace_task(
    *,
    task: PracticalTask,
    actor: User,
    content: bytes,
    at: datetime,
    title: str = "",
    minutes: int | None = None,
) -> PracticalTask:
    """Put another document in place of an open task's.

    Raises:
        BlockedError: the document won't do, or the actor can't change the task.
        Http404: the task isn't in the actor's scope.
    """
    refuse_if(change_problems(_seen(task, actor), actor))
    read = read_task(content, title=title, minutes=minutes)
    with stored_together() as files:
        row = _locked(task, actor)
        refuse_if(change_problems(row, actor))
        old = str(row.file.name)
        for picture in row.pictures.all():
            picture.delete_with_file()
        _take(row, read, content, files, actor=actor, at=at)
        transaction.on_commit(partial(row.file.storage.delete, old))
        audit.record(row, action="replace", sentence="更换了实操试题的文档", actor=actor, at=at)
    return row


def change_problems(task: PracticalTask, actor: User) -> Iterator[Problem]:
    """Yield why the actor can't change a task.

    Only its writer does, so that whoever checks it has had no hand in it; when the writer's login is closed,
    whoever changes it becomes its writer.
    """
    if task.owner_id != actor.organisation_id:
        yield Problem("这是其他机构的试题，只能查看", remedy="请由所属机构办理")
    elif not task.is_open:
        yield Problem(
            f"试题当前状态为“{task.get_status_display()}”，不能更换文档",
            remedy="待复核的请复核人退回；已启用的请另行上传新试题，复核通过后停用本题",
        )
    elif task.written_by_id != actor.pk and task.written_by.is_active:
        yield Problem(f"这道题由{task.written_by}上传，请由其本人更换", remedy="其他人员可以复核")


def _take(
    task: PracticalTask, read: ReadTask, content: bytes, files: StoredFiles, *, actor: User, at: datetime
) -> None:
    task.content, task.minutes = read.content, read.minutes
    task.written_by, task.written_at = actor, at
    files.store(task, content, suffix=".docx")
    for place, picture in enumerate(read.pictures, start=1):
        row = TaskPicture(task=task, content_type=picture.content_type, place=place)
        files.store(row, picture.content, suffix=picture.suffix)


def _seen(task: PracticalTask, actor: User) -> PracticalTask:
    found: PracticalTask | None = PracticalTask.objects.visible_to(actor).filter(pk=task.pk).first()
    if found is None:
        raise Http404
    return found


def _locked(task: PracticalTask, actor: User) -> PracticalTask:
    _seen(task, actor)
    rows = PracticalTask.objects.order_by().select_for_update(of=("self",), no_key=True)
    row: PracticalTask = rows.get(pk=task.pk)
    return row
