"""Questions of a workbook that stand twice, in the file or in a bank: named with their place."""

import pytest
from django.test import Client

from accounts.models import User
from documents.keeping import keep_table
from ostami import clock
from ostami.problems import BlockedError
from question_bank.importing.judging import Target
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from question_bank.services.importing import Wishes, import_questions
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import questions
from tests.factories.question_books import book, row
from tests.question_bank.book_desk import address, judge, sent, stored

pytestmark = pytest.mark.django_db


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
