"""The list of questions: whose it is, narrowed, sorted, and searched in the sealed words."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from question_bank.kinds import Pool, QuestionKind
from question_bank.listing import MOST_FOUND, listed_questions
from question_bank.models import ItemStatus, Question
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import questions
from tests.factories.questions import to
from workflow.audit import history_of

K = QuestionKind


def test_a_station_lists_its_own_bank_and_management_those_below(
    login: Login, writer: User, other_station_user: User, management_user: User, secret: Question
) -> None:
    assert "绝密" in login(writer).get(to("questions")).content.decode()
    assert "绝密" not in login(other_station_user).get(to("questions")).content.decode()
    page = login(management_user).get(to("questions")).content.decode()
    assert secret.owner.name in page


def test_words_of_another_banks_exam_question_stand_on_its_page_alone(
    login: Login, management_user: User, station: Station, turning: Trade, secret: Question
) -> None:
    words = questions.content(stem="公开的题干？")
    questions.question(station.organisation, turning, pool=Pool.PRACTICE, words=words)
    client = login(management_user)
    for page in (client.get(to("questions")), client.post(to("questions"), {"words": "题干"})):
        assert "绝密" not in page.content.decode()
        assert "打开后显示" in page.content.decode()
        assert "公开的题干" in page.content.decode()
    assert "绝密" in client.get(secret.get_absolute_url()).content.decode()


def test_seeing_the_own_list_is_recorded_once_a_day_and_every_search(
    login: Login, writer: User, secret: Question
) -> None:
    client = login(writer)
    for _ in range(2):
        client.get(to("questions"))
        client.post(to("questions"), {"words": "绝密"})
    events = history_of(writer)
    assert events.filter(action="list_questions").count() == 1
    searches = events.filter(action="search_questions").values_list("sentence", flat=True)
    assert set(searches) == {"搜索了理论试题的文字（1 题中列出 1 题）"}
    assert len(searches) == 2


def test_the_first_page_of_the_newest_is_asked_by_the_plain_key(management_user: User) -> None:
    # Words on what isn't known would keep a database from reading the key's index.
    asked = str(listed_questions(actor=management_user, asked={}).query)
    assert "NULLS" not in asked


def test_words_are_searched_without_standing_in_an_address(
    login: Login, writer: User, station: Station, turning: Trade, secret: Question
) -> None:
    questions.question(station.organisation, turning)
    page = login(writer).post(to("questions"), {"words": "题干 绝密乙"})
    assert [row for row, _ in page.context["rows"]] == [secret]
    assert "words" not in page.request["QUERY_STRING"]
    filtered = login(writer).post(f"{to('questions')}?pool=practice", {"words": "绝密"})
    assert filtered.context["rows"] == []


def test_a_search_that_finds_too_many_says_so(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    for _ in range(MOST_FOUND + 1):
        questions.question(station.organisation, turning)
    page = login(writer).post(to("questions"), {"words": "练习题"})
    assert len(page.context["rows"]) == MOST_FOUND
    assert "未全部搜索或列出" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("pool=practice", ["判断"]),
        ("kind=single", ["单选"]),
        ("level=3", ["判断"]),
        ("difficulty=5", ["判断"]),
        ("point=热处理", ["判断"]),
        ("trade=数控", ["单选", "判断"]),
        ("trade=铆工", []),
        ("status=draft", ["判断"]),
        ("by=902", []),
        ("sort=level", ["判断", "单选"]),
        ("kind=unknown", ["单选", "判断"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    login: Login, writer: User, station: Station, turning: Trade, asked: str, found: list[str]
) -> None:
    questions.question(station.organisation, turning)
    other: dict[str, Any] = {
        "pool": Pool.PRACTICE,
        "level": 3,
        "difficulty": 5,
        "knowledge_point": "钢的热处理",
    }
    questions.question(station.organisation, turning, kind=K.TRUE_FALSE, status=ItemStatus.DRAFT, **other)
    asked = asked if "sort" in asked else f"{asked}&sort=name"
    rows = login(writer).get(f"{to('questions')}?{asked}").context["rows"]
    assert [row.get_kind_display()[:2] for row, _ in rows] == found


def test_what_waits_for_a_person_was_handed_in_by_another(
    login: Login, writer: User, checker: User, station: Station, turning: Trade
) -> None:
    made = questions.question(station.organisation, turning, status=ItemStatus.SUBMITTED, written_by=writer)
    address = f"{to('questions')}?status=waiting"
    assert [row for row, _ in login(checker).get(address).context["rows"]] == [made]
    assert "待我复核 1 题" in login(checker).get(to("questions")).content.decode()
    assert login(writer).get(address).context["rows"] == []


def test_the_list_asks_as_often_for_three_questions_as_for_one(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    client = login(writer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(to("questions"))
        return len(queries)

    questions.question(station.organisation, turning)
    asked()
    one = asked()
    for _ in range(2):
        questions.question(station.organisation, turning)
    assert asked() == one
