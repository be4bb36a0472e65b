"""A supervisor's report at the same instant: begun once, and handed in or recalled, never both."""

import pytest

from accounts.models import User
from batches.models import Batch
from exams.models import SupervisionAssignment, SupervisionReport
from exams.supervising.drafting import begin_report
from ostami.problems import BlockedError
from tests.factories import results
from tests.factories import supervision_reports as supervising
from tests.rivals import at_once
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assignment(batch: Batch, management_user: User) -> SupervisionAssignment:
    return supervising.sent(batch, supervising.with_login(management_user), management_user)


@pytest.fixture
def fang_user(assignment: SupervisionAssignment) -> User:
    assert assignment.supervisor.user
    return assignment.supervisor.user


def test_a_report_that_is_begun_four_times_at_once_is_one(
    assignment: SupervisionAssignment, fang_user: User
) -> None:
    found = at_once(lambda actor: str(begin_report(assignment=assignment, actor=actor).pk), [fang_user] * 4)
    assert found == [str(SupervisionReport.objects.get().pk)] * 4


@pytest.mark.parametrize("_again", range(5))
def test_what_is_recalled_is_not_reported_and_the_other_way_round(
    batch: Batch, assignment: SupervisionAssignment, fang_user: User, management_user: User, _again: int
) -> None:
    report, at = supervising.drafted(assignment), results.exam_noon(batch)

    def act(actor: User) -> str:
        try:
            if actor == management_user:
                return perform(assignment, "recall", actor=actor, at=at, reason="本人患病").status
            return perform(report, "report", actor=actor, at=at).status
        except BlockedError:
            return "refused"

    answers = at_once(act, [fang_user, management_user, fang_user])
    stored = SupervisionAssignment.objects.get().status, SupervisionReport.objects.get().status
    assert (answers, stored) in (
        (["refused", "refused", "reported"], ("reported", "reported")),
        (["recalled", "refused", "refused"], ("recalled", "draft")),
    )
    assert verify() == []
