"""Lists, pages and addresses of plans and batches: scope, rights, filters, words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches import sections
from batches.models import AnnualPlan, Batch, CandidateType, PlanItem
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
FORM = {"scheme": "ability", "candidate_type": "student", "exam_date": "2026-09-01", "place": "实训楼 101"}
UNKNOWN = 404
LIST_QUERIES = 6  # session, person, years, count, rows, items
PLAN_LIST_QUERIES = 5  # their items are counted, not read


def hand_in(batch: Batch, day: date = exam.APPLIED_ON) -> Batch:
    login = batch.station.organisation.users.get()
    return perform(batch, "submit", actor=login, at=exam.noon(day))


def test_a_station_applies_from_plan_item_to_submission(
    login: Login, station_user: User, plan_item: PlanItem, panel: list[Any]
) -> None:
    client = login(station_user)
    page = client.post("/batches/new/", FORM)["Location"]
    chosen = client.post(f"{page}items/new/", {"plan_item": plan_item.pk})["Location"]
    sitting = {"leader": panel[0].pk, "examiners": [one.pk for one in panel], "avoidance_declared": "on"}
    assert client.post(chosen, sitting)["Location"] == page
    assert client.post(f"{page}submit/")["Location"] == page
    shown = client.get(page).text
    for words in (
        "批次 49284901-2026-001",
        "待审批",
        "在读学生",
        "实训楼 101",
        "30 人",
        "2026-08-21 24:00",
        "2026-08-22 00:00",
        "至 2026-09-01 24:00",
        "考评组共 3 人",
        "提交了批次申请",
    ):
        assert words in shown
    batch = Batch.objects.get()
    assert [event.action for event in history_of(batch)] == ["make", "add_item", "submit"]


def test_a_returned_batch_says_why_on_top_until_it_is_handed_in_again(
    login: Login, station_user: User, management_user: User, full_draft: Batch, panel: list[Any]
) -> None:
    reason = "考试地点请写明楼号。"
    returned = perform(hand_in(full_draft), "return", actor=management_user, reason=reason)
    address = returned.get_absolute_url()
    assert login(station_user).get(address).text.count(reason) == 2
    login(station_user).post(f"{address}edit/", {**FORM, "place": "2 号楼 101"})
    assert login(station_user).get(address).text.count(reason) == 2
    hand_in(returned)
    assert login(station_user).get(address).text.count(reason) == 1


def test_the_page_says_live_what_still_blocks_the_submission(
    login: Login, station_user: User, batch: Batch
) -> None:
    page = login(station_user).get(batch.get_absolute_url()).text
    assert "批次还没有选用计划项（服务指南 4.5.1-1）。请至少增加一个已批准的计划项。" in page
    Batch.objects.filter(pk=batch.pk).update(exam_date=date(2026, 6, 20))
    page = login(station_user).get(batch.get_absolute_url()).text
    assert "考试日期 2026-06-20 距申请日期 2026-06-01 不足 30 天（服务指南 4.5.1-2）" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("exam_date", "", "请选择考试日期。"),
        ("exam_date", "九月一日", "考试日期格式为 年-月-日，如 2026-09-01，请重新填写。"),
        ("exam_date", "2026-02-30", "考试日期格式为 年-月-日，如 2026-09-01，请重新填写。"),
        ("place", " ", "请填写考试地点。"),
        ("place", "楼" * 101, "考试地点最多 100 个字，请缩短。"),
        ("candidate_type", "", "请选择考生类型。"),
        ("candidate_type", "pupil", "没有这个考生类型，请重新选择。"),
        ("scheme", "other", "没有这个评价类别，请重新选择。"),
    ],
)
@pytest.mark.parametrize("address", ["/batches/new/", "edit"])
def test_bad_input_is_named_kept_and_not_stored(
    login: Login, station_user: User, full_draft: Batch, address: str, field: str, typed: str, sentence: str
) -> None:
    path = f"{full_draft.get_absolute_url()}edit/" if address == "edit" else address
    before = list(Batch.objects.values())
    answer = login(station_user).post(path, {**FORM, "candidate_type": "social", field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "candidate_type":
        assert 'value="social"' in answer.text
        assert "checked" in answer.text
    assert list(Batch.objects.values()) == before


def test_an_application_is_changed_while_it_is_open(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    path = f"{full_draft.get_absolute_url()}edit/"
    assert 'value="2026-09-01"' in login(station_user).get(path).text
    changed = {**FORM, "candidate_type": "social", "exam_date": "2026-09-15"}
    assert login(station_user).post(path, changed).status_code == 302
    full_draft.refresh_from_db()
    assert (full_draft.candidate_type, full_draft.exam_date) == (CandidateType.SOCIAL, date(2026, 9, 15))
    assert history_of(full_draft).get().changes == {
        "考生类型": ["在读学生", "社会人员"],
        "考试日期": ["2026-09-01", "2026-09-15"],
    }


def test_saving_without_a_change_leaves_no_line(login: Login, station_user: User, full_draft: Batch) -> None:
    login(station_user).post(f"{full_draft.get_absolute_url()}edit/", FORM)
    assert not history_of(full_draft).exists()


def test_an_item_is_removed_while_the_application_is_open(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    path = f"{full_draft.get_absolute_url()}items/{full_draft.items.get().pk}/remove/"
    assert "将删除“数控车工 四级/中级工”" in login(station_user).get(path).text
    assert full_draft.items.count() == 1
    login(station_user).post(path)
    assert full_draft.items.count() == 0
    assert history_of(full_draft).get().sentence == "删除了批次工种：数控车工 四级/中级工"


def test_a_batch_under_approval_keeps_its_content(
    login: Login, station_user: User, full_draft: Batch, plan_item: PlanItem, second_item: PlanItem
) -> None:
    waiting = hand_in(full_draft)
    item = waiting.items.get()
    panel = {"leader": item.leader_id, "examiners": [one.pk for one in item.panel]}
    before = (list(Batch.objects.values()), list(waiting.items.values()))
    forms: dict[str, dict[str, Any]] = {
        "edit/": FORM,
        "items/new/": {"plan_item": second_item.pk},
        f"items/new/{second_item.pk}/": panel,
        f"items/{item.pk}/edit/": panel,
        f"items/{item.pk}/remove/": {},
    }
    page = waiting.get_absolute_url()
    for address, typed in forms.items():
        assert login(station_user).get(f"{page}{address}")["Location"] == page
        answer = login(station_user).post(f"{page}{address}", typed)
        if address != "items/new/":  # choosing alone changes nothing
            assert answer.status_code == 422
            assert "当前状态为“待审批”，内容不能修改" in answer.text
    assert (list(Batch.objects.values()), list(waiting.items.values())) == before


def test_drafts_are_their_stations_own(
    login: Login,
    station_user: User,
    management_user: User,
    centre_user: User,
    other_station_user: User,
    open_plan: AnnualPlan,
    full_draft: Batch,
) -> None:
    exam.plan_item(open_plan)
    for case, rows in ((open_plan, "/batches/plans/"), (full_draft, "/batches/")):
        address = case.get_absolute_url()
        assert login(station_user).get(address).status_code == 200
        assert address in login(station_user).get(rows).text
        for stranger in (management_user, centre_user, other_station_user):
            assert login(stranger).get(address).status_code == UNKNOWN
            assert address not in login(stranger).get(rows).text
    for staff in (management_user, centre_user):
        assert not PlanItem.objects.visible_to(staff).filter(plan=open_plan).exists()
        assert not type(full_draft.items.get()).objects.visible_to(staff).exists()


def test_everything_of_another_station_is_unknown(
    login: Login, other_station_user: User, plan: AnnualPlan, open_plan: AnnualPlan, full_draft: Batch
) -> None:
    exam.plan_item(open_plan)
    item, plan_item = full_draft.items.get(), open_plan.items.get()
    plan_page, page = open_plan.get_absolute_url(), full_draft.get_absolute_url()
    addresses = [
        *(f"{plan_page}{tail}" for tail in ("", "items/new/", "submit/")),
        *(f"{plan_page}items/{plan_item.pk}/{act}/" for act in ("edit", "remove")),
        *(f"{page}{tail}" for tail in ("", "edit/", "items/new/", "submit/")),
        f"{page}items/new/{plan.items.earliest('pk').pk}/",
        *(f"{page}items/{item.pk}/{act}/" for act in ("edit", "remove")),
    ]
    for address in addresses:
        assert login(other_station_user).get(address).status_code == UNKNOWN
        if address not in (page, plan_page):
            assert login(other_station_user).post(address, FORM).status_code == UNKNOWN
    assert (full_draft.items.count(), open_plan.items.count()) == (1, 1)


def test_another_stations_plan_item_has_no_panel_page(
    login: Login, station_user: User, batch: Batch, other_item: PlanItem, panel: list[Any]
) -> None:
    address = f"/batches/{batch.pk}/items/new/{other_item.pk}/"
    typed = {"leader": panel[0].pk, "examiners": [one.pk for one in panel]}
    assert login(station_user).post(address, typed).status_code == UNKNOWN
    assert not batch.items.exists()


def test_staff_read_but_neither_plan_nor_apply(
    login: Login, management_user: User, centre_user: User, plan: AnnualPlan, full_draft: Batch
) -> None:
    waiting = hand_in(full_draft)
    item, page = waiting.items.get(), waiting.get_absolute_url()
    edits = [
        "/batches/new/",
        "/batches/plans/new/",
        f"{plan.get_absolute_url()}items/new/",
        f"{page}edit/",
        f"{page}items/new/",
        f"{page}items/{item.pk}/edit/",
        f"{page}items/{item.pk}/remove/",
        f"{page}submit/",
        f"{page}withdraw/",
    ]
    for staff in (management_user, centre_user):
        assert login(staff).get(page).status_code == 200
        for address in edits:
            refused = login(staff).post(address, FORM)
            assert refused.status_code == 403
            assert "不能" in refused.text
            assert "此事由考试站办理" in refused.text


def test_a_station_does_not_approve_its_own(login: Login, station_user: User, full_draft: Batch) -> None:
    waiting = hand_in(full_draft)
    refused = login(station_user).post(f"{waiting.get_absolute_url()}approve/")
    assert refused.status_code == 403
    assert "您的身份是“考试站”，不能审批批次。此事由管理站办理。" in refused.text
    waiting.refresh_from_db()
    assert waiting.status == "submitted"


def three_batches(station: Station, management: User) -> list[Batch]:
    planned: list[dict[str, object]] = [{"headcount": 10 + number} for number in range(3)]
    plan = exam.approved_plan(station, management, *planned)
    return [exam.draft_batch(station, item) for item in plan.items.all()]


def test_staff_see_first_what_waits_longest(
    login: Login, station: Station, management_user: User, grant: ScopeGrant
) -> None:
    first, second, third = three_batches(station, management_user)
    done = perform(hand_in(third), "approve", actor=management_user)
    late = hand_in(second, exam.APPLIED_ON + timedelta(days=2))
    early = hand_in(first, exam.APPLIED_ON + timedelta(days=1))
    rows = login(management_user).get("/batches/").context["object_list"]
    assert list(rows) == [early, late, done]


def test_filters_stand_in_the_address(
    login: Login, station: Station, other_station: Station, management_user: User, grant: ScopeGrant
) -> None:
    first, second, _ = three_batches(station, management_user)
    approved = perform(hand_in(first), "approve", actor=management_user)
    waiting = hand_in(second)

    def found(query: str) -> list[Batch]:
        return list(login(management_user).get(f"/batches/?{query}").context["object_list"])

    assert found("status=approved") == [approved]
    assert found("status=submitted&year=2026") == [waiting]
    assert found(f"q={waiting.number}") == [waiting]
    assert found(f"station={station.pk}") == [waiting, approved]
    assert found(f"station={other_station.pk}") == []
    page = login(management_user).get("/batches/?status=nonsense&year=1900").text
    assert "没有这个状态，未按它筛选。请从列表中选择。" in page
    assert "共 2 条" in page
    empty = login(management_user).get(f"/batches/?station={other_station.pk}").text
    assert "没有符合条件的批次。" in empty


def test_plans_are_filtered_too(
    login: Login, station: Station, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    client = login(station_user)
    assert list(client.get("/batches/plans/?year=2026").context["object_list"]) == [plan]
    assert list(client.get("/batches/plans/?status=draft").context["object_list"]) == [open_plan]
    assert 'name="station"' not in client.get("/batches/plans/").text


def test_empty_lists_say_what_to_do(login: Login, station_user: User, management_user: User) -> None:
    assert "请先<a href=" in login(station_user).get("/batches/plans/").text
    assert "本站还没有批次。" in login(station_user).get("/batches/").text
    assert "还没有考试站提交批次申请。" in login(management_user).get("/batches/").text
    assert "还没有考试站提交年度计划。" in login(management_user).get("/batches/plans/").text


@pytest.mark.parametrize(
    ("address", "count"), [("/batches/", LIST_QUERIES), ("/batches/plans/", PLAN_LIST_QUERIES)]
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    grant: ScopeGrant,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    count: int,
) -> None:
    client = login(station_user)
    batches = three_batches(station, management_user)
    Batch.objects.exclude(pk=batches[0].pk).delete()
    with django_assert_num_queries(count):
        client.get(address)
    for year in (2027, 2028):
        plan = AnnualPlan.objects.create(station=station, year=year)
        exam.draft_batch(station, exam.plan_item(plan), exam.plan_item(plan))
    with django_assert_num_queries(count):
        assert len(client.get(address).context["object_list"]) == 3


def test_a_batch_page_asks_as_much_for_three_items_as_for_one(
    login: Login, station: Station, management_user: User, grant: ScopeGrant
) -> None:
    """Who only reads has no rules weighed: items, panels and plan items come in one go each."""
    plan = exam.approved_plan(station, management_user, *({} for _ in range(4)))
    one, *three = plan.items.all()
    small = perform(hand_in(exam.draft_batch(station, one)), "approve", actor=management_user)
    large = perform(hand_in(exam.draft_batch(station, *three)), "approve", actor=management_user)
    assert queries(login, management_user, small) == queries(login, management_user, large)


def queries(login: Login, user: User, batch: Batch) -> int:
    client = login(user)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(batch.get_absolute_url()).status_code == 200
    return len(seen)


def test_apps_above_add_sections_to_the_page(
    monkeypatch: pytest.MonkeyPatch, station_user: User, management_user: User, batch: Batch
) -> None:
    monkeypatch.setattr(sections.batch_sections, "panels", [])

    @sections.register_panel
    def for_stations(shown: Batch, user: User) -> sections.Section | None:
        return (
            ("workflow/status.html", {"word": f"{shown.place}", "colour": "success"})
            if user == station_user
            else None
        )

    sections.register_panel(for_stations)
    page = Template("{% load batches %}{% batch_panels batch user %}|{{ word }}")
    assert page.render(Context({"batch": batch, "user": station_user})).split() == [
        "<span",
        'class="badge',
        'text-bg-success">实训楼',
        "101</span>",
        "|",
    ]
    assert page.render(Context({"batch": batch, "user": management_user})) == "|"


def test_a_station_without_scope_is_told_so_and_shown_no_form(
    login: Login, station_user: User, station: Station
) -> None:
    plan = AnnualPlan.objects.create(station=station, year=2026)
    page = login(station_user).get(f"{plan.get_absolute_url()}items/new/").text
    assert "本站还没有获批的评价范围" in page
    assert 'name="headcount"' not in page
