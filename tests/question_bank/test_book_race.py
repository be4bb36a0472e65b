"""Imports of the same questions at the same instant."""

import pytest

from accounts.models import User
from documents.keeping import keep_table
from documents.models import TableUpload
from ostami import clock
from ostami.problems import BlockedError
from question_bank.importing.judging import Target
from question_bank.kinds import Pool
from question_bank.models import Question
from question_bank.services.importing import Wishes, import_questions
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from tests.factories.question_books import book, row
from tests.rivals import at_once
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Rival = tuple[User, TableUpload, Pool]


def outcome(rival: Rival, trade: Trade) -> str:
    actor, upload, pool = rival
    target = Target(pool, trade, Level.FOUR)
    try:
        done = import_questions(
            upload=upload, target=target, wishes=Wishes(submit=True), actor=actor, at=clock.now()
        )
    except BlockedError as blocked:
        return str(blocked.problems[0])[:12]
    return f"stored {len(done.stored)}"


def test_two_pools_do_not_take_the_same_questions_at_one_instant(
    writer: User, checker: User, turning: Trade
) -> None:
    content = book(row(), row())
    rivals = [
        (actor, keep_table(owner=actor, kind="x", content=content, name="x"), pool)
        for actor, pool in ((writer, Pool.EXAM), (checker, Pool.PRACTICE))
    ]
    answers = at_once(lambda rival: outcome(rival, turning), rivals)
    assert answers[0] == "stored 2"
    assert answers[1] != "stored 2"
    assert Question.objects.count() == 2
    assert verify() == []


def test_one_workbook_confirmed_in_two_windows_is_imported_once(writer: User, turning: Trade) -> None:
    upload = keep_table(owner=writer, kind="x", content=book(row()), name="x")
    rivals = [(writer, upload, Pool.EXAM), (writer, TableUpload.objects.get(), Pool.EXAM)]
    answers = at_once(lambda rival: outcome(rival, turning), rivals)
    assert "stored 1" in answers
    assert Question.objects.count() == 1
    assert verify() == []
