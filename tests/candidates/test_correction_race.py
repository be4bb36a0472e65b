"""Decisions on one correction at the same instant, and beside a roster that is handed in."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.models import BatchItem
from candidates.models import Candidate, Correction, CorrectionStatus, Enrolment
from ostami.problems import BlockedError
from tests.candidates.corrections import NOON, ask
from tests.factories import exam, people
from tests.rivals import at_once, behind
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def heard(act: Callable[[], object], done: str) -> str:
    try:
        act()
    except BlockedError as refused:
        return refused.problems[0].text
    return done


@pytest.fixture
def accepted(item: BatchItem, lin: Candidate) -> Enrolment:
    return exam.accepted_enrolment(item, lin, at=NOON)


@pytest.fixture
def colleagues(station_user: User) -> list[User]:
    second = people.user("教务李", Role.STATION, station_user.organisation, person_name="李教务")
    return [station_user, second]


def test_of_two_approvals_one_wins(accepted: Enrolment, colleagues: list[User]) -> None:
    asked = ask(accepted, "subject", "数控加工")

    def approve(colleague: User) -> str:
        return heard(lambda: perform(asked, "approve", actor=colleague, at=NOON), "approved")

    assert at_once(approve, colleagues) == ["approved", "该事项已由他人处理，当前状态为“已更正”"]
    assert history_of(accepted).filter(action="correct").count() == 1
    assert verify() == []


def test_of_approval_and_withdrawal_one_wins(accepted: Enrolment, station_user: User) -> None:
    asked = ask(accepted, "subject", "数控加工")

    def act(move: str) -> str:
        actor = station_user if move == "approve" else accepted.candidate.user
        heard(lambda: perform(asked, move, actor=actor, at=NOON), "")
        return move

    at_once(act, ["approve", "withdraw"])
    status = Correction.objects.get().status
    subject = Enrolment.objects.get(pk=accepted.pk).subject
    assert (status, subject) in {
        (CorrectionStatus.APPROVED, "数控加工"),
        (CorrectionStatus.WITHDRAWN, "数控技术应用"),
    }


def test_of_two_requests_for_one_fact_one_is_made(accepted: Enrolment) -> None:
    def request(value: str) -> str:
        return heard(lambda: ask(accepted, "subject", value), "asked")

    answers = at_once(request, ["数控加工", "机电技术"])
    assert answers[0] == "asked"
    assert answers[1].startswith("已申请将专业更正为")
    assert Correction.objects.count() == 1


def test_a_correction_waits_for_the_roster_that_is_handed_in(accepted: Enrolment, station_user: User) -> None:
    asked = ask(accepted, "subject", "数控加工")
    answer = behind(
        lambda: perform(accepted.batch, "submit_roster", actor=station_user, at=NOON),
        lambda: heard(lambda: perform(asked, "approve", actor=station_user, at=NOON), "approved"),
    )
    assert answer == "approved"


def test_two_facts_of_one_person_at_once_are_both_put_right(
    accepted: Enrolment, colleagues: list[User]
) -> None:
    requests = [ask(accepted, "subject", "数控加工"), ask(accepted, "class_name", "数控 2302")]

    def approve(place: int) -> str:
        return heard(
            lambda: perform(requests[place], "approve", actor=colleagues[place], at=NOON), "approved"
        )

    assert at_once(approve, [0, 1]) == ["approved", "approved"]
    fresh = Enrolment.objects.get(pk=accepted.pk)
    assert (fresh.subject, fresh.class_name) == ("数控加工", "数控 2302")
