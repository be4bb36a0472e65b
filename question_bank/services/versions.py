"""New versions of a question: the old one stands until the new one is checked."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from documents.file_rows import StoredFiles, stored_together
from ostami.problems import Problem, refuse_if
from question_bank.models import ItemStatus, PaperQuestion, Question, QuestionPicture
from question_bank.services.questions import locked_open, locked_question
from workflow import audit
from workflow.lifecycle import Step, perform

COPIED = ("pool", "trade", "level", "kind", "knowledge_point", "difficulty", "points")
SUPERSEDED = "由新版本替代"
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}


def new_version(*, question: Question, actor: User, at: datetime) -> Question:
    """Return a draft that holds a copy of an active question and is to replace it.

    Raises:
        BlockedError: the question isn't active, belongs to others, or a successor is being written already.
        Http404: it is in no bank that the actor sees.
    """
    with stored_together() as files:
        old = _locked_active(question, actor)
        draft = Question(
            owner=old.owner,
            supersedes=old,
            version=old.version + 1,
            written_by=actor,
            written_at=at,
            **{name: getattr(old, name) for name in COPIED},
        )
        draft.content = old.content
        draft.save()
        _copy_pictures(old, draft, files)
        audit.record(draft, action="write", sentence=f"为{old}出了新版本", actor=actor, at=at)
        audit.record(old, action="new_version", sentence="开始编写新版本", actor=actor, at=at)
    return draft


@transaction.atomic
def discard_draft(*, question: Question, actor: User, at: datetime) -> None:
    """Delete an open question with its pictures.

    Raises:
        BlockedError: it was handed in, somebody else writes it, or a paper asks it.
        Http404: it is in no bank that the actor sees.
    """
    row = locked_open(question, actor)
    refuse_if(_paper_problems(row))
    audit.record(row, action="discard", sentence="删除了理论试题草稿", actor=actor, at=at)
    for picture in row.pictures.all():
        picture.delete_with_file()
    row.delete()


def retire_superseded(step: Step[Question]) -> None:
    """Retire the version before, once its successor is checked."""
    old = step.case.supersedes
    if old is not None and old.status == ItemStatus.ACTIVE:
        perform(old, "retire", actor=step.actor, at=step.at, reason=SUPERSEDED)


def _locked_active(question: Question, actor: User) -> Question:
    row = locked_question(question, actor)
    refuse_if(_version_problems(row, actor))
    return row


def _version_problems(question: Question, actor: User) -> list[Problem]:
    if question.owner_id != actor.organisation_id:
        return [Problem("这是其他机构的试题，只能查看", remedy="请由所属机构办理")]
    if question.status != ItemStatus.ACTIVE:
        return [Problem("只有已启用的试题才能出新版本", remedy="草稿可以直接修改")]
    successor = Question.objects.filter(supersedes=question).first()
    if successor is None:
        return []
    return [Problem(f"这道题的新版本（{successor}）已在编写", remedy="请在该版本上继续，或先删除它")]


def _paper_problems(question: Question) -> list[Problem]:
    used = PaperQuestion.objects.filter(question=question).select_related("paper").first()
    return [Problem(f"{used.paper}中有这道题，不能删除", remedy="请先从试卷中移除")] if used else []


def _copy_pictures(old: Question, draft: Question, files: StoredFiles) -> None:
    for picture in old.pictures.all():
        copy = QuestionPicture(question=draft, content_type=picture.content_type, place=picture.place)
        files.store(copy, picture.file.read(), suffix=ENDINGS[picture.content_type])
