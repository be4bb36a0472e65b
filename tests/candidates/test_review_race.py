"""Two reviewers on the same enrolment at the same instant."""

import pytest

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Enrolment
from candidates.review.accepting import accept_as_stated
from ostami import clock
from ostami.problems import BlockedError
from tests.candidates.reviews import DOUBTFUL, stamped
from tests.rivals import at_once
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.mark.parametrize("other", ["accept", "return"])
def test_one_decides_and_the_other_reads_so(item: BatchItem, station_user: User, other: str) -> None:
    enrolment = stamped(item, "林小禾", **DOUBTFUL)

    def act(name: str) -> str:
        now = clock.now()
        try:
            if name == "return":
                return perform(enrolment, "return", actor=station_user, at=now, reason="其他：请核对").status
            facts = {"points": ["hours"], "seen_at": now, "actor": station_user, "at": now}
            return accept_as_stated(enrolment=enrolment, **facts).status  # type: ignore[arg-type]
        except BlockedError as blocked:
            return blocked.problems[0].text[:10]

    answers = at_once(act, ["accept", other])
    assert "该事项已由他人处理，" in answers
    final = Enrolment.objects.get(pk=enrolment.pk)
    assert final.status in answers
    decisions = [one.action for one in history_of(final) if one.action in {"accept", "return", "judge"}]
    assert decisions == (["judge", "accept"] if final.status == "accepted" else ["return"])
