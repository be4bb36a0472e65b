"""A score sheet of ten thousand rows."""

from time import process_time

import pytest

from accounts.models import User
from batches.models import Batch
from exams.models import Result
from exams.scoring.jobs import start_score_import
from jobs.models import JobState
from tests.factories import scoring
from workflow.audit import verify

ROWS = 10_000
SECONDS = 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("exam_day")
def test_ten_thousand_rows_are_imported_in_ten_seconds(batch: Batch, station_user: User) -> None:
    scoring.grown(batch, ROWS - 3)
    marks = ({"theory": f"{50 + number % 50}", "practical": f"{number % 100}.5"} for number in range(ROWS))
    upload = scoring.kept(batch, scoring.sheet(batch, *marks), station_user)
    started = process_time()  # of the processor: neighbours on a busy machine don't count
    job = start_score_import(upload=upload, batch=batch, rows=ROWS, actor=station_user)
    took = process_time() - started
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FINISHED, "")
    assert job.done == job.total == ROWS
    assert Result.objects.exclude(grade="").count() == ROWS
    assert took < SECONDS
    assert verify() == []
