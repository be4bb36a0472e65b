"""Results of skill_level in public notice, and objections to them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch
from exams.models import Objection, PublicNotice
from exams.publishing.notices import notice_over
from exams.publishing.objecting import (
    OBJECTIONS_A_DAY,
    OBJECTIONS_OF_A_SENDER_A_DAY,
    answer_objection,
    raise_objection,
)
from exams.selectors import examined
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, publishing, results
from workflow.audit import history_of
from workflow.lifecycle import Step, perform
from workflow.models import SpecialDay

PEOPLE: dict[str, publishing.Scores] = {"林若溪": ("85", "92.5"), "陈一鸣": ("59.5", "90")}
OPENS, CLOSES = date(2026, 9, 1), date(2026, 9, 8)  # a Tuesday, and the fifth working day after it
LAST = datetime(2026, 9, 8, 23, 59, 59, tzinfo=SHANGHAI)
OVER = LAST + timedelta(seconds=1)
WORDS = {"name": "周知情", "contact": "13900000009", "text": "名单中有人未参加实操考试。"}


@pytest.fixture
def noticed(station: Station, management_user: User) -> Batch:
    return publishing.notice_batch(station, management_user, PEOPLE)


@pytest.fixture
def notice(noticed: Batch) -> PublicNotice:
    return PublicNotice.objects.get(batch=noticed)


def problems(batch: Batch, actor: User, at: datetime) -> list[str]:
    return [one.text for one in notice_over(Step(batch, actor, at, "certify"))]


def test_approval_opens_a_notice_of_five_working_days(notice: PublicNotice) -> None:
    assert (notice.opens_on, notice.closes_on) == (OPENS, CLOSES)
    assert "公示合格人员名单，至 2026-09-08 止" in [one.sentence for one in history_of(notice)]


def test_holidays_make_it_longer(station: Station, management_user: User) -> None:
    SpecialDay.objects.create(day=date(2026, 9, 3), works=False, name="演练假日")
    batch = publishing.notice_batch(station, management_user, PEOPLE)
    assert PublicNotice.objects.get(batch=batch).closes_on == date(2026, 9, 9)


def test_the_other_scheme_has_none(station: Station, management_user: User) -> None:
    results.approved(station, management_user, PEOPLE)
    assert not PublicNotice.objects.exists()


def test_the_public_reads_names_and_ticket_numbers_of_those_who_passed(
    notice: PublicNotice, client: Client
) -> None:
    with time_machine.travel(LAST, tick=False):
        assert f"/exams/notices/{notice.pk}/" in client.get("/exams/notices/").content.decode()
        answer = client.get(f"/exams/notices/{notice.pk}/")
    html = answer.content.decode()
    assert "林若溪" in html
    assert "90126001001" in html
    for hidden in ("陈一鸣", "92.5", examined(notice.batch)[0].candidate.masked_number):
        assert hidden not in html
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_after_its_last_day_nobody_is_named(notice: PublicNotice, client: Client) -> None:
    with time_machine.travel(OVER, tick=False):
        assert "没有正在公示" in client.get("/exams/notices/").content.decode()
        html = client.get(f"/exams/notices/{notice.pk}/").content.decode()
    assert "公示已经结束" in html
    assert "林若溪" not in html


def test_results_that_were_sent_back_are_public_no_longer_and_begin_anew(
    noticed: Batch, notice: PublicNotice, client: Client, management_user: User, station_user: User
) -> None:
    at = results.exam_noon(noticed, 2)
    with time_machine.travel(at, tick=False):
        back = perform(noticed, "return_results", actor=management_user, reason="异议属实，请核对成绩")
        assert client.get(f"/exams/notices/{notice.pk}/").status_code == 404
        again = perform(exam.ready(back), "submit_results", actor=station_user)
        perform(again, "approve_results", actor=management_user)
    notice.refresh_from_db()
    assert (notice.opens_on, notice.closes_on) == (date(2026, 9, 3), date(2026, 9, 10))


def test_anybody_objects_while_it_runs_and_nothing_is_lost(notice: PublicNotice, client: Client) -> None:
    address = f"/exams/notices/{notice.pk}/"
    with time_machine.travel(LAST, tick=False):
        answer = client.post(address, {**WORDS, "contact": ""})
        assert answer.status_code == 422
        assert "请填写手机号码或电子邮箱" in answer.content.decode()
        assert WORDS["text"] in answer.content.decode()
        assert client.post(address, WORDS).status_code == 302
    with time_machine.travel(OVER, tick=False):
        late = client.post(address, WORDS)
    assert late.status_code == 422
    (made,) = Objection.objects.all()
    assert (made.name, made.text, made.raised_at) == (WORDS["name"], WORDS["text"], LAST)


def test_one_contact_objects_a_few_times_a_day(notice: PublicNotice) -> None:
    with time_machine.travel(LAST, tick=False):
        for _ in range(OBJECTIONS_A_DAY):
            raise_objection(notice=notice, at=LAST, **WORDS)
        with pytest.raises(BlockedError, match="已达上限"):
            raise_objection(notice=notice, at=LAST, **WORDS)
        raise_objection(notice=notice, at=LAST, **{**WORDS, "contact": "13900000008"})


def test_one_sender_objects_a_few_times_a_day_and_keeps_nobody_else_from_it(
    notice: PublicNotice, client: Client
) -> None:
    address = f"/exams/notices/{notice.pk}/"
    with time_machine.travel(LAST, tick=False):
        for number in range(OBJECTIONS_OF_A_SENDER_A_DAY + 1):
            said = {**WORDS, "contact": f"1390000{number:04d}"}
            answer = client.post(address, said, REMOTE_ADDR="203.0.113.7")
        assert answer.status_code == 422
        assert "今天提交的异议已达上限" in answer.content.decode()
        assert client.post(address, WORDS, REMOTE_ADDR="203.0.113.8").status_code == 302
    assert Objection.objects.count() == OBJECTIONS_OF_A_SENDER_A_DAY + 1


def test_whoever_is_refused_keeps_nobody_waiting(notice: PublicNotice) -> None:
    for _ in range(OBJECTIONS_A_DAY):
        raise_objection(notice=notice, at=LAST, **WORDS)
    with CaptureQueriesContext(connection) as asked, pytest.raises(BlockedError, match="已达上限"):
        raise_objection(notice=notice, at=LAST, **WORDS)
    assert len(asked) == 1
    assert '"exams_objection"' in asked[0]["sql"]


def test_the_batch_goes_on_once_it_is_over_and_all_is_answered(
    noticed: Batch, notice: PublicNotice, management_user: User, centre_user: User
) -> None:
    assert problems(noticed, centre_user, LAST) == ["成绩正在公示，2026-09-08 24:00 截止"]
    objection = raise_objection(notice=notice, at=LAST, **WORDS)
    assert problems(noticed, centre_user, OVER) == ["还有 1 条公示异议没有答复"]
    with pytest.raises(BlockedError, match="公示异议没有答复"):
        perform(noticed, "certify", actor=centre_user, at=OVER)
    answer_objection(objection=objection, answer="经核实不属实。", actor=management_user, at=OVER)
    assert problems(noticed, centre_user, OVER) == []


def test_management_alone_answers_and_once(
    notice: PublicNotice, station_user: User, other_station_user: User, management_user: User
) -> None:
    objection = raise_objection(notice=notice, at=LAST, **WORDS)
    with pytest.raises(PermissionDenied, match="此事由管理站办理"):
        answer_objection(objection=objection, answer="不属实。", actor=station_user, at=OVER)
    with pytest.raises(Http404):
        answer_objection(objection=objection, answer="不属实。", actor=other_station_user, at=OVER)
    answer_objection(objection=objection, answer="不属实。", actor=management_user, at=OVER)
    with pytest.raises(BlockedError, match="已由他人答复"):
        answer_objection(objection=objection, answer="属实。", actor=management_user, at=OVER)


def test_the_station_reads_objections_without_who_objects(
    notice: PublicNotice, login: Login, station_user: User, other_station_user: User, management_user: User
) -> None:
    objection = raise_objection(notice=notice, at=LAST, **WORDS)
    html = login(station_user).get("/exams/objections/").content.decode()
    assert WORDS["text"] in html
    assert WORDS["name"] not in html
    assert WORDS["contact"] not in html
    assert WORDS["text"] not in login(other_station_user).get("/exams/objections/").content.decode()
    client = login(management_user)
    assert WORDS["contact"] in client.get("/exams/objections/").content.decode()
    answer = client.post(f"/exams/objections/{objection.pk}/answer/", {"answer": "经核实不属实。"})
    assert answer.status_code == 302
    assert "经核实不属实。" in client.get("/exams/objections/").content.decode()
