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
AT_MOST = 2  # times the writing of the same workbook; 1.3 where nothing else runs


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("exam_day")
def test_ten_thousand_rows_are_imported_in_twice_their_writing_time(batch: Batch, station_user: User) -> None:
    scoring.grown(batch, ROWS - 3)
    marks = ({"theory": f"{50 + number % 50}", "practical": f"{number % 100}.5"} for number in range(ROWS))
    # Of the processor, and beside another work of this run: machines differ, and neighbours slow both.
    started = process_time()
    sheet = scoring.sheet(batch, *marks)
    written = process_time() - started
    upload = scoring.kept(batch, sheet, station_user)
    started = process_time()
    job = start_score_import(upload=upload, batch=batch, rows=ROWS, actor=station_user)
    took = process_time() - started
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FINISHED, "")
    assert job.done == job.total == ROWS
    assert Result.objects.exclude(grade="").count() == ROWS
    assert took < AT_MOST * written
    assert verify() == []
