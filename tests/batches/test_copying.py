"""A new application after an earlier batch: what is taken over, what isn't, and that both are said."""

from datetime import date

import pytest

from accounts.models import User
from batches import services
from batches.models import Batch, BatchItem, CandidateType, PlanItem
from examiners.models import Examiner
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
NEW_DATE = date(2026, 10, 15)
NAME = "“数控车工 四级/中级工”"


@pytest.fixture
def earlier(full_draft: Batch, station_user: User, management_user: User) -> Batch:
    """An approved batch of 1 September with one item and a panel of three."""
    waiting = perform(full_draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    return perform(waiting, "approve", actor=management_user, at=exam.noon(exam.APPLIED_ON))


def copy(batch: Batch, exam_date: date = NEW_DATE) -> services.Copied:
    return services.copy_batch(
        batch=batch,
        exam_date=exam_date,
        candidate_type=CandidateType.STUDENT,
        place="实训楼 202",
        actor=batch.station.organisation.users.get(),
    )


def test_a_copy_uses_a_free_plan_item_and_the_same_panel(earlier: Batch, second_item: PlanItem) -> None:
    copied = copy(earlier)
    item = copied.batch.items.get()
    assert (copied.batch.status, copied.batch.number, copied.batch.exam_date) == ("draft", None, NEW_DATE)
    assert (item.plan_item, item.leader) == (second_item, earlier.items.get().leader)
    assert set(item.panel) == set(earlier.items.get().panel)
    assert copied.taken == [f"{NAME}已复制，使用 2026 年度计划项“{second_item}”。"]
    assert copied.left == []
    sentences = [event.sentence for event in history_of(copied.batch)]
    assert sentences[:2] == ["开始填写批次申请", f"内容复制自{earlier}"]


def test_what_was_said_of_the_panel_is_not_copied(earlier: Batch, second_item: PlanItem) -> None:
    item = copy(earlier).batch.items.get()
    assert (item.avoidance_declared, item.avoidance_named, item.panel_reason) == (False, "", "")


def test_the_earlier_batch_stays_as_it_is(earlier: Batch, second_item: PlanItem) -> None:
    before = (list(Batch.objects.filter(pk=earlier.pk).values()), list(earlier.items.values()))
    copy(earlier)
    assert (list(Batch.objects.filter(pk=earlier.pk).values()), list(earlier.items.values())) == before


def test_without_a_free_plan_item_the_trade_is_left_out(earlier: Batch, second_item: PlanItem) -> None:
    second_item.delete()
    copied = copy(earlier)
    assert not copied.batch.items.exists()
    assert copied.left == [
        f"{NAME}未复制：没有可以选用的同工种同等级计划项。请先提交补充计划（服务指南 4.5.1-1）。"
    ]


def test_a_plan_item_out_of_scope_is_not_used(
    earlier: Batch, second_item: PlanItem, grant: ScopeGrant
) -> None:
    ScopeGrant.objects.filter(pk=grant.pk).update(levels="53")
    assert not copy(earlier).batch.items.exists()


def test_the_exam_years_plan_comes_first(
    earlier: Batch, second_item: PlanItem, station: Station, management_user: User
) -> None:
    of_next_year = exam.approved_plan(station, management_user, {}, year=2027).items.get()
    assert copy(earlier, date(2027, 3, 1)).batch.items.get().plan_item == of_next_year
    assert copy(earlier).batch.items.get().plan_item == second_item


def expire(examiner: Examiner) -> None:
    Examiner.objects.filter(pk=examiner.pk).update(valid_to=date(2026, 9, 30))


def test_who_may_no_longer_sit_is_left_out_and_named(
    station: Station,
    station_user: User,
    management_user: User,
    plan_item: PlanItem,
    second_item: PlanItem,
    turning: Trade,
) -> None:
    batch = exam.draft_batch(station)
    people = exam.panel(station, turning, 5)
    exam.batch_item(batch, plan_item, people)
    waiting = perform(batch, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    expire(people[4])
    copied = copy(waiting)
    assert set(copied.batch.items.get().panel) == set(people[:4])
    assert f"未带入的考评员：考评员{people[4]}的资格在考试日 2026-10-15 不在有效期内" in copied.taken[0]


@pytest.mark.parametrize(("place", "said"), [(0, "原考评组长不能担任"), (1, "原考评组能担任的只有 2 人")])
def test_a_panel_that_falls_apart_is_chosen_anew(
    earlier: Batch, second_item: PlanItem, place: int, said: str
) -> None:
    expire(earlier.items.get().panel[place])
    copied = copy(earlier)
    assert not copied.batch.items.exists()
    assert copied.left[0].startswith(f"{NAME}未复制：{said}（")
    assert "请点击“增加工种”重新选择考评组（服务指南 4.5.1-4）。" in copied.left[0]


def test_two_items_of_one_trade_get_two_plan_items(
    station: Station, management_user: User, grant: ScopeGrant
) -> None:
    planned: list[dict[str, object]] = [{"headcount": 10 + number} for number in range(4)]
    one, two, three, four = exam.approved_plan(station, management_user, *planned).items.all()
    batch = exam.draft_batch(station, one, two)
    BatchItem.objects.filter(batch=batch).update(taken=True)
    chosen = {item.plan_item for item in copy(batch).batch.items.all()}
    assert chosen == {three, four}


def test_a_copy_too_near_makes_nothing(earlier: Batch, second_item: PlanItem) -> None:
    with pytest.raises(BlockedError, match="不足 30 天"):
        copy(earlier, date(2026, 6, 30))
    assert Batch.objects.count() == 1


def test_the_page_asks_the_date_and_leads_to_the_draft_which_says_what_was_copied(
    login: Login, station_user: User, earlier: Batch, second_item: PlanItem
) -> None:
    client = login(station_user)
    assert f"/batches/{earlier.pk}/copy/" in client.get(earlier.get_absolute_url()).text
    page = client.get(f"/batches/{earlier.pk}/copy/").text
    assert 'value="实训楼 101"' in page
    assert 'name="scheme"' not in page
    empty = client.post(f"/batches/{earlier.pk}/copy/", {"place": "实训楼 202"})
    assert (empty.status_code, "请选择考试日期。" in empty.text) == (422, True)
    typed = {"candidate_type": "social", "exam_date": "2026-10-15", "place": "实训楼 202"}
    answer = client.post(f"/batches/{earlier.pk}/copy/", typed, follow=True)
    made = Batch.objects.exclude(pk=earlier.pk).get()
    assert answer.request["PATH_INFO"] == made.get_absolute_url()
    assert f"{NAME}已复制，使用 2026 年度计划项“{second_item}”。" in answer.text
    assert (made.candidate_type, made.place, made.scheme) == ("social", "实训楼 202", earlier.scheme)


def test_only_the_own_station_copies(
    login: Login, other_station_user: User, management_user: User, earlier: Batch
) -> None:
    address = f"/batches/{earlier.pk}/copy/"
    assert login(other_station_user).get(address).status_code == 404
    assert login(management_user).get(address).status_code == 403
    assert address not in login(management_user).get(earlier.get_absolute_url()).text
