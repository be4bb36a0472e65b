"""The table of special days: seen by year, added to, changed and emptied by staff."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from workflow.models import AuditEvent, SpecialDay
from workflow.special_days import (
    SpecialRow,
    add_special_days,
    change_special_day,
    enter,
    remove_special_day,
)

if TYPE_CHECKING:
    from tests.conftest import Login

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_in_june"),
]
LIST, NEW = "/working-days/", "/working-days/new/"
HOLIDAY = {"first": "2026-10-01", "last": "2026-10-03", "works": "off", "name": "国庆节"}


@pytest.fixture
def _in_june() -> object:
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=SHANGHAI), tick=False):
        yield


@pytest.fixture
def day() -> SpecialDay:
    return SpecialDay.objects.create(day=date(2026, 9, 20), works=True, name="国庆节调休")


def sentences() -> list[str]:
    return list(AuditEvent.objects.values_list("sentence", flat=True))


def test_a_year_shows_its_days_and_an_empty_one_says_so(
    login: "Login", management_user: User, day: SpecialDay
) -> None:
    page = login(management_user).get(LIST).content.decode()
    assert "2026-09-20" in page
    assert "星期日" in page
    assert "国庆节调休" in page
    empty = login(management_user).get(LIST, {"year": "2027"}).content.decode()
    assert "2027 年还没有登记节假日" in empty
    assert login(management_user).get(LIST, {"year": "nonsense"}).context["year"] == 2026


def test_several_days_in_a_row_are_entered_at_once(login: "Login", centre_user: User) -> None:
    answer = login(centre_user).post(NEW, HOLIDAY)
    assert (answer.status_code, answer["Location"]) == (302, "/working-days/?year=2026")
    assert [str(row) for row in SpecialDay.objects.all()] == [
        "2026-10-01 国庆节（放假）",
        "2026-10-02 国庆节（放假）",
        "2026-10-03 国庆节（放假）",
    ]
    assert sentences() == ["登记了国庆节放假：2026-10-01 至 2026-10-03"]


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({"first": ""}, "first", "请填写开始日期。"),
        ({"works": ""}, "works", "请选择放假还是调休上班。"),
        ({"name": ""}, "name", "请填写名称。"),
        ({"last": "2026-09-30"}, "last", "结束日期早于开始日期。请核对两个日期。"),
        ({"last": "2026-11-01"}, "last", "一次最多登记 31 天。请分几次登记。"),
        (
            {"first": "2026-09-19", "last": "2026-09-21"},
            "first",
            "2026-09-20 国庆节调休（调休上班）已在表中。请在原记录上修改。",
        ),
        (
            {"first": "2026-10-12", "last": "", "works": "works"},
            "works",
            "2026-10-12 是星期一，本来就上班。调休上班只登记星期六、星期日。",
        ),
    ],
)
def test_what_cannot_be_entered_is_said_at_its_field(
    login: "Login",
    management_user: User,
    day: SpecialDay,
    typed: dict[str, str],
    field: str,
    fault: str,
) -> None:
    answer = login(management_user).post(NEW, {**HOLIDAY, **typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [fault]
    assert SpecialDay.objects.count() == 1
    assert sentences() == []


def test_a_day_is_changed(login: "Login", management_user: User, day: SpecialDay) -> None:
    address = reverse("working_days:edit", kwargs={"pk": day.pk})
    assert login(management_user).get(address).context["form"].initial["works"] == "works"
    answer = login(management_user).post(address, {"works": "off", "name": "休息"})
    assert answer["Location"] == "/working-days/?year=2026"
    event = AuditEvent.objects.get()
    assert event.changes == {"节假日": ["2026-09-20 国庆节调休（调休上班）", "2026-09-20 休息（放假）"]}


def test_a_day_is_removed_after_a_question(login: "Login", management_user: User, day: SpecialDay) -> None:
    address = reverse("working_days:remove", kwargs={"pk": day.pk})
    assert "删除后这一天按星期推算：休息" in login(management_user).get(address).content.decode()
    login(management_user).post(address)
    assert not SpecialDay.objects.exists()
    assert sentences() == ["删除了节假日：2026-09-20 国庆节调休（调休上班）"]


def test_whoever_comes_second_is_told(management_user: User, day: SpecialDay) -> None:
    remove_special_day(special_day=SpecialDay.objects.get(), actor=management_user)
    with pytest.raises(BlockedError, match="已被他人删除"):
        change_special_day(special_day=day, works=False, name="休息", actor=management_user)
    add_special_days(first=date(2026, 10, 1), works=False, name="国庆节", actor=management_user)
    with pytest.raises(BlockedError, match="刚刚被他人登记"):
        enter([SpecialRow(date(2026, 10, 1), works=False, name="国庆节")], sentence="", actor=management_user)
    with pytest.raises(BlockedError, match="已在表中"):
        add_special_days(first=date(2026, 10, 1), works=False, name="国庆节", actor=management_user)


def test_stations_and_branches_do_not_edit_the_table(
    login: "Login", station_user: User, branch_user: User
) -> None:
    for user in (station_user, branch_user):
        assert login(user).get(LIST).status_code == 403
        assert login(user).post(NEW, HOLIDAY).status_code == 403
    assert not SpecialDay.objects.exists()
