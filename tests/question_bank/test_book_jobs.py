"""Importing a long workbook: few queries, and a job."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from documents.keeping import keep_table
from jobs.models import Job, JobState
from question_bank.importing.jobs import start_import
from question_bank.importing.judging import Target
from question_bank.models import ItemStatus, Question
from question_bank.services.importing import Wishes
from scope_catalog.models import Trade
from tests.factories.question_books import book, row
from tests.question_bank.book_desk import address, sent, stored

pytestmark = pytest.mark.django_db


def test_an_import_reads_the_bank_a_few_times_whatever_its_length(target: Target, writer: User) -> None:
    stored(book(row()), target, writer)  # makes the chain and the lock
    counts = []
    for length in (3, 60):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            stored(book(*(row() for _ in range(length))), target, writer)
        counts.append(len(asked))
    # A database may take fewer rows at once than others: SQLite binds few values.
    assert counts[1] <= counts[0] + 4 <= 40


@pytest.mark.django_db(transaction=True)
def test_a_long_workbook_is_imported_by_a_job(
    at_desk: Client, turning: Trade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("question_bank.views.importing.MOST_AT_ONCE", 2)
    twice = row()
    html, number = sent(at_desk, turning, book(twice, row(), row(), twice))
    assert "将在后台导入" in html
    assert at_desk.post(address(), {"confirm": number}).status_code == 422
    at_desk.post(address(), {"confirm": number, "skip_twins": "on", "submit": "on"})
    job = Job.objects.get()
    assert (job.state, job.label) == (JobState.FINISHED, "导入理论试题（3 题）")
    assert set(Question.objects.values_list("status", flat=True)) == {ItemStatus.SUBMITTED}
    assert Question.objects.count() == 3
    found = at_desk.get(reverse("jobs:result", kwargs={"pk": job.pk})).content
    assert b"PK" in found[:4]
    at_desk.post(address(), {"confirm": number})
    assert Question.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_run_twice_imports_once(at_desk: Client, writer: User, target: Target) -> None:
    upload = keep_table(owner=writer, kind="x", content=book(row()), name="x")
    start_import(upload=upload, target=target, wishes=Wishes(), rows=1, actor=writer)
    second = start_import(upload=upload, target=target, wishes=Wishes(), rows=1, actor=writer)
    second.refresh_from_db()
    assert (second.state, Question.objects.count()) == (JobState.FAILED, 1)
    assert "没有重复导入" in second.message
