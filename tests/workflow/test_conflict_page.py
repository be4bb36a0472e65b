"""Two people at one case: the second is told who was first, and keeps what was typed."""

import re
from datetime import date

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, PlanItem
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(station: Station, station_user: User) -> AnnualPlan:
    exam.scope(station, exam.trade())
    plan = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(plan)
    return perform(plan, "submit", actor=station_user, at=noon(date(2026, 8, 11)))


def test_the_second_decision_tells_who_decided_and_keeps_the_words(
    login: Login, handed_in: AnnualPlan, management_user: User
) -> None:
    colleague = people.user("管理员李", Role.MANAGEMENT, management_user.organisation)
    address = f"{handed_in.get_absolute_url()}return/"
    perform(handed_in, "approve", actor=colleague, at=noon(date(2026, 8, 12)))
    answer = login(management_user).post(address, {"reason": "请核对第二条 <b>的人数。"})
    assert answer.status_code == 409
    assert "该事项已由他人处理，当前状态为“已批准”。" in answer.text
    assert f"该记录已由 {colleague} 于 2026-08-12 12:00 办理：批准了年度计划。" in answer.text
    assert "请核对第二条 &lt;b&gt;的人数。" in answer.text
    assert f'href="{handed_in.get_absolute_url()}"' in answer.text
    handed_in.refresh_from_db()
    assert handed_in.status == "approved"


@pytest.fixture
def draft(station: Station) -> Batch:
    return Batch.objects.create(station=station, exam_date=date(2027, 6, 1), place="一号楼")


def stamp(page: str) -> str:
    found = re.search(r'name="stamp" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def facts(place: str, **more: str) -> dict[str, str]:
    told = {"scheme": "ability", "candidate_type": "student", "exam_date": "2027-06-01"}
    return {**told, "place": place, **more}


def test_what_a_colleague_saved_since_is_not_overwritten(
    login: Login, draft: Batch, station_user: User
) -> None:
    client, address = login(station_user), f"{draft.get_absolute_url()}edit/"
    seen = stamp(client.get(address).text)
    assert client.post(address, facts("二号楼", stamp=seen)).status_code == 302
    late = client.post(address, facts("三号楼", stamp=seen))
    assert late.status_code == 409
    assert "您打开本页以后，已有人修改了这些内容，没有保存您的修改。" in late.text
    assert "三号楼" in late.text
    assert "办理：修改了批次申请" in late.text
    draft.refresh_from_db()
    assert draft.place == "二号楼"
    again = stamp(client.get(address).text)
    assert client.post(address, facts("三号楼", stamp=again)).status_code == 302


def test_a_form_with_an_error_keeps_the_stamp_that_it_came_with(
    login: Login, draft: Batch, station_user: User
) -> None:
    client, address = login(station_user), f"{draft.get_absolute_url()}edit/"
    seen = stamp(client.get(address).text)
    Batch.objects.filter(pk=draft.pk).update(place="二号楼")
    wrong = client.post(address, facts("", stamp=seen))
    assert (wrong.status_code, stamp(wrong.text)) == (422, seen)


def test_a_plan_item_is_not_overwritten_either(login: Login, station: Station, station_user: User) -> None:
    exam.scope(station, exam.trade())
    plan = AnnualPlan.objects.create(station=station, year=2026)
    item: PlanItem = exam.plan_item(plan)
    client, address = login(station_user), f"{plan.get_absolute_url()}items/{item.pk}/edit/"
    seen = stamp(client.get(address).text)
    PlanItem.objects.filter(pk=item.pk).update(headcount=77)
    offer = client.get(address).context["form"].initial["offer"]
    told = {"offer": offer, "headcount": "55", "month": str(item.month), "stamp": seen}
    assert client.post(address, told).status_code == 409
    item.refresh_from_db()
    assert item.headcount == 77
