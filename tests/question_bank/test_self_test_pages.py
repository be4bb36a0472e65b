"""A candidate practises on the portal, without scripts; nobody else sees it."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch
from candidates.models import Candidate
from ostami import clock
from question_bank.content import Content
from question_bank.kinds import QuestionKind
from question_bank.models import ItemStatus, SelfTest
from question_bank.services.pictures import add_picture
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, self_tests, staff
from tests.question_bank.conftest import Frozen
from workflow.lifecycle import perform

HOME = "/questions/self-test/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def lin(db: None) -> Candidate:
    return people.candidate("林小禾")


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def running(station: Station, turning: Trade, lin: Candidate, at: datetime) -> SelfTest:
    """Three questions in three minutes."""
    self_tests.practice(station.organisation, turning, 3)
    return self_tests.started(lin.user, turning, at)


def page(test: SelfTest, place: int | str = "") -> str:
    return f"{HOME}{test.pk}/{place}/" if place else f"{HOME}{test.pk}/"


def new(trade: Trade, level: int = 4) -> str:
    return f"{HOME}new/{trade.pk}/{level}/"


def enrolled_batch(station: Station, management: User, trade: Trade, person: Candidate) -> Batch:
    plan = exam.approved_plan(station, management, {"trade": trade})
    batch = exam.approved_batch(station, management, plan.items.get())
    exam.draft_enrolment(batch.items.get(), person)
    return batch


def test_the_own_enrolment_comes_first_with_its_number_of_questions(
    station: Station, management_user: User, turning: Trade, lin: Candidate, login: Login
) -> None:
    enrolled_batch(station, management_user, turning, lin)
    self_tests.practice(station.organisation, turning, 3)
    context = login(lin.user).get(HOME).context
    assert [(str(one), one.questions) for one in context["own"]] == [("数控车工 四级/中级工", 3)]
    assert context["others"] == []


def test_without_an_enrolment_all_that_has_questions_is_listed_and_found(
    station: Station, turning: Trade, lin: Candidate, login: Login
) -> None:
    self_tests.practice(station.organisation, turning, 2)
    self_tests.practice(station.organisation, turning, 1, level=3)
    exam.trade("数控铣工", code="JX04-05-01-02")
    for address in (HOME, f"{HOME}?q=数控"):
        others = login(lin.user).get(address).context["others"]
        assert [(str(one), one.questions) for one in others] == [
            ("数控车工 四级/中级工", 2),
            ("数控车工 三级/高级工", 1),
        ]
    assert "没有找到" in login(lin.user).get(f"{HOME}?q=焊工").content.decode()


def test_a_test_is_started_answered_and_handed_in_by_buttons_alone(
    station: Station, turning: Trade, lin: Candidate, login: Login
) -> None:
    words = Content(stem="主轴有____和____？", answer=("径向跳动", "轴向窜动"), explanation="见教材第三章")
    self_tests.practice(station.organisation, turning, kind=QuestionKind.FILL_IN, words=words)
    self_tests.practice(station.organisation, turning, 2, kind=QuestionKind.MULTIPLE)
    client = login(lin.user)
    first = client.post(new(turning), {"number": "10"}, follow=True)
    assert "可抽的题只有 3 道，少于选择的 10 题" in first.content.decode()
    test = SelfTest.objects.get()
    for answer in test.answers.select_related("question"):
        fill_in = answer.question.kind == QuestionKind.FILL_IN
        told = {"blank_1": "径向 跳动", "blank_2": "轴向窜动"} if fill_in else {"given": ["A", "B"]}
        shown = client.get(page(test, answer.place)).content.decode()
        assert "见教材第三章" not in shown
        client.post(page(test, answer.place), {**told, "go": "next"})
    assert "全部题目已作答" in client.get(page(test)).content.decode()
    result = client.post(page(test), follow=True)
    text = result.content.decode()
    assert result.context["score"].percent == 33
    assert "见教材第三章" in text
    assert "径向 跳动；轴向窜动" in text
    assert "33 分" in client.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("go", "leads_to"), [("next", "3/"), ("previous", "1/"), ("3", "3/"), ("finish", ""), ("9" * 5000, "")]
)
def test_every_button_saves_before_it_leads_on(
    running: SelfTest, lin: Candidate, login: Login, go: str, leads_to: str
) -> None:
    answer = login(lin.user).post(page(running, 2), {"given": "A", "go": go})
    assert answer["Location"] == f"{HOME}{running.pk}/{leads_to}"
    assert running.answers.get(place=2).given == ["A"]


def test_a_script_saves_at_once(running: SelfTest, lin: Candidate, login: Login) -> None:
    told = {"given": "B"}
    answer = login(lin.user).post(page(running, 1), told, headers={"X-Autosave": "1"})
    assert answer.json() == {"saved_at": "12:00", "errors": {}}
    assert running.answers.get(place=1).given == ["B"]


def test_an_option_that_there_is_not_is_refused(running: SelfTest, lin: Candidate, login: Login) -> None:
    answer = login(lin.user).post(page(running, 1), {"given": "H", "go": "next"})
    assert answer.status_code == 422
    assert running.answers.get(place=1).given == []


def test_a_test_goes_on_where_it_was_left(running: SelfTest, lin: Candidate, login: Login) -> None:
    client = login(lin.user)
    client.post(page(running, 1), {"given": "A", "go": "next"})
    assert page(running) in client.get(HOME).content.decode()
    overview = client.get(page(running)).content.decode()
    assert "还有 2 题未答：第 2、3 题" in overview
    assert "继续作答第 2 题" in overview
    assert "checked" in client.get(page(running, 1)).content.decode()


def test_a_second_click_on_start_leads_to_the_running_test(
    running: SelfTest, turning: Trade, lin: Candidate, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(running.started_at + SECOND)
    answer = login(lin.user).post(new(turning), {"number": "10"}, follow=True)
    assert "有一份未交卷的自测" in answer.content.decode()
    assert SelfTest.objects.get() == running


@pytest.mark.parametrize("early", [SECOND, timedelta()])
def test_the_end_decides_what_is_saved_and_shown(
    running: SelfTest, lin: Candidate, login: Login, clock_at: Frozen, early: timedelta
) -> None:
    clock_at.move_to(running.ends_at - early)
    client, in_time = login(lin.user), bool(early)
    answer = client.post(page(running, 1), {"given": "A", "go": "next"})
    assert running.answers.get(place=1).given == (["A"] if in_time else [])
    assert answer["Location"] == (page(running, 2) if in_time else page(running, "result"))
    assert client.get(page(running, 1)).status_code == (200 if in_time else 302)
    assert client.get(page(running)).status_code == (200 if in_time else 302)
    assert client.get(page(running, "result")).status_code == (302 if in_time else 200)
    if in_time:
        assert "1 秒" in client.get(page(running)).content.decode()


def test_a_script_that_saves_too_late_is_told(
    running: SelfTest, lin: Candidate, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(running.ends_at)
    answer = login(lin.user).post(page(running, 1), {"given": "A"}, headers={"X-Autosave": "1"}).json()
    assert answer["saved_at"] == ""
    assert "自测已结束" in answer["errors"]["__all__"][0]


@pytest.mark.parametrize("place", ["", "1", "result"])
def test_another_candidate_finds_nothing(running: SelfTest, login: Login, place: str) -> None:
    client = login(people.candidate("钱多多").user)
    assert client.get(page(running, place)).status_code == 404
    if place != "result":
        assert client.post(page(running, place), {"given": "A"}).status_code == 404
    assert running.answers.get(place=1).given == []


@pytest.mark.parametrize("place", ["4", "0"])
def test_a_place_that_there_is_not_is_not_found(
    running: SelfTest, lin: Candidate, login: Login, place: str
) -> None:
    assert login(lin.user).get(page(running, place)).status_code == 404


def test_staff_has_no_self_test(station_user: User, login: Login) -> None:
    assert login(station_user).get(HOME).status_code == 403


@pytest.mark.parametrize("level", [0, 6, 99])
def test_a_level_that_there_is_not_is_not_found(
    turning: Trade, lin: Candidate, login: Login, level: int
) -> None:
    assert login(lin.user).get(new(turning, level)).status_code == 404


def test_with_nothing_to_practise_no_start_is_offered(turning: Trade, lin: Candidate, login: Login) -> None:
    text = login(lin.user).get(new(turning)).content.decode()
    assert "暂时没有自测题" in text
    assert "开始，计时" not in text
    assert "没有可练习的错题" in login(lin.user).get(f"{new(turning)}?of=mistakes").content.decode()


@pytest.mark.parametrize("tests", [1, 3])
def test_the_home_page_asks_as_often_for_one_test_as_for_three(
    station: Station,
    turning: Trade,
    lin: Candidate,
    at: datetime,
    login: Login,
    clock_at: Frozen,
    django_assert_num_queries: DjangoAssertNumQueries,
    tests: int,
) -> None:
    self_tests.practice(station.organisation, turning, 3)
    begin = at
    for _ in range(tests):
        begin = self_tests.started(lin.user, turning, begin).ends_at
    clock_at.move_to(begin)
    client = login(lin.user)
    client.get(HOME)
    with django_assert_num_queries(11):
        assert len(client.get(HOME).context["rows"]) == tests


@pytest.mark.parametrize("number", [1, 3])
def test_a_result_asks_as_often_for_one_question_as_for_three(
    station: Station,
    turning: Trade,
    lin: Candidate,
    at: datetime,
    login: Login,
    clock_at: Frozen,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    self_tests.practice(station.organisation, turning, number)
    test = self_tests.started(lin.user, turning, at)
    clock_at.move_to(test.ends_at)
    client = login(lin.user)
    client.get(HOME)
    with django_assert_num_queries(9):
        assert len(client.get(page(test, "result")).context["answers"]) == number


def test_a_picture_is_seen_in_the_own_test_alone(
    station: Station,
    station_user: User,
    turning: Trade,
    lin: Candidate,
    at: datetime,
    login: Login,
) -> None:
    draft = self_tests.practice(
        station.organisation, turning, written_by=station_user, status=ItemStatus.DRAFT
    )[0]
    picture = add_picture(question=draft, content=exam.picture(), actor=station_user, at=at)
    checker = staff.login_of(staff.member(station, "贾专管"))
    perform(perform(draft, "submit", actor=station_user), "approve", actor=checker)
    test = self_tests.started(lin.user, turning, at)
    address = f"{page(test, 1)}pictures/{picture.pk}/"
    client = login(lin.user)
    assert address in client.get(page(test, 1)).content.decode()
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert client.get(f"{page(test, 1)}pictures/{picture.pk + 1}/").status_code == 404
    assert login(people.candidate("钱多多").user).get(address).status_code == 404
