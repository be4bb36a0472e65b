"""Two people of a station who compose at the same instant."""

import pytest

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.kinds import QuestionKind
from question_bank.models import Blueprint, Paper, PaperQuestion
from question_bank.services.paper_edits import add_questions
from question_bank.services.papers import compose_paper
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import papers
from tests.rivals import at_once
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(station: Station, turning: Trade, writer: User) -> Blueprint:
    """Three out of six questions, so that two papers use the bank up."""
    papers.bank(station.organisation, turning, counts={QuestionKind.SINGLE: 6})
    return papers.blueprint(writer, turning, counts={QuestionKind.SINGLE: 3})


def test_two_papers_composed_at_one_instant_share_no_question(
    plan: Blueprint, writer: User, checker: User
) -> None:
    other = papers.blueprint(writer, plan.trade, counts={QuestionKind.SINGLE: 3}, name="另一方案")

    def act(rival: tuple[Blueprint, User]) -> str:
        made = compose_paper(blueprint=rival[0], actor=rival[1], at=clock.now(), seed="same")
        return f"{made.questions.count()}"

    assert at_once(act, [(plan, writer), (other, checker)]) == ["3", "3"]
    assert PaperQuestion.objects.order_by().values("question").distinct().count() == 6
    assert verify() == []


def test_a_question_gets_on_one_of_two_papers_to_which_it_is_added_at_one_instant(
    plan: Blueprint, writer: User, checker: User, station: Station, turning: Trade
) -> None:
    rivals = [
        (compose_paper(blueprint=plan, actor=actor, at=clock.now()), actor) for actor in (writer, checker)
    ]
    (wanted,) = papers.bank(station.organisation, turning, counts={QuestionKind.ESSAY: 1})

    def act(rival: tuple[Paper, User]) -> str:
        try:
            add_questions(paper=rival[0], questions=[wanted], actor=rival[1], at=clock.now())
        except BlockedError as blocked:
            return str(blocked.problems[0])[-25:]
        return "added"

    answers = at_once(act, rivals)
    assert answers.count("added") == 1
    assert wanted.papers.count() == 1
    assert verify() == []
