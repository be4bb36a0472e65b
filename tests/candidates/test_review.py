"""The reviewer's page: what it shows, whose turn is next, points judged, and accepting with one click."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Candidate, Enrolment, EnrolmentStatus, JudgedPoint, Judgement
from candidates.review.queue import next_waiting, place_of
from candidates.review.warnings import remarks_on
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.candidates.reviews import DOUBTFUL, stamped, submitted
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(login: Login, station_user: User) -> Client:
    return login(station_user)


@pytest.fixture
def waiting(item: BatchItem) -> Enrolment:
    return stamped(item, "林小禾")


@pytest.fixture
def doubtful(item: BatchItem) -> Enrolment:
    """钱多多, whose hours of training nobody has stated."""
    return stamped(item, "钱多多", **DOUBTFUL)


def page_of(client: Client, enrolment: Enrolment, **query: str) -> Any:
    return client.get(enrolment.get_absolute_url(), query)


def one_click(client: Client, enrolment: Enrolment) -> Any:
    """Open the page and confirm what it shows."""
    shown = page_of(client, enrolment).context["accepting"].initial
    return client.post(f"{enrolment.get_absolute_url()}review-accept/", shown)


def status_of(enrolment: Enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).status


def test_the_page_shows_facts_in_groups_pictures_and_each_condition(
    reviewer: Client, waiting: Enrolment
) -> None:
    response = page_of(reviewer, waiting)
    headings = [group.heading for group in response.context["groups"]]
    assert headings == ["本人", "报考", "学校和专业", "已取得的证书和职称"]
    page = response.text
    assert all(words in page for words in ("420 学时", "数控 2301", "练习初级中学", "考试日 20 周岁"))
    assert waiting.candidate.document_number not in page
    assert all(f"/candidates/uploads/{upload.pk}/" in page for upload in waiting.uploads.all())
    assert "服务指南 4.3-1" in page
    assert 'data-viewer-act="right"' in page
    assert f'href="{waiting.get_absolute_url()}return/#part-photo"' in page


@pytest.mark.parametrize("who", ["management_user", "centre_user"])
def test_those_who_only_look_get_no_forms(
    login: Login, waiting: Enrolment, request: pytest.FixtureRequest, who: str
) -> None:
    page = page_of(login(request.getfixturevalue(who)), waiting).text
    assert "退回修改" not in page
    assert "review-accept" not in page
    assert "judge/" not in page


@pytest.mark.parametrize("act", ["judge", "review-accept"])
def test_acts_are_the_own_stations_alone(
    login: Login,
    doubtful: Enrolment,
    management_user: User,
    other_station_user: User,
    act: str,
) -> None:
    address = f"{doubtful.get_absolute_url()}{act}/"
    typed = {"hours": "yes", "points": ["hours"], "seen_at": "2026-08-01T12:00:00+08:00"}
    assert login(management_user).post(address, typed).status_code == 403
    assert login(doubtful.candidate.user).post(address, typed).status_code == 403
    assert login(other_station_user).post(address, typed).status_code == 404
    assert not doubtful.judgements.exists()
    assert status_of(doubtful) == EnrolmentStatus.STAMPED


def test_the_way_leads_through_the_queue_in_the_order_of_submission(item: BatchItem) -> None:
    first, second, third = (stamped(item, name) for name in ("林小禾", "钱多多", "孙晓"))
    place = place_of(second, shown=EnrolmentStatus.STAMPED)
    assert (place.position, place.total) == (2, 3)
    assert (place.previous, place.next) == (first.pk, third.pk)
    assert place_of(first, shown=EnrolmentStatus.STAMPED).previous is None
    assert place_of(third, shown=EnrolmentStatus.STAMPED).next is None


def test_one_who_left_the_queue_still_has_neighbours_there(item: BatchItem, station_user: User) -> None:
    first, second, third = (stamped(item, name) for name in ("林小禾", "钱多多", "孙晓"))
    second = perform(second, "accept", actor=station_user)
    place = place_of(second, shown=EnrolmentStatus.STAMPED)
    assert (place.position, place.total) == (0, 2)
    assert (place.previous, place.next) == (first.pk, third.pk)
    assert next_waiting(third, status="stamped") == first


def test_the_queue_that_is_gone_through_stays_the_same(
    reviewer: Client, item: BatchItem, waiting: Enrolment
) -> None:
    behind = stamped(item, "孙晓")
    page = page_of(reviewer, waiting, show="stamped").text
    assert "待考试站审核 1/2" in page
    assert f'href="{behind.get_absolute_url()}?show=stamped"' in page
    assert page_of(reviewer, waiting, show="nonsense").status_code == 200


def test_one_click_accepts_and_leads_to_the_next_with_a_way_back(
    reviewer: Client, item: BatchItem, waiting: Enrolment
) -> None:
    behind = stamped(item, "孙晓")
    answer = one_click(reviewer, waiting)
    assert answer["Location"] == behind.get_absolute_url()
    assert status_of(waiting) == EnrolmentStatus.ACCEPTED
    told = reviewer.get(answer["Location"]).text
    assert "已审核通过：林小禾" in told
    assert f'href="{waiting.get_absolute_url()}">返回查看' in told


def test_after_the_last_one_comes_the_roster(reviewer: Client, waiting: Enrolment) -> None:
    assert one_click(reviewer, waiting)["Location"] == f"/candidates/roster/{waiting.batch_id}/"


def test_one_click_finds_every_open_point_so(reviewer: Client, doubtful: Enrolment) -> None:
    page = page_of(reviewer, doubtful).text
    assert "核对属实并通过（1 项）" in page
    assert "待核对 1 项" in page
    assert one_click(reviewer, doubtful).status_code == 302
    found = Judgement.objects.get(enrolment=doubtful)
    assert (found.point, found.accepted) == (JudgedPoint.HOURS, True)
    assert status_of(doubtful) == EnrolmentStatus.ACCEPTED
    acts = [event.action for event in history_of(doubtful)]
    assert acts[-2:] == ["judge", "accept"]


def test_a_second_click_reads_that_it_was_done(reviewer: Client, waiting: Enrolment) -> None:
    shown = page_of(reviewer, waiting).context["accepting"].initial
    address = f"{waiting.get_absolute_url()}review-accept/"
    assert reviewer.post(address, shown).status_code == 302
    again = reviewer.post(address, shown)
    assert again.status_code == 422
    assert "该事项已由他人处理，当前状态为“审核通过”" in again.text
    assert [event.action for event in history_of(waiting)].count("accept") == 1


def test_what_was_handed_in_again_since_is_looked_at_first(
    reviewer: Client, waiting: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    shown = page_of(reviewer, waiting).context["accepting"].initial
    later = datetime.fromisoformat(shown["seen_at"]) + timedelta(hours=1)
    clock_at.move_to(later)
    moved = perform(waiting, "return", actor=station_user, reason="其他：请核对")
    moved = perform(moved, "submit", actor=waiting.candidate.user)
    exam.upload(moved, "stamped_form")  # type: ignore[arg-type]  # the kind's value
    perform(moved, "stamp", actor=waiting.candidate.user)
    reviewer.force_login(station_user)
    answer = reviewer.post(f"{waiting.get_absolute_url()}review-accept/", shown)
    assert answer.status_code == 422
    assert "您查看之后，考生修改并重新提交了这份报名" in answer.text
    assert status_of(waiting) == EnrolmentStatus.STAMPED


def test_a_point_that_was_not_shown_is_not_judged_blindly(reviewer: Client, doubtful: Enrolment) -> None:
    shown = page_of(reviewer, doubtful).context["accepting"].initial
    answer = reviewer.post(f"{doubtful.get_absolute_url()}review-accept/", {"seen_at": shown["seen_at"]})
    assert answer.status_code == 422
    assert "需要核对的事项有变化" in answer.text
    assert not doubtful.judgements.exists()


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2026-08-01T12:00:00"])
def test_a_form_without_its_instant_is_refused(reviewer: Client, waiting: Enrolment, seen_at: str) -> None:
    answer = reviewer.post(f"{waiting.get_absolute_url()}review-accept/", {"seen_at": seen_at})
    assert answer.status_code == 422
    assert status_of(waiting) == EnrolmentStatus.STAMPED


def test_a_point_found_not_so_needs_its_reason_and_blocks(reviewer: Client, doubtful: Enrolment) -> None:
    address = f"{doubtful.get_absolute_url()}judge/"
    refused = reviewer.post(address, {"hours": "no"})
    assert refused.status_code == 422
    assert "请写明不属实的依据" in refused.text
    assert reviewer.post(address, {"hours": "no", "hours_note": "学时证明写的是 360"}).status_code == 302
    page = page_of(reviewer, doubtful).text
    assert "学时证明写的是 360" in page
    assert "请退回补正，或不予通过" in page
    assert "review-accept" not in page
    again = reviewer.post(address, {"hours": "yes", "hours_note": "补交了证明"})
    assert again["Location"] == f"{doubtful.get_absolute_url()}#eligibility-heading"
    assert Judgement.objects.get(enrolment=doubtful).accepted


def test_a_form_that_judges_nothing_says_so(reviewer: Client, doubtful: Enrolment) -> None:
    answer = reviewer.post(f"{doubtful.get_absolute_url()}judge/", {})
    assert answer.status_code == 422
    assert "请对至少一项选择“属实”或“不属实”。" in answer.text


def test_without_its_stamp_it_waits(reviewer: Client, item: BatchItem) -> None:
    page = page_of(reviewer, submitted(item, "孙晓")).text
    assert "考生还没有上传盖章申报表，上传后才能通过" in page
    assert "review-accept" not in page


def test_after_the_deadline_the_page_says_why_nothing_can_be_accepted(
    login: Login, waiting: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    clock_at.move_to(waiting.batch.enrolment_closes_at)
    page = page_of(login(station_user), waiting).text
    assert "review-accept" not in page
    assert "报名截止 2026-08-21 24:00" in page


def test_an_unlike_subject_and_a_foreign_document_are_remarked(item: BatchItem, station_user: User) -> None:
    enrolment = stamped(item, "林小禾", subject="学前教育")
    words = remarks_on(enrolment, actor=station_user)
    assert len(words) == 1
    assert words[0].startswith("所学专业“学前教育”与申报工种“数控车工”看起来不对口")
    enrolment.candidate.document_type = "passport"
    assert any("证件种类为护照" in words for words in remarks_on(enrolment, actor=station_user))


@pytest.mark.parametrize(("born", "remarked"), [(date(2010, 9, 1), ""), (date(2010, 9, 2), "未满 16 周岁")])
def test_sixteen_on_the_exam_day_is_old_enough(
    waiting: Enrolment, station_user: User, born: date, remarked: str
) -> None:
    waiting.candidate.birth_date = born
    waiting.candidate.save()
    words = "".join(remarks_on(waiting, actor=station_user))
    assert remarked in words
    assert bool(words) == bool(remarked)


def test_another_exam_on_the_same_day_is_told_without_naming_another_station(
    item: BatchItem,
    lin: Candidate,
    station_user: User,
    management_user: User,
    other_station: Station,
) -> None:
    here = exam.draft_enrolment(item, lin)
    here = perform(here, "submit", actor=lin.user)
    turning = item.trade
    exam.scope(other_station, turning)
    plan = exam.approved_plan(other_station, management_user, {"trade": turning})
    there = exam.approved_batch(other_station, management_user, plan.items.get())
    perform(exam.draft_enrolment(there.items.get(), lin), "submit", actor=lin.user)
    (own,) = remarks_on(here, actor=station_user)
    assert "2026-09-01 同一天还报名了另一考试站的批次" in own
    assert str(there.number) not in own
    (seen,) = remarks_on(here, actor=management_user)
    assert str(there.number) in seen


def test_the_page_costs_the_same_however_many_wait(
    reviewer: Client,
    item: BatchItem,
    waiting: Enrolment,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page_of(reviewer, waiting)
    with CaptureQueriesContext(connection) as alone:
        page_of(reviewer, waiting)
    for name in ("钱多多", "孙晓", "王一"):
        stamped(item, name)
    with django_assert_num_queries(len(alone)):
        page_of(reviewer, waiting)
    assert len(alone) < 45, f"{len(alone)} queries"
