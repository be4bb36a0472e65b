"""An import that is killed at any point has done nothing; run again, it does what it would have done."""

import pytest
from django.db import transaction

from accounts.models import User
from batches.models import Batch
from documents.models import TableUpload
from exams.models import Result
from exams.services.score_import import import_scores
from tests.exams.killed_import import import_sheet, state
from tests.factories import results, scoring
from tests.killing import killed_to_the_end
from workflow.audit import verify

GOOD = ({"theory": "85", "practical": "92.5"}, {"theory": "59.5"}, {"theory_absent": "是", "practical": "70"})


def undisturbed(upload: TableUpload, batch: Batch, by: User) -> str:
    """The state after the import in one go, which is taken back."""
    with transaction.atomic():
        import_scores(upload=upload, batch=batch, actor=by, at=results.exam_noon(batch))
        after = state()
        transaction.set_rollback(True)
    return after


@pytest.mark.django_db(transaction=True)
def test_kill_9_at_every_statement_and_a_rerun_give_what_an_undisturbed_import_gives(
    batch: Batch, station_user: User
) -> None:
    upload = scoring.kept(batch, scoring.sheet(batch, *GOOD), station_user)
    before, wanted = state(), undisturbed(upload, batch, station_user)
    assert state() == before != wanted
    facts = {"upload": upload.pk, "batch": batch.pk, "actor": station_user.pk}
    at = results.exam_noon(batch).isoformat()
    states = killed_to_the_end(import_sheet, state, most_tries=200, **facts, at=at)
    assert set(states) == {before}
    assert state() == wanted
    assert Result.objects.count() == len(GOOD)
    assert not TableUpload.objects.exists()
    assert verify() == []
