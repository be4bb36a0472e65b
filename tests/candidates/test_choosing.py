"""What is open for enrolment, and starting an enrolment."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, BatchItem, CandidateType
from candidates.models import Candidate, Enrolment, EnrolmentStatus
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

OPEN = "/candidates/open/"


def shown(client: Client, **query: str) -> list[str]:
    return [str(item) for item in client.get(OPEN, query).context["items"]]


def test_anybody_sees_what_is_open_with_its_deadline(client: Client, batch: Batch) -> None:
    page = client.get(OPEN).content.decode()
    assert "机械行业职业能力评价职教901考试站" in page
    assert "2026-08-21 24:00，还剩 20 天" in page
    assert "平台时间 2026-08-01 12:00" in page
    assert len(shown(client)) == 2


def test_only_who_can_enrol_is_led_to_it(
    client: Client, login: Login, batch: Batch, lin: Candidate, station_user: User
) -> None:
    assert "/candidates/enrol/" in client.get(OPEN).content.decode()
    assert "/candidates/enrol/" in login(lin.user).get(OPEN).content.decode()
    assert "/candidates/enrol/" not in login(station_user).get(OPEN).content.decode()


def test_a_batch_leaves_the_list_at_its_deadline(client: Client, batch: Batch, clock_at: Frozen) -> None:
    clock_at.move_to(datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI))
    assert len(shown(client)) == 2
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    assert shown(client) == []


def test_batches_that_were_not_approved_are_unknown(
    client: Client, station: Station, batch: Batch, lin: Candidate
) -> None:
    plan_item = exam.plan_item(batch.items.earliest("pk").plan_item.plan, month=10)
    hidden = exam.draft_batch(station, plan_item).items.get()
    client.force_login(lin.user)
    assert len(shown(client)) == 2
    assert client.get(f"/candidates/enrol/{hidden.pk}/").status_code == 404
    assert client.post(f"/candidates/enrol/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"q": "职教 ９０１"}, 2),
        ({"q": "49284901"}, 2),
        ({"q": "数控"}, 2),
        ({"q": "职教902"}, 0),
        ({"candidate_type": CandidateType.STUDENT}, 2),
        ({"candidate_type": CandidateType.SOCIAL}, 0),
        ({"candidate_type": "nobody"}, 2),
    ],
)
def test_it_is_searched_by_station_trade_and_candidate_type(
    client: Client, batch: Batch, query: dict[str, str], number: int
) -> None:
    assert len(shown(client, **query)) == number


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    assert "没有符合条件的报名" in client.get(OPEN).content.decode()


def test_the_page_before_the_start_names_what_to_prepare(
    login: Login, lin: Candidate, item: BatchItem
) -> None:
    page = login(lin.user).get(f"/candidates/enrol/{item.pk}/").content.decode()
    assert all(word in page for word in ("本人照片", "证件人像面", "学生证", "每批次只能报名一次"))


def test_an_enrolment_starts_as_a_draft_that_the_station_does_not_see(
    login: Login, lin: Candidate, item: BatchItem, station_user: User
) -> None:
    response = login(lin.user).post(f"/candidates/enrol/{item.pk}/")
    enrolment = Enrolment.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/candidates/{enrolment.pk}/")
    assert (enrolment.status, enrolment.batch) == (EnrolmentStatus.DRAFT, item.batch)
    assert [event.sentence for event in history_of(enrolment)] == ["开始填写报名：数控车工 四级/中级工"]
    assert login(station_user).get(f"/candidates/{enrolment.pk}/").status_code == 404


def test_one_enrols_once_in_a_batch(login: Login, lin: Candidate, batch: Batch) -> None:
    first, second = batch.items.order_by("pk")
    client = login(lin.user)
    client.post(f"/candidates/enrol/{first.pk}/")
    for item in (first, second):
        response = client.post(f"/candidates/enrol/{item.pk}/")
        assert response.status_code == 422
        taken = f"您已在批次 {batch.number}报考“数控车工 四级/中级工”（服务指南 4.3-3）"
        assert f"每名考生每批次只能报名一次，{taken}" in response.content.decode()
    assert Enrolment.objects.count() == 1


def test_enrolment_does_not_start_after_the_deadline(
    login: Login, lin: Candidate, item: BatchItem, clock_at: Frozen
) -> None:
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    response = login(lin.user).post(f"/candidates/enrol/{item.pk}/")
    assert response.status_code == 422
    assert (
        "报名截止 2026-08-21 24:00，窗口已于 2026-08-22 00:00 关闭（服务指南 4.5.1-2）。"
        in response.content.decode()
    )
    assert not Enrolment.objects.exists()


def test_a_draft_can_be_thrown_away_to_choose_another_trade(
    login: Login, lin: Candidate, batch: Batch
) -> None:
    first, second = batch.items.order_by("pk")
    client = login(lin.user)
    draft = exam.draft_enrolment(first, lin)
    assert client.post(f"/candidates/{draft.pk}/discard/")["Location"] == "/candidates/mine/"
    assert not Enrolment.objects.exists()
    assert client.post(f"/candidates/enrol/{second.pk}/").status_code == 302


def test_staff_do_not_enrol(login: Login, station_user: User, item: BatchItem) -> None:
    assert login(station_user).post(f"/candidates/enrol/{item.pk}/").status_code == 403


def test_the_own_page_shows_the_next_step(login: Login, lin: Candidate, item: BatchItem) -> None:
    client = login(lin.user)
    client.post(f"/candidates/enrol/{item.pk}/")
    assert "下一步：填写学校信息" in client.get("/candidates/mine/").content.decode()


def test_the_own_page_shows_nobody_elses(login: Login, draft: Enrolment, qian: Candidate) -> None:
    page = login(qian.user).get("/candidates/mine/").content.decode()
    assert "还没有报名" in page
    assert f"/candidates/{draft.pk}/" not in page


@pytest.mark.parametrize("address", [OPEN, "/candidates/mine/"])
def test_lists_ask_as_many_queries_for_three_rows_as_for_one(
    login: Login,
    lin: Candidate,
    station: Station,
    management_user: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user, *({} for _ in range(3)))
    client, items = login(lin.user), list(plan.items.all())

    def enrol(number: int) -> None:
        batch = exam.approved_batch(station, management_user, items[number])
        exam.draft_enrolment(batch.items.get(), lin)

    enrol(0)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    enrol(1)
    enrol(2)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_ninety_nine_places_and_no_more(login: Login, lin: Candidate, item: BatchItem) -> None:
    fill(item, 99)
    response = login(lin.user).post(f"/candidates/enrol/{item.pk}/")
    assert response.status_code == 422
    assert "“数控车工 四级/中级工”已报满 99 人（服务指南 4.5.1-1）" in response.content.decode()


def test_the_ninety_ninth_gets_in(login: Login, draft: Enrolment, item: BatchItem) -> None:
    fill(item, 98)
    assert login(draft.candidate.user).post(f"/candidates/{draft.pk}/check/").status_code == 302


def test_the_hundredth_is_refused_at_submission(login: Login, draft: Enrolment, item: BatchItem) -> None:
    fill(item, 99)
    response = login(draft.candidate.user).post(f"/candidates/{draft.pk}/check/")
    assert response.status_code == 422
    assert "已报满 99 人" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.sequence) == (EnrolmentStatus.DRAFT, None)


def fill(item: BatchItem, number: int) -> None:
    """Take `number` places of a batch item."""
    Enrolment.objects.bulk_create(
        Enrolment(
            batch=item.batch,
            batch_item=item,
            candidate=people.candidate(f"考生{place}"),
            status=EnrolmentStatus.ACCEPTED,
            sequence=place + 1000,
        )
        for place in range(number)
    )
