"""Exporting the list's questions as a workbook that an import takes."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents.table_import import ImportedRow
from jobs.models import Job, JobState
from question_bank.content import likeness
from question_bank.importing.rows import read_book
from question_bank.importing.workbooks import export
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import Question
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import people, questions
from tests.factories.question_books import rows_of
from workflow.audit import history_of

pytestmark = pytest.mark.django_db


def address(query: str = "") -> str:
    return f"{reverse('question_bank:question_export')}{query}"


@pytest.fixture
def at_desk(login: Login, writer: User, turning: Trade) -> Client:
    return login(writer)


def result(client: Client) -> bytes:
    job = Job.objects.get()
    assert job.state == JobState.FINISHED
    answer = client.get(reverse("jobs:result", kwargs={"pk": job.pk}))
    return bytes(answer.content)


def test_an_export_of_a_practice_pool_is_the_same_questions_again(station: Station, turning: Trade) -> None:
    made = [
        questions.question(station.organisation, turning, kind=kind, pool=Pool.PRACTICE)
        for kind in QuestionKind
        for _ in range(2)
    ]
    tricky = questions.content(
        QuestionKind.FILL_IN,
        stem="=____；由\n____带动",
        answer=("-1；或 1|一", "@主轴"),
        explanation="第一行\n第二行",
    )
    made.append(
        questions.question(
            station.organisation, turning, kind=QuestionKind.FILL_IN, pool=Pool.PRACTICE, words=tricky
        )
    )
    book = read_book(export(made))
    assert [row.reasons for row in book.rows] == [()] * len(made)
    assert sorted(row.digest for row in book.rows) == sorted(one.likeness for one in made)
    by_digest = {one.likeness: one for one in made}
    for row in book.rows:
        there = by_digest[row.digest]
        assert row.content == there.content
        assert figures(row.row) == (there.knowledge_point, there.difficulty, there.points)


def figures(row: ImportedRow) -> tuple[object, ...]:
    return tuple(row.parsed[key] for key in ("knowledge_point", "difficulty", "points"))


def test_an_export_tells_number_pool_trade_level_and_state(station: Station, turning: Trade) -> None:
    made = questions.question(station.organisation, turning)
    (found,) = rows_of(export([made]), "单选题")
    told = {name: found[name] for name in ("编号", "题库", "工种", "等级", "状态", "分值")}
    assert told == {
        "编号": str(made.pk),
        "题库": "考试题库",
        "工种": "数控车工",
        "等级": "四级/中级工",
        "状态": "已启用",
        "分值": "2",
    }


@pytest.mark.django_db(transaction=True)
def test_what_the_filters_leave_is_exported_by_a_job_and_recorded(
    at_desk: Client, station: Station, turning: Trade, writer: User
) -> None:
    kept = questions.question(station.organisation, turning, pool=Pool.PRACTICE)
    questions.question(station.organisation, turning)
    html = at_desk.get(address("?pool=practice")).content.decode()
    assert "符合条件的 1 题，其中考试题库 0 题" in html
    at_desk.post(address("?pool=practice"))
    assert [row.digest for row in read_book(result(at_desk)).rows] == [kept.likeness]
    event = history_of(writer).get(action="export_questions")
    assert event.sentence == "批量导出了理论试题 1 题（其中考试题库 0 题）"
    assert kept.content.stem not in f"{Job.objects.values()}"


@pytest.mark.django_db(transaction=True)
def test_many_exam_questions_leave_for_a_reason(
    at_desk: Client, station: Station, turning: Trade, writer: User
) -> None:
    made = [questions.question(station.organisation, turning) for _ in range(51)]
    answer = at_desk.post(address())
    assert answer.status_code == 422
    assert "导出的考试题库试题超过 50 题，请填写导出原因" in answer.content.decode()
    assert not Job.objects.exists()
    at_desk.post(address(), {"reason": "送审年度题库"})
    assert history_of(writer).get(action="export_questions").reason == "送审年度题库"
    found = {likeness(row.kind, row.content) for row in read_book(result(at_desk)).rows if row.content}
    assert found == {one.likeness for one in made}


def test_fifty_exam_questions_need_no_reason(at_desk: Client, station: Station, turning: Trade) -> None:
    for _ in range(50):
        questions.question(station.organisation, turning)
    assert at_desk.post(address()).status_code == 302


def test_an_export_of_nothing_is_refused(at_desk: Client) -> None:
    assert "没有可导出的试题" in at_desk.get(address()).content.decode()
    assert at_desk.post(address(), {"reason": "x"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_nobody_exports_what_they_do_not_see(
    login: Login, station: Station, turning: Trade, other_station_user: User
) -> None:
    questions.question(station.organisation, turning)
    outside = login(other_station_user)
    assert outside.post(address(), {"reason": "x"}).status_code == 422
    assert login(people.candidate("林小禾").user).get(address()).status_code == 403
    assert Question.objects.count() == 1
