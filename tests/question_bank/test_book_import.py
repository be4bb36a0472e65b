"""Importing a workbook of questions: duplicates named with their place, all or nothing, and the job."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from documents.keeping import keep_table
from documents.models import TableUpload
from jobs.models import Job, JobState
from ostami import clock
from ostami.problems import BlockedError
from question_bank.importing.jobs import start_import
from question_bank.importing.judging import Target, judged
from question_bank.importing.rows import Book, read_book
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from question_bank.services.importing import ImportedBook, Wishes, import_questions
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import people, questions
from tests.factories.question_books import book, row, rows_of
from tests.question_bank.conftest import Frozen
from workflow.audit import history_of, verify
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(turning: Trade) -> Target:
    return Target(Pool.EXAM, turning, Level.FOUR)


@pytest.fixture
def at_desk(login: Login, writer: User, turning: Trade) -> Client:
    return login(writer)


def address() -> str:
    return reverse("question_bank:question_import")


def where(turning: Trade, **other: Any) -> dict[str, Any]:
    return {"pool": "exam", "trade": turning.pk, "level": 4, **other}


def sent(client: Client, turning: Trade, content: bytes, **other: Any) -> tuple[str, str]:
    """Upload a workbook; return the page that comes, and the number of the kept file."""
    file = SimpleUploadedFile("题库.xlsx", content)
    answer = client.post(address(), {**where(turning, **other), "file": file}, follow=True)
    number = answer.redirect_chain[0][0].rpartition("=")[2] if answer.redirect_chain else ""
    return answer.content.decode(), number


def judge(content: bytes, target: Target, actor: User) -> Book:
    return judged(read_book(content), target=target, actor=actor)


def stored(content: bytes, target: Target, actor: User, **wishes: bool) -> ImportedBook:
    upload = keep_table(owner=actor, kind="x", content=content, name="题库.xlsx")
    return import_questions(
        upload=upload, target=target, wishes=Wishes(**wishes), actor=actor, at=clock.now()
    )


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


def test_a_question_twice_in_the_file_is_named_with_its_first_place(target: Target, writer: User) -> None:
    first = row(题干="主轴 的转速？")
    again = {**first, "题干": "主轴的转速", "选项A": "丁", "选项D": "甲"}
    found = judge(book(row(), first, again), target, writer)
    assert [one.row.number for one in found.twins] == [4]
    assert found.twins[0].reasons == ("与工作表“单选题”第 3 行相同。",)


def test_the_same_words_in_two_tabs_are_one_question(target: Target, writer: User) -> None:
    words = {"题干": "什么是切削三要素？"}
    content = book(term=[row(QuestionKind.TERM, **words)], essay=[row(QuestionKind.ESSAY, **words)])
    assert judge(content, target, writer).twins[0].twin == "与工作表“名词解析”第 2 行相同。"


def test_a_question_of_the_own_bank_is_named_with_its_number(
    target: Target, writer: User, station: Station
) -> None:
    words = row()
    content = questions.content(stem=words["题干"])
    there = questions.question(station.organisation, target.trade, words=content, status=ItemStatus.DRAFT)
    twin = judge(book(words), target, writer).twins[0].twin
    assert twin == f"本机构题库中已有相同的试题：单选题 {there.pk}（草稿）。"


def test_a_retired_question_may_come_again(target: Target, writer: User, station: Station) -> None:
    words = row()
    content = questions.content(stem=words["题干"])
    questions.question(station.organisation, target.trade, words=content, status=ItemStatus.RETIRED)
    assert judge(book(words), target, writer).good


@pytest.mark.parametrize("status", [ItemStatus.SUBMITTED, ItemStatus.ACTIVE])
def test_a_question_of_the_other_pool_is_refused_whoever_owns_it(
    target: Target, writer: User, management_user: User, status: ItemStatus
) -> None:
    words = row()
    owner = management_user.organisation
    assert owner is not None
    content = questions.content(stem=words["题干"])
    questions.question(owner, target.trade, words=content, pool=Pool.PRACTICE, status=status)
    found = judge(book(words), target, writer)
    assert "另一题库中有相同的试题" in found.bad[0].reasons[0]
    with pytest.raises(BlockedError, match="没有导入任何一题"):
        stored(book(words, row()), target, writer, skip_twins=True)


def test_duplicates_keep_all_out_unless_they_are_to_be_left_out(at_desk: Client, turning: Trade) -> None:
    twice = row()
    html, number = sent(at_desk, turning, book(row(), twice, twice))
    assert "跳过重复的题" in html
    answer = at_desk.post(address(), {"confirm": number})
    assert answer.status_code == 422
    assert "有 1 题重复，没有导入任何一题" in answer.content.decode()
    assert not Question.objects.exists()
    html = at_desk.post(address(), {"confirm": number, "skip_twins": "on"}, follow=True).content.decode()
    assert "已导入 2 题，跳过重复的 1 题。已存为草稿，请核对后提交复核。" in html
    assert Question.objects.count() == 2


def test_a_file_of_duplicates_alone_imports_nothing(at_desk: Client, turning: Trade) -> None:
    content = book(row())
    _, number = sent(at_desk, turning, content)
    at_desk.post(address(), {"confirm": number})
    html, number = sent(at_desk, turning, content)
    assert "没有可导入的题" in html
    assert at_desk.post(address(), {"confirm": number, "skip_twins": "on"}).status_code == 422
    assert Question.objects.count() == 1


def test_what_came_into_the_bank_after_the_rows_were_judged_is_seen_under_the_lock(
    target: Target, writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = row()
    content = questions.content(stem=words["题干"])
    assert writer.organisation is not None
    owner = writer.organisation

    def meanwhile(done: int, total: int) -> None:
        questions.question(owner, target.trade, words=content, written_by=writer)

    upload = keep_table(owner=writer, kind="x", content=book(words), name="x")
    with pytest.raises(BlockedError, match="上传之后题库有变化，没有导入任何一题"):
        import_questions(
            upload=upload, target=target, wishes=Wishes(), actor=writer, at=clock.now(), progress=meanwhile
        )
    assert Question.objects.count() == 1


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


def test_an_import_reads_the_bank_a_few_times_whatever_its_length(target: Target, writer: User) -> None:
    stored(book(row()), target, writer)  # makes the chain and the lock
    counts = []
    for length in (3, 60):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            stored(book(*(row() for _ in range(length))), target, writer)
        counts.append(len(asked))
    # A database may take fewer rows at once than others: SQLite binds few values.
    assert counts[1] <= counts[0] + 4 <= 40


@pytest.mark.django_db(transaction=True)
def test_a_long_workbook_is_imported_by_a_job(
    at_desk: Client, turning: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("question_bank.views.importing.MOST_AT_ONCE", 2)
    twice = row()
    html, number = sent(at_desk, turning, book(twice, row(), row(), twice))
    assert "将在后台导入" in html
    assert at_desk.post(address(), {"confirm": number}).status_code == 422
    at_desk.post(address(), {"confirm": number, "skip_twins": "on", "submit": "on"})
    job = Job.objects.get()
    assert (job.state, job.label) == (JobState.FINISHED, "导入理论试题（3 题）")
    assert set(Question.objects.values_list("status", flat=True)) == {ItemStatus.SUBMITTED}
    assert Question.objects.count() == 3
    found = at_desk.get(reverse("jobs:result", kwargs={"pk": job.pk})).content
    assert b"PK" in found[:4]
    at_desk.post(address(), {"confirm": number})
    assert Question.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_run_twice_imports_once(at_desk: Client, writer: User, target: Target) -> None:
    upload = keep_table(owner=writer, kind="x", content=book(row()), name="x")
    start_import(upload=upload, target=target, wishes=Wishes(), rows=1, actor=writer)
    second = start_import(upload=upload, target=target, wishes=Wishes(), rows=1, actor=writer)
    second.refresh_from_db()
    assert (second.state, Question.objects.count()) == (JobState.FAILED, 1)
    assert "没有重复导入" in second.message
