"""Filling in an application: the choice of plan items and examiners, drafts thrown away."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches import services
from batches.models import Batch, BatchItem, PlanItem
from batches.selectors import choices_of, sat_before
from examiners.models import Examiner
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


def submit(batch: Batch) -> Batch:
    return perform(
        batch, "submit", actor=batch.station.organisation.users.get(), at=exam.noon(exam.APPLIED_ON)
    )


def radio(page: str, item: PlanItem) -> str:
    found = re.search(rf'<input[^>]*id="plan-item-{item.pk}"[^>]*>', page)
    assert found is not None
    return found.group()


def test_used_items_and_those_out_of_scope_are_listed_and_cannot_be_chosen(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    batch: Batch,
    full_draft: Batch,
    second_item: PlanItem,
    grant: ScopeGrant,
) -> None:
    waiting = submit(full_draft)
    gone = exam.approved_plan(station, management_user, {"level": 5}, year=2027).items.get()
    ScopeGrant.objects.filter(pk=grant.pk).update(levels="43")
    page = login(station_user).get(f"{batch.get_absolute_url()}items/new/").text
    used = waiting.items.get().plan_item
    assert "disabled" not in radio(page, second_item)
    assert "disabled" in radio(page, used)
    assert "disabled" in radio(page, gone)
    assert f'href="{waiting.get_absolute_url()}"' in page
    assert "已不在本站获批的评价范围内（服务指南 4.7-6），需要时请先申请增项。" in page
    order = [choice.line.item for choice in choices_of(batch, user=station_user, on=exam.APPLIED_ON)]
    assert order[0] == second_item


def test_an_item_out_of_scope_is_refused_though_its_key_is_sent(
    login: Login, station_user: User, batch: Batch, plan_item: PlanItem, grant: ScopeGrant
) -> None:
    ScopeGrant.objects.filter(pk=grant.pk).update(levels="53")
    answer = login(station_user).post(f"{batch.get_absolute_url()}items/new/", {"plan_item": plan_item.pk})
    assert answer.status_code == 422
    assert "不在本站获批的评价范围内（服务指南 4.7-6）" in answer.text


def test_many_items_are_chosen_from_in_as_many_queries_as_few(
    login: Login, station: Station, station_user: User, management_user: User, batch: Batch
) -> None:
    def queries() -> int:
        client = login(station_user)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{batch.get_absolute_url()}items/new/").status_code == 200
        return len(seen)

    few = queries()
    exam.approved_plan(station, management_user, *({} for _ in range(20)), year=2027)
    assert queries() == few


def test_a_long_list_can_be_searched(
    login: Login, station: Station, station_user: User, management_user: User, batch: Batch
) -> None:
    client, address = login(station_user), f"{batch.get_absolute_url()}items/new/"
    assert 'name="q"' not in client.get(address).text
    many: list[dict[str, object]] = [
        {"month": month, "level": level} for month in range(1, 9) for level in (4, 5)
    ]
    exam.approved_plan(station, management_user, *many, year=2027)
    assert 'name="q"' in client.get(address).text
    found = client.get(address, {"q": "五级 3月"}).context["choices"]
    assert [(one.line.item.level, one.line.item.month) for one in found] == [(5, 3)]
    assert "没有符合“铣工”的计划项。" in client.get(address, {"q": "铣工"}).text


def test_beside_each_examiner_stands_when_they_sat_last(
    login: Login,
    station: Station,
    station_user: User,
    plan_item: PlanItem,
    second_item: PlanItem,
    panel: list[Examiner],
    turning: Trade,
) -> None:
    fresh = exam.examiner(station, "新聘周", turning)
    earlier = exam.draft_batch(station, exam_date=date(2026, 8, 1))
    exam.batch_item(earlier, plan_item, panel)
    submit(earlier)
    batch = exam.draft_batch(station)
    found = sat_before(batch, second_item)
    assert set(found) == {one.pk for one in panel}
    assert (found[panel[0].pk].last, found[panel[0].pk].times, found[panel[0].pk].of) == (
        date(2026, 8, 1),
        1,
        1,
    )
    page = login(station_user).get(f"{batch.get_absolute_url()}items/new/{second_item.pk}/").text
    assert page.count("上次 2026-08-01，该工种最近 1 个批次中 1 次") == len(panel)
    assert f"{fresh.person_name}（" in page


def test_only_batches_that_were_handed_in_count_for_the_rotation(
    station: Station, plan_item: PlanItem, second_item: PlanItem, panel: list[Examiner]
) -> None:
    draft = exam.draft_batch(station, exam_date=date(2026, 8, 1))
    exam.batch_item(draft, plan_item, panel)
    assert sat_before(exam.draft_batch(station), second_item) == {}


def test_a_draft_is_thrown_away_and_leaves_a_line(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    client, page = login(station_user), full_draft.get_absolute_url()
    assert f"{page}discard/" in client.get(page).text
    assert "不能恢复" in client.get(f"{page}discard/").text
    assert Batch.objects.filter(pk=full_draft.pk).exists()
    assert client.post(f"{page}discard/")["Location"] == "/batches/"
    assert not Batch.objects.exists()
    assert not BatchItem.objects.exists()
    line = AuditEvent.objects.latest("pk")
    assert (line.action, line.sentence, line.object_id) == (
        "discard",
        "删除了未提交的批次申请",
        full_draft.pk,
    )


def test_what_was_handed_in_once_is_not_thrown_away(
    login: Login, station_user: User, management_user: User, full_draft: Batch
) -> None:
    waiting = submit(full_draft)
    for case in (waiting, perform(waiting, "return", actor=management_user, reason="考评组：请更换")):
        with pytest.raises(BlockedError):
            services.discard_batch(batch=case, actor=station_user)
        address = f"{case.get_absolute_url()}discard/"
        assert login(station_user).get(address)["Location"] == case.get_absolute_url()
        answer = login(station_user).post(address)
        assert answer.status_code == 422
    assert "曾经提交，不能删除" in answer.text
    assert "discard/" not in login(station_user).get(waiting.get_absolute_url()).text
    assert [event.action for event in history_of(waiting)] == ["submit", "return"]


def test_strangers_throw_nothing_away(
    login: Login, other_station_user: User, management_user: User, full_draft: Batch
) -> None:
    address = f"{full_draft.get_absolute_url()}discard/"
    assert login(other_station_user).post(address).status_code == 404
    assert login(management_user).post(address).status_code == 403
    assert Batch.objects.filter(pk=full_draft.pk).exists()


def test_an_open_page_names_the_parts_that_a_script_replaces(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    page = login(station_user).get(full_draft.get_absolute_url()).text
    for region in ("items", "people", "checklist", "actions", "history"):
        assert page.count(f'data-region="{region}"') == 1
    assert page.count("data-inline=") == 1 + 2  # 增加, and two links of the one row
    assert 'id="item-work"' in page
    assert "inline.js" in page


def test_a_page_that_cannot_be_changed_loads_no_script(
    login: Login, station_user: User, management_user: User, full_draft: Batch
) -> None:
    waiting = submit(full_draft)
    for person in (station_user, management_user):
        page = login(person).get(waiting.get_absolute_url()).text
        assert "inline.js" not in page
        assert "data-inline=" not in page


def test_the_form_offers_a_trial_of_the_exam_date(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    client = login(station_user)
    page = client.get("/batches/new/").text
    address = re.search(r'data-live-from="([^"]+)"', page)
    assert address is not None
    assert "试算日期</a>" in page
    answer = client.get(f"{address.group(1)}&exam_date=2026-06-30").text
    assert "<html" not in answer
    assert "2026-07-01" in answer
    own = client.get(f"{full_draft.get_absolute_url()}edit/").text
    assert f"batch={full_draft.pk}" in own
