"""An issue that is killed at any point has taken no number; run again, it takes the same ones."""

import pytest

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from tests.certificates.killed_issue import certify, state
from tests.factories import exam, numbers, results
from tests.killing import killed_to_the_end
from workflow.audit import verify


@pytest.mark.django_db(transaction=True)
def test_kill_9_before_every_statement_and_before_the_commit_loses_and_doubles_no_number(
    approved: Batch, centre_user: User
) -> None:
    numbers.prefix(centre_user)
    batch = numbers.national(approved)
    before = state()
    at = exam.noon(results.ISSUED_ON).isoformat()
    states = killed_to_the_end(certify, state, most_tries=300, batch=batch.pk, actor=centre_user.pk, at=at)
    assert set(states) == {before}
    assert list(Certificate.objects.in_roster_order().values_list("number", flat=True)) == [
        f"{numbers.PREFIX}264000001",
        f"{numbers.PREFIX}264000002",
    ]
    assert f"{numbers.PREFIX}:2026:4', 2" in state()
    assert verify() == []
