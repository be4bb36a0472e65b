"""The pages of supervision, by role."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from examiners.models import Supervisor
from exams.draws import lot_digest
from exams.models import SupervisionAssignment, SupervisionDraw
from exams.services import DrawRequest, assign_supervisor, draw_batches
from stations.models import Position, Station
from tests.conftest import Login
from tests.factories import exam, people, staff
from tests.factories.officers import supervisor
from tests.factories.supervision import big_batch
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
NOON = exam.noon(TODAY)
LIST = "/exams/supervision/"
DRAWS = f"{LIST}draws/"
DRAW = f"{DRAWS}new/"
FLAG = "督考抽查范围（80 人以上）"
COMING = "管理站将派督导员现场督考"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return big_batch(station, management_user, 80)


@pytest.fixture
def small(other_station: Station, management_user: User) -> Batch:
    return big_batch(other_station, management_user, 79)


@pytest.fixture
def fang(management_user: User) -> Supervisor:
    assert management_user.organisation
    login = people.user("方督导", Role.SUPERVISOR, management_user.organisation, person_name="方督导")
    return supervisor(management_user.organisation, user=login)


def typed(**facts: object) -> dict[str, object]:
    return {"first_day": "2026-06-10", "last_day": "2026-12-31", "count": "1", **facts}


def send(batch: Batch, to: Supervisor, actor: User) -> SupervisionAssignment:
    return assign_supervisor(batch=batch, supervisor=to, actor=actor, at=NOON, reason="首次开考")


def assign_page(batch: Batch) -> str:
    return reverse("exams:supervision_assign", kwargs={"pk": batch.pk})


def test_management_draws_sends_and_recalls(
    login: Login, batch: Batch, fang: Supervisor, management_user: User
) -> None:
    client = login(management_user)
    assert "现有 1 个批次可以抽取：2026 年 9 月 1 个。" in client.get(DRAW).text
    answer = client.post(DRAW, typed(seed=" ２０２６０６２ ", seed_origin="双色球第 2026062 期"))
    page = client.get(answer["Location"]).text
    assert "<strong>一致</strong>" in page
    assert f"printf '%s' '2026062|{batch.number}' | sha256sum" in page
    assert lot_digest("2026062", str(batch.number)) in page
    assert "抽中待派" in client.get(LIST).text
    assert "直接选派的理由" not in client.get(assign_page(batch)).text
    sent = client.post(assign_page(batch), {"supervisor": fang.pk})
    assert "通知已发往其邮箱。" in client.get(sent["Location"]).text
    case = client.get(sent["Location"]).text
    assert "撤回选派" in case
    recalled = client.post(f"{sent['Location']}recall/", {"reason": "本人患病"})
    assert recalled["Location"] == sent["Location"]
    assert SupervisionAssignment.objects.get().status == "recalled"


def test_a_page_sent_twice_draws_once_unless_it_is_meant(
    login: Login, station: Station, batch: Batch, management_user: User
) -> None:
    big_batch(station, management_user, 90, exam_date=date(2026, 9, 2))
    client = login(management_user)
    shown = client.get(DRAW).context["form"].after
    assert client.post(DRAW, typed(after=shown)).status_code == 302
    again = client.post(DRAW, typed(after=shown))
    assert again.status_code == 422
    assert "打开本页后已完成一次抽签（DK2026-001），本次没有抽签" in again.text
    assert '<input type="hidden" name="after" value="DK2026-001">' in again.text
    assert SupervisionDraw.objects.count() == 1
    assert client.post(DRAW, typed(after="DK2026-001")).status_code == 302
    assert SupervisionDraw.objects.count() == 2


def test_a_draw_refused_keeps_what_was_typed(login: Login, batch: Batch, management_user: User) -> None:
    answer = login(management_user).post(DRAW, typed(count="3", seed="2026 062", seed_origin="某期"))
    assert answer.status_code == 422
    assert "该范围内可抽的批次有 1 个，不能抽取 3 个" in answer.text
    assert 'value="2026 062"' in answer.text
    assert not SupervisionDraw.objects.exists()


@pytest.mark.parametrize("seed", ["123", "2026'062", "2026|062", "号码2026", "a" * 65])
def test_a_seed_that_no_shell_line_can_hold_is_refused(
    login: Login, batch: Batch, management_user: User, seed: str
) -> None:
    answer = login(management_user).post(DRAW, typed(seed=seed, seed_origin="某期"))
    assert answer.status_code == 422
    assert not SupervisionDraw.objects.exists()


def test_the_workbook_says_what_the_page_says(login: Login, batch: Batch, management_user: User) -> None:
    request = DrawRequest(first_day=TODAY, last_day=date(2026, 12, 31), count=1)
    made = draw_batches(request=request, actor=management_user, at=NOON)
    answer = login(management_user).get(f"{made.get_absolute_url()}export/")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {
        made.seed,
        "平台随机生成",
        batch.number,
        lot_digest(made.seed, str(batch.number)),
        "抽中",
    } <= cells


def test_by_hand_the_reason_is_asked_for_and_kept(
    login: Login, small: Batch, fang: Supervisor, management_user: User
) -> None:
    client = login(management_user)
    refused = client.post(assign_page(small), {"supervisor": fang.pk, "reason": ""})
    assert refused.status_code == 422
    assert "请填写直接选派的理由（服务指南 4.5.1-11）。" in refused.text
    assert "checked" in refused.text
    Supervisor.objects.update(email="")
    sent = client.post(assign_page(small), {"supervisor": fang.pk, "reason": "群众反映"}, follow=True)
    assert "已选派方督导。其未登记邮箱，请另行通知本人。" in sent.text
    assert SupervisionAssignment.objects.get().by_hand_reason == "群众反映"
    assert str(small.number) in client.get(LIST).text


def test_the_list_narrows_by_month_station_province_state_and_size(
    login: Login, batch: Batch, small: Batch, management_user: User
) -> None:
    client = login(management_user)

    def listed(**asked: str) -> list[str]:
        return [row["batch"].number for row in client.get(LIST, asked).context["rows"]]

    assert listed() == [batch.number]
    assert listed(range="all") == [batch.number, small.number]
    assert listed(range="all", station="902") == [small.number]
    assert listed(month="2026-09") == [batch.number]
    assert listed(province="江苏省") == [batch.number]
    assert listed(state="not_drawn") == [batch.number]
    assert listed(state="drawn") == []
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        login(management_user)
        assert listed() == []
        assert listed(month="2026-09") == [batch.number]
        assert "选派督导员<" not in client.get(LIST, {"month": "2026-09"}).text


def test_a_wrong_filter_is_named_and_leaves_the_list(
    login: Login, batch: Batch, management_user: User
) -> None:
    answer = login(management_user).get(LIST, {"month": "1999-13"})
    assert "没有“1999-13”这个考试月份" in answer.text
    assert str(batch.number) in answer.text


def test_lists_take_the_same_queries_for_one_row_and_for_three(
    login: Login, batch: Batch, station: Station, fang: Supervisor, management_user: User
) -> None:
    client = login(management_user)
    send(batch, fang, management_user)
    own = reverse("examiners:supervisor", kwargs={"pk": fang.pk})

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    addresses = (LIST, own, assign_page(batch))
    first = [queries(address) for address in addresses]
    for day in (8, 9):
        further = big_batch(station, management_user, 80, exam_date=date(2026, 9, day))
        send(further, fang, management_user)
        supervisor(fang.organisation, f"袁督导{day}")
    assert [queries(address) for address in addresses] == first
    Supervisor.objects.filter(pk=fang.pk).update(valid_to=date(2026, 8, 31))
    assert queries(own) == first[1]


@pytest.mark.parametrize(
    ("role", "seen"), [("management", 200), ("centre", 200), ("branch", 403), ("station", 403)]
)
def test_the_list_and_the_draws_are_for_management_and_centre(
    login: Login,
    batch: Batch,
    management_user: User,
    centre_user: User,
    branch_user: User,
    station_user: User,
    role: Role,
    seen: int,
) -> None:
    users = {user.role: user for user in (management_user, centre_user, branch_user, station_user)}
    client = login(users[role])
    assert [client.get(address).status_code for address in (LIST, DRAWS)] == [seen, seen]
    may = 200 if role == Role.MANAGEMENT else 403
    assert [client.get(address).status_code for address in (DRAW, assign_page(batch))] == [may, may]


def test_the_batch_page_flags_eighty_and_tells_the_station_no_more_than_that_somebody_comes(
    login: Login,
    batch: Batch,
    small: Batch,
    fang: Supervisor,
    management_user: User,
    station_user: User,
) -> None:
    page = batch.get_absolute_url()
    assert FLAG not in login(management_user).get(small.get_absolute_url()).text
    own = login(station_user).get(page).text
    assert (FLAG in own, COMING in own) == (True, False)
    send(batch, fang, management_user)
    own = login(station_user).get(page).text
    assert (FLAG in own, COMING in own, "方督导" in own, "首次开考" in own) == (True, True, False, False)
    office = login(management_user).get(page).text
    assert (FLAG in office, "方督导" in office, "首次开考" in office) == (True, True, True)


def test_whoever_approves_sees_the_flag(
    login: Login, station: Station, station_user: User, management_user: User
) -> None:
    exam.scope(station, exam.trade(), "54321")
    plan = exam.approved_plan(station, management_user, {"headcount": 80})
    waiting = exam.draft_batch(station, plan.items.get())
    waiting = perform(waiting, "submit", actor=station_user, at=NOON)
    assert FLAG in login(management_user).get(waiting.get_absolute_url()).text


def test_supervisors_find_their_exams_and_the_stations_contact_on_their_own_page(
    login: Login, batch: Batch, station: Station, fang: Supervisor, management_user: User
) -> None:
    assert fang.user
    assert "目前没有派给您的督考任务" in login(fang.user).get("/examiners/supervision/").text
    staff.member(station, "贾专管", Position.MANAGER, phone="13900005555")
    station.address = "练习市示例路 1 号"
    station.save()
    item = batch.items.first()
    assert item
    exam.accepted_enrolment(item, people.candidate("林若溪"))
    send(batch, fang, management_user)
    page = login(fang.user).get("/examiners/supervision/").text
    for fact in (
        batch.number,
        station,
        "练习市示例路 1 号",
        "2026-09-01",
        "实训楼 101",
        "数控车工",
        "80 人",
        "贾专管 13900005555",
    ):
        assert str(fact) in page
    assert "林若溪" not in page
    assert batch.get_absolute_url() not in page


def test_supervisors_see_only_their_own_exams(
    login: Login, batch: Batch, small: Batch, fang: Supervisor, management_user: User
) -> None:
    send(small, supervisor(fang.organisation, "袁督导"), management_user)
    sent = send(batch, fang, management_user)
    assert fang.user
    client = login(fang.user)
    assert str(small.number) not in client.get("/examiners/supervision/").text
    assert client.get(sent.get_absolute_url()).status_code == 403
