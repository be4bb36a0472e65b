"""A question's page: who sees it, what it shows, whose look is recorded, and its buttons."""

import pytest

from accounts.models import User
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import people, questions
from tests.factories.questions import to
from workflow.audit import history_of

K = QuestionKind


def test_the_page_shows_words_answer_and_history(login: Login, writer: User, secret: Question) -> None:
    page = login(writer).get(secret.get_absolute_url()).content.decode()
    for words in ("绝密的题干", "绝密乙 <span", "绝密评分", "基础知识"):
        assert words in page
    assert page.count("正确答案") == 1


def test_titles_and_addresses_tell_nothing_of_a_question(
    login: Login, writer: User, secret: Question
) -> None:
    page = login(writer).get(secret.get_absolute_url()).content.decode()
    assert "绝密" not in page.partition("</title>")[0]
    assert "绝密" not in str(secret)


@pytest.mark.parametrize("name", ["question", "question_edit", "question_version", "question_discard"])
def test_another_station_does_not_find_a_question(
    login: Login, other_station_user: User, secret: Question, name: str
) -> None:
    assert login(other_station_user).get(to(name, secret.pk)).status_code == 404


def test_candidates_examiners_and_branches_see_no_bank(
    login: Login, branch_user: User, secret: Question
) -> None:
    for user in (people.candidate("林小禾").user, branch_user):
        client = login(user)
        for address in (to("questions"), secret.get_absolute_url(), to("question_new")):
            assert client.get(address).status_code == 403


def test_a_look_at_an_exam_question_is_recorded_once_a_person_and_day(
    login: Login, writer: User, checker: User, secret: Question
) -> None:
    for user in (writer, writer, checker):
        login(user).get(secret.get_absolute_url())
    looks = history_of(secret).filter(action="look")
    assert [look.actor for look in looks] == [writer, checker]


def test_the_form_of_an_exam_question_is_a_look_at_it(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    made = questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=writer)
    login(writer).get(to("question_edit", made.pk))
    assert history_of(made).get(action="look").actor == writer


def test_a_look_at_a_practice_question_is_not_recorded(
    login: Login, writer: User, station: Station, turning: Trade
) -> None:
    made = questions.question(station.organisation, turning, pool=Pool.PRACTICE)
    login(writer).get(made.get_absolute_url())
    assert not history_of(made).exists()


def test_a_question_is_handed_in_and_checked_by_its_buttons(
    login: Login, writer: User, checker: User, station: Station, turning: Trade
) -> None:
    made = questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=writer)
    submit, approve = (to("question_transition", made.pk, move) for move in ("submit", "approve"))
    assert login(writer).post(submit).status_code == 302
    assert login(writer).post(approve).status_code == 422
    assert login(checker).post(approve).status_code == 302
    made.refresh_from_db()
    assert made.status == ItemStatus.ACTIVE
