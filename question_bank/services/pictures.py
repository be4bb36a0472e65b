"""Pictures of a question's stem, sealed in the portal's storage."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from accounts.models import User
from documents.file_rows import stored_together
from documents.pictures import clean_picture
from documents.upload_limits import MEGABYTE
from ostami.problems import Problem, refuse_if
from question_bank.models import Question, QuestionPicture
from question_bank.services.questions import locked_open
from workflow import audit

MOST_PICTURES = 4
PICTURE_MAX_BYTES = 2 * MEGABYTE


def add_picture(*, question: Question, content: bytes, actor: User, at: datetime) -> QuestionPicture:
    """Add a JPEG or PNG, encoded anew, behind the pictures that are there.

    Raises:
        BlockedError: the file won't do, there are enough already, or the actor can't change the question.
        Http404: the question isn't in the actor's scope.
    """
    with stored_together() as files:
        row = locked_open(question, actor)
        if row.pictures.count() >= MOST_PICTURES:
            text = f"每道题最多 {MOST_PICTURES} 张图片"
            refuse_if([Problem(text, remedy="请先删除一张", field="file")])
        picture = clean_picture(content, max_bytes=PICTURE_MAX_BYTES)
        last = row.pictures.aggregate(last=Max("place"))["last"] or 0
        stored = QuestionPicture(question=row, content_type=picture.content_type, place=last + 1)
        files.store(stored, picture.content, suffix=picture.suffix)
        audit.record(row, action="add_picture", sentence="增加了图片", actor=actor, at=at)
    return stored


@transaction.atomic
def remove_picture(*, picture: QuestionPicture, actor: User, at: datetime) -> None:
    """Delete a picture of an open question.

    Raises:
        BlockedError: the actor can't change the question.
        Http404: the picture is gone already, or not in the actor's scope.
    """
    row = locked_open(picture.question, actor)
    found = row.pictures.select_for_update().filter(pk=picture.pk).first()
    if found is None:
        raise Http404
    found.delete_with_file()
    audit.record(row, action="remove_picture", sentence="删除了图片", actor=actor, at=at)
