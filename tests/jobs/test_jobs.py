"""Long work as a row that its owner can follow, leave and come back to."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage

from accounts.models import User
from accounts.rights import Role
from jobs.models import Job, JobState
from jobs.running import JobFile, JobRun, job_kind, run_job, start
from ostami.problems import BlockedError, Problem
from tests.conftest import Login
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)

runs: list[int] = []


@job_kind("tests.greet")
def greet(run: JobRun) -> JobFile:
    runs.append(run.job.pk)
    run.progress(1, 2)
    text = f"{run.params['word']}，{run.owner}"
    return JobFile(text.encode(), "问候.txt", "text/plain")


@job_kind("tests.refuse")
def refuse(run: JobRun) -> JobFile:
    raise BlockedError([Problem("批次还没有审核成绩", "4.6-1", "请先提交成绩")])


@job_kind("tests.break")
def break_down(run: JobRun) -> JobFile:
    run.progress(1, 4)
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _no_runs_yet() -> None:
    runs.clear()


@pytest.fixture
def greeting(station_user: User) -> Job:
    started = start("tests.greet", owner=station_user, label="问候一声", word="你好")
    started.refresh_from_db()
    return started


def started(kind: str, owner: User) -> Job:
    job = start(kind, owner=owner, label="试一试")
    job.refresh_from_db()
    return job


def test_a_job_leaves_its_file_for_seven_days(station_user: User) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-09-01T12:00:00+08:00"), tick=False):
        job = started_greeting(station_user)
    assert (job.state, job.percent) == (JobState.FINISHED, 100)
    assert job.expires_at is not None
    assert job.expires_at.date() == date(2026, 9, 8)
    assert job.result.read().decode() == "你好，机械行业职业能力评价职教901考试站"


def started_greeting(owner: User) -> Job:
    job = start("tests.greet", owner=owner, label="问候一声", word="你好")
    job.refresh_from_db()
    return job


def test_the_file_is_sealed_on_the_disk(greeting: Job) -> None:
    with open(greeting.result.path, "rb") as stored:  # noqa: PTH123  the field gives a string
        assert "你好".encode() not in stored.read()


def test_a_refusal_is_told_in_its_own_words(station_user: User) -> None:
    job = started("tests.refuse", station_user)
    assert job.state == JobState.FAILED
    assert job.message == "批次还没有审核成绩（服务指南 4.6-1）。请先提交成绩。"


def test_a_breakdown_is_told_with_the_number_to_quote(station_user: User) -> None:
    job = started("tests.break", station_user)
    assert (job.state, job.percent) == (JobState.FAILED, 25)
    assert job.message == f"任务没有完成，请重试；仍不成功时请把任务编号 {job.pk} 告知管理站。"
    assert not job.result


def test_a_job_that_is_over_is_not_done_again(greeting: Job) -> None:
    run_job.call(greeting.pk)
    assert runs == [greeting.pk]


def test_a_job_that_was_cut_off_can_be_run_again(station_user: User, greeting: Job) -> None:
    Job.objects.filter(pk=greeting.pk).update(state=JobState.RUNNING)
    run_job.call(greeting.pk)
    greeting.refresh_from_db()
    assert greeting.state == JobState.FINISHED
    assert runs == [greeting.pk, greeting.pk]


def test_the_page_of_a_finished_job_offers_the_file(login: Login, station_user: User, greeting: Job) -> None:
    client = login(station_user)
    page = client.get(f"/jobs/{greeting.pk}/")
    assert "下载 问候.txt" in page.text
    assert 'http-equiv="refresh"' not in page.text
    answer = client.get(f"/jobs/{greeting.pk}/result/")
    assert answer.content.decode() == "你好，机械行业职业能力评价职教901考试站"
    assert "filename*=utf-8''%E9%97%AE%E5%80%99.txt" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_the_page_of_a_running_job_shows_progress_and_reloads_itself(
    login: Login, station_user: User
) -> None:
    job = Job.objects.create(
        kind="tests.greet", owner=station_user, label="长任务", state=JobState.RUNNING, done=3, total=12
    )
    page = login(station_user).get(f"/jobs/{job.pk}/")
    assert '<meta http-equiv="refresh" content="2">' in page.text
    assert "3 / 12" in page.text
    assert 'value="25"' in page.text


def test_the_page_of_a_failed_job_tells_why(login: Login, station_user: User) -> None:
    job = started("tests.refuse", station_user)
    assert (
        "批次还没有审核成绩（服务指南 4.6-1）。请先提交成绩。"
        in login(station_user).get(f"/jobs/{job.pk}/").text
    )


def test_a_job_without_a_result_has_no_file(login: Login, station_user: User) -> None:
    job = started("tests.refuse", station_user)
    assert login(station_user).get(f"/jobs/{job.pk}/result/").status_code == 404


@pytest.mark.parametrize("tail", ["", "result/"])
def test_a_job_is_its_owners_alone(
    login: Login, other_station_user: User, centre_user: User, greeting: Job, tail: str
) -> None:
    colleague = people.user("同站同事", Role.STATION, greeting.owner.organisation)
    for stranger in (other_station_user, centre_user, colleague):
        assert login(stranger).get(f"/jobs/{greeting.pk}/{tail}").status_code == 404


def test_the_list_shows_the_own_jobs_newest_first(
    login: Login, station_user: User, other_station_user: User, greeting: Job
) -> None:
    later = start("tests.greet", owner=station_user, label="再问候一声", word="您好")
    start("tests.greet", owner=other_station_user, label="别站的任务", word="您好")
    page = login(station_user).get("/jobs/")
    assert [job.pk for job in page.context["object_list"]] == [later.pk, greeting.pk]


def test_an_empty_list_says_what_will_be_here(login: Login, station_user: User) -> None:
    assert "还没有后台任务" in login(station_user).get("/jobs/").text


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    login: Login, station_user: User, jobs: int, django_assert_num_queries: object
) -> None:
    for _ in range(jobs):
        started_greeting(station_user)
    client = login(station_user)
    with django_assert_num_queries(4):  # type: ignore[operator]  # session, person, count, rows
        client.get("/jobs/")


@pytest.mark.parametrize(("hours", "answer"), [(7 * 24 - 1, 200), (7 * 24, 404)])
def test_a_result_is_gone_when_its_time_is_over(
    station_user: User, login: Login, hours: int, answer: int
) -> None:
    begun = datetime.fromisoformat("2026-09-01T12:00:00+08:00")
    with time_machine.travel(begun, tick=False):
        job = started_greeting(station_user)
    with time_machine.travel(begun + timedelta(hours=hours), tick=False):
        assert login(station_user).get(f"/jobs/{job.pk}/result/").status_code == answer


def test_a_new_job_deletes_expired_ones_with_their_files(station_user: User) -> None:
    begun = datetime.fromisoformat("2026-09-01T12:00:00+08:00")
    with time_machine.travel(begun, tick=False):
        old = [started_greeting(station_user), started("tests.refuse", station_user)]
    file = str(old[0].result.name)
    assert default_storage.exists(file)
    with time_machine.travel(begun + timedelta(days=7), tick=False):
        fresh = started_greeting(station_user)
    assert list(Job.objects.all()) == [fresh]
    assert not default_storage.exists(file)
