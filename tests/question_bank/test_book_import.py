"""Importing a workbook of questions: preview, confirmation, all or nothing, and whose upload it is."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from documents.models import TableUpload
from jobs.models import Job
from ostami import clock
from ostami.problems import BlockedError
from question_bank.importing.judging import Target
from question_bank.importing.rows import read_book
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from tests.conftest import Login
from tests.factories import people
from tests.factories.question_books import book, row, rows_of
from tests.question_bank.book_desk import address, sent, stored
from tests.question_bank.conftest import Frozen
from workflow.audit import history_of, verify
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_preview_stores_nothing_and_the_confirmation_all(
    at_desk: Client, writer: User, turning: Trade
) -> None:
    words = row(题干="主轴的转速由什么决定？", 评分说明="见教材")
    html, number = sent(at_desk, turning, book(words, essay=[row(QuestionKind.ESSAY)]))
    assert "确认导入 2 题" in html
    assert "导入到考试题库，数控车工四级/中级工" in html
    assert not Question.objects.exists()
    html = at_desk.post(address(), {"confirm": number}, follow=True).content.decode()
    assert "已导入 2 题。" in html
    made = Question.objects.get(kind=QuestionKind.SINGLE)
    assert (made.owner, made.written_by, made.status) == (writer.organisation, writer, ItemStatus.DRAFT)
    assert (made.pool, made.trade, made.level) == (Pool.EXAM, turning, 4)
    assert (made.content.stem, made.content.options) == ("主轴的转速由什么决定？", tuple("甲乙丙丁"))
    assert (made.content.answer, made.content.marking) == (("B",), "见教材")
    assert history_of(made).get().sentence == "从表格导入了理论试题"
    told = history_of(writer).get(action="import_questions").sentence
    assert told == "从表格导入了 2 道理论试题（考试题库，数控车工四级/中级工）"
    assert verify() == []
    html = at_desk.post(address(), {"confirm": number}, follow=True).content.decode()
    assert "没有重复导入" in html
    assert Question.objects.count() == 2


def test_the_words_lie_nowhere_in_clear(at_desk: Client, turning: Trade) -> None:
    words = row(题干="绝密题干甲乙丙", 选项A="绝密选项", 解析="绝密解析")
    _, number = sent(at_desk, turning, book(words))
    upload = TableUpload.objects.get()
    with open(upload.file.storage.path(str(upload.file.name)), "rb") as kept:  # noqa: PTH123
        assert not kept.read().startswith(b"PK")
    at_desk.post(address(), {"confirm": number})
    events = AuditEvent.objects.values("object_label", "sentence", "changes")
    rows = [*Question.objects.values(), *events, *Job.objects.values()]
    assert "绝密" not in json.dumps(rows, default=str, ensure_ascii=False)


def test_handed_in_at_once_they_wait_for_a_second_person(
    at_desk: Client, writer: User, checker: User, turning: Trade
) -> None:
    _, number = sent(at_desk, turning, book(row(), row()))
    at_desk.post(address(), {"confirm": number, "submit": "on"})
    assert set(Question.objects.values_list("status", flat=True)) == {ItemStatus.SUBMITTED}
    made = Question.objects.first()
    assert made is not None
    event = history_of(made).get(action="submit")
    assert (event.source, event.target) == ("draft", "submitted")


def test_one_wrong_row_keeps_all_out(at_desk: Client, turning: Trade) -> None:
    html, number = sent(at_desk, turning, book(row(), row(答案="H"), essay=[row(QuestionKind.ESSAY)]))
    assert "有 1 行存在问题，全部改正后才能导入。" in html
    assert "答案“H”不在选项之中" in html
    assert "确认导入" not in html
    assert at_desk.post(address(), {"confirm": number}).status_code == 422
    assert not Question.objects.exists()


def test_the_rows_to_correct_come_with_their_reasons_and_can_be_sent_again(
    at_desk: Client, turning: Trade
) -> None:
    _, number = sent(at_desk, turning, book(row(), row(答案="H", 题干="要改的题？")))
    answer = at_desk.get(address(), {"upload": number, "errors": ""})
    (found,) = rows_of(answer.content, "单选题")
    assert (found["题干"], found["问题"]) == ("要改的题？", "答案“H”不在选项之中。")
    assert read_book(answer.content).bad[0].row.number == 2


def test_a_station_imports_within_its_scope(at_desk: Client, target: Target, writer: User) -> None:
    html, number = sent(at_desk, target.trade, book(row()), level=2)
    assert "本站的评价范围不含数控车工二级/技师" in html
    assert not number
    with pytest.raises(BlockedError, match="评价范围不含"):
        stored(book(row()), Target(Pool.EXAM, target.trade, Level.TWO), writer)


def test_pool_trade_and_level_are_asked_for(at_desk: Client, turning: Trade) -> None:
    html, _ = sent(at_desk, turning, book(row()), pool="", level="", trade="")
    assert [text in html for text in ("请选择题库。", "请选择工种。", "请选择等级。")] == [True] * 3


def test_another_person_cannot_open_or_confirm_an_upload(
    at_desk: Client, checker: User, turning: Trade, login: Login
) -> None:
    _, number = sent(at_desk, turning, book(row()))
    other = login(checker)
    html = other.get(address(), {"upload": number}, follow=True).content.decode()
    assert "没有重复导入" in html
    other.post(address(), {"confirm": number})
    assert not Question.objects.exists()


def test_an_upload_is_kept_for_a_day(
    at_desk: Client, turning: Trade, clock_at: Frozen, login: Login, writer: User
) -> None:
    _, number = sent(at_desk, turning, book(row()))
    clock_at.move_to(clock.now() + timedelta(hours=24, seconds=1))
    html = login(writer).post(address(), {"confirm": number}, follow=True).content.decode()
    assert "已过期" in html
    assert not Question.objects.exists()


def test_a_candidate_imports_nothing(login: Login) -> None:
    assert login(people.candidate("林小禾").user).get(address()).status_code == 403
