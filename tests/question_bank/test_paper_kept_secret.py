"""What the bank keeps back while a sealed paper asks it, and who learns how a paper came to be."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from ostami.clock import SHANGHAI
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.paper_kinds import PaperPart
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, papers, tasks
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

EXAM_ENDS = datetime(2026, 9, 2, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user, {"month": 9})
    return exam.approved_batch(station, management_user, plan.items.get())


@pytest.fixture
def turning(batch: Batch) -> Trade:
    return batch.items.get().trade


def use(batch: Batch, paper: Paper, by: User) -> PaperUse:
    at = noon(exam.APPLIED_ON)
    item = batch.items.get()
    return PaperUse.objects.create(item=item, kind=paper.kind, paper=paper, used_by=by, used_at=at)


def test_a_task_that_is_a_sealed_paper_is_kept_back_until_the_exam_is_over(
    batch: Batch, turning: Trade, station: Station, station_user: User, login: Login
) -> None:
    paper = papers.task_paper(station.organisation, turning, status=PaperStatus.CHECKED)
    task = paper.task
    assert task
    addresses = [reverse(f"question_bank:{name}", args=[task.pk]) for name in ("task_pdf", "task_docx")]
    page = task.get_absolute_url()
    browser = login(station_user)
    assert tasks.NAME in browser.get(page).text
    perform(paper, "seal", actor=station_user)
    use(batch, paper, station_user)
    with time_machine.travel(EXAM_ENDS - SECOND, tick=False):
        browser = login(station_user)
        assert [browser.get(one).status_code for one in addresses] == [403, 403]
        shown = browser.get(page).text
        assert tasks.NAME not in shown
        assert "考试结束前不能查看" in shown
    with time_machine.travel(EXAM_ENDS, tick=False):
        browser = login(station_user)
        assert [browser.get(one).status_code for one in addresses] == [200, 200]


def test_others_learn_neither_seed_nor_changes(
    turning: Trade, station: Station, station_user: User, management_user: User, login: Login
) -> None:
    paper = papers.composed_paper(station.organisation, turning, seed="种子八八", status=PaperStatus.RETURNED)
    address = paper.get_absolute_url()
    assert "种子八八" in login(station_user).get(address).text
    assert "练习用的意见" in login(station_user).get(address).text
    seen = login(management_user).get(address).text
    assert "种子八八" not in seen
    assert "练习用的意见" not in seen
    assert "退回了试卷" in seen


def test_a_sealed_paper_s_questions_do_not_tell_that_they_are_used(
    turning: Trade, station: Station, station_user: User, login: Login
) -> None:
    paper = papers.composed_paper(station.organisation, turning, status=PaperStatus.SEALED)
    asked = paper.questions.earliest("pk").question
    shown = login(station_user).get(asked.get_absolute_url()).text
    assert "<dt>首次使用</dt><dd>—</dd>" in shown
    assert paper.drawn["seed"] not in login(station_user).get(paper.get_absolute_url()).text


def test_a_use_of_a_cancelled_batch_does_not_make_a_paper_known(
    batch: Batch, turning: Trade, station: Station, station_user: User, management_user: User
) -> None:
    paper = papers.composed_paper(station.organisation, turning, status=PaperStatus.SEALED)
    use(batch, paper, station_user)
    assert paper.state_at(EXAM_ENDS).key == "over"
    perform(batch, "cancel", actor=management_user, reason="设备检修")
    fresh = Paper.objects.get(pk=paper.pk)
    assert fresh.state_at(EXAM_ENDS).key == "sealed"


def test_whoever_hands_a_paper_in_cannot_check_it(turning: Trade, station: Station) -> None:
    author, other = papers.two_people(station.organisation)
    paper = papers.composed_paper(station.organisation, turning)
    author.is_active = False
    author.save()
    paper = perform(Paper.objects.get(pk=paper.pk), "submit", actor=other)
    assert paper.written_by == other


def test_uploaded_files_go_when_a_checked_paper_is_withdrawn(turning: Trade, station: Station) -> None:
    author, checker = papers.two_people(station.organisation)
    paper = papers.composed_paper(station.organisation, turning, status=PaperStatus.CHECKED)
    paper.files.create(part=PaperPart.PAPER_A, pages=1, file="paper_drafts/none.pdf")
    perform(paper, "withdraw", actor=checker, reason="另行命题")
    assert not paper.files.exists()
    assert author != checker
