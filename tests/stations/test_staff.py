"""A station's staff: who sees and who keeps the list, who comes, is reached and leaves."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ostami.clock import set_practice_day
from stations.models import Position, StaffMember, Station
from stations.services.staffing import dismiss
from tests.conftest import Login
from tests.factories import staff
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
NEWCOMER = {"position": "deputy", "name": "贾副", "phone": "13900000001", "email": "fu@example.invalid"}
ACTS = ("staff_edit", "staff_login", "staff_login_end", "staff_password", "staff_end")


def page(station: Station) -> str:
    return reverse("stations:staff", args=[station.code])


def address(name: str, member: StaffMember) -> str:
    return reverse(f"stations:{name}", args=[member.station.code, member.pk])


def add(client: Client, station: Station, **facts: str) -> tuple[int, str]:
    answer = client.post(reverse("stations:staff_add", args=[station.code]), {**NEWCOMER, **facts})
    return answer.status_code, answer.content.decode()


def test_the_station_and_who_oversees_it_see_the_list(
    station: Station,
    station_user: User,
    management_user: User,
    branch_user: User,
    centre_user: User,
    login: Login,
) -> None:
    staff.three(station)
    for user in (station_user, management_user, branch_user, centre_user):
        answer = login(user).get(page(station))
        assert answer.status_code == 200
        for text in ("贾站长", "副站长", "专职管理人员", "2026-01-05", "未开通"):
            assert text in answer.text


def test_another_station_a_visitor_and_an_applicant_do_not(
    station: Station, other_station_user: User, client: Client
) -> None:
    director = staff.member(station)
    assert client.get(page(station)).status_code == 302
    client.force_login(other_station_user)
    for target in (page(station), *(address(act, director) for act in ACTS)):
        assert client.get(target).status_code == 404
    for act in ACTS:
        assert client.post(address(act, director)).status_code == 404
    assert add(client, station)[0] == 404
    assert StaffMember.objects.count() == 1


def test_a_persons_address_below_another_station_is_not_found(
    station: Station, other_station: Station, station_user: User, login: Login
) -> None:
    stranger = staff.member(other_station)
    target = reverse("stations:staff_end", args=[station.code, stranger.pk])
    assert login(station_user).post(target).status_code == 404


def test_the_list_names_who_is_lacking(station: Station, station_user: User, login: Login) -> None:
    sentences = {
        Position.DIRECTOR: "还没有站长，须有 1 人（服务指南 2.1.2）。请登记站长。",
        Position.DEPUTY: "还没有副站长，至少须有 1 人（服务指南 2.1.2）。请登记副站长。",
        Position.MANAGER: "还没有专职管理人员，须有 1 人（服务指南 2.1.2）。请登记专职管理人员。",
    }
    there = login(station_user).get(page(station)).text
    assert all(sentence in there for sentence in sentences.values())
    director, deputy, manager = staff.three(station)
    assert "人员配置还不完整" not in login(station_user).get(page(station)).text
    for member in (director, deputy, manager):
        dismiss(member=member, actor=station_user, today=TODAY)
        there = login(station_user).get(page(station)).text
        assert sentences[Position(member.position)] in there


def test_the_list_costs_the_same_at_one_and_three_people(
    station: Station, station_user: User, login: Login, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(station_user)
    staff.member(station)
    with django_assert_num_queries(4):
        client.get(page(station))
    staff.member(station, "贾副", Position.DEPUTY)
    staff.login_of(staff.member(station, "贾专管", Position.MANAGER))
    with django_assert_num_queries(4):
        client.get(page(station))


def test_main_login_and_director_enter_people(station: Station, station_user: User, login: Login) -> None:
    set_practice_day(TODAY)
    director = staff.login_of(staff.member(station))
    assert add(login(station_user), station)[0] == 302
    assert add(login(director), station, position="manager", name=" 贾  专管 ", phone="")[0] == 302
    rows = station.staff.order_by("pk").values_list("position", "name", "phone", "email", "since")
    assert list(rows)[1:] == [
        ("deputy", "贾副", "13900000001", "fu@example.invalid", TODAY),
        ("manager", "贾专管", "", "fu@example.invalid", TODAY),
    ]
    assert station.staff.filter(user=None).count() == 2, "nobody gets a login unasked"
    told = [(event.sentence, event.actor_name) for event in history_of(station)][-2:]
    assert told == [
        ("登记了贾副（副站长）", station_user.username),
        ("登记了贾专管（专职管理人员）", "贾站长"),
    ]


def test_the_first_vacant_post_is_offered(station: Station, station_user: User, login: Login) -> None:
    target = reverse("stations:staff_add", args=[station.code])
    for position in Position:
        html = login(station_user).get(target).text
        assert f'<option value="{position}" selected>' in html
        staff.member(station, f"贾{position.label}", position)
    assert '<option value="deputy" selected>' in login(station_user).get(target).text


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        ("director", "站长已由贾站长担任，只设 1 人（服务指南 2.1.2）。请先为贾站长办理离任。"),
        ("manager", "专职管理人员已由贾专管担任，只设 1 人（服务指南 2.1.2）。请先为贾专管办理离任。"),
    ],
)
def test_a_second_director_or_manager_is_refused_until_the_first_has_left(
    station: Station, station_user: User, login: Login, position: str, sentence: str
) -> None:
    staff.three(station)
    client = login(station_user)
    status, html = add(client, station, position=position, name="贾新来")
    assert (status, sentence in html, 'value="贾新来"' in html) == (422, True, True)
    assert station.staff.count() == 3
    dismiss(member=station.staff.get(position=position), actor=station_user, today=TODAY)
    assert add(client, station, position=position, name="贾新来")[0] == 302


def test_a_second_deputy_is_welcome_but_nobody_twice(
    station: Station, station_user: User, login: Login
) -> None:
    staff.three(station)
    assert add(login(station_user), station, name="贾二副")[0] == 302
    status, html = add(login(station_user), station, name="贾副")
    assert (status, "贾副已是副站长。请核对姓名。" in html) == (422, True)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": ""}, "请填写姓名。"),
        ({"name": "贾1"}, "姓名中不能有“1”"),
        ({"phone": "123"}, "电话号码不正确"),
        ({"email": "fu"}, "邮箱格式不正确"),
        ({"position": "king"}, "请从列表中选择职务。"),
    ],
)
def test_wrong_entries_get_a_sentence_and_stay(
    station: Station, station_user: User, login: Login, facts: dict[str, str], sentence: str
) -> None:
    status, html = add(login(station_user), station, **facts)
    kept = [name for name in ("name", "phone", "email") if f'value="{ {**NEWCOMER, **facts}[name] }"' in html]
    assert (status, sentence in html, len(kept)) == (422, True, 2 if facts.get("name") == "" else 3)
    assert not station.staff.exists()


def test_others_of_the_station_read_who_keeps_the_list(station: Station, login: Login) -> None:
    director, deputy, _ = staff.three(station)
    client = login(staff.login_of(deputy))
    sentence = "您是副站长，不能管理本站人员账号。此事由考试站主账号（机构全称）或现任站长办理，请联系站长。"
    html = client.get(page(station)).text
    assert (sentence in html, "staff/new/" in html, address("staff_edit", director) in html) == (
        True,
        False,
        False,
    )
    for target in (*(address(act, director) for act in ACTS), f"{page(station)}new/"):
        for answer in (client.get(target), client.post(target, NEWCOMER)):
            assert (answer.status_code, sentence in answer.text) == (403, True)
    assert list(station.staff.serving().filter(user=None)) == [director, station.staff.get(name="贾专管")]
    with pytest.raises(PermissionDenied):
        dismiss(member=director, actor=User.objects.get(staff_member=deputy), today=TODAY)


def test_management_branch_and_centre_look_but_keep_no_list(
    station: Station, management_user: User, branch_user: User, centre_user: User, login: Login
) -> None:
    director = staff.member(station)
    for user in (management_user, branch_user, centre_user):
        client = login(user)
        assert "办理</th>" not in client.get(page(station)).text
        for act in ACTS:
            answer = client.post(address(act, director))
            assert answer.status_code == 403
            assert "不能管理本站人员账号。此事由考试站办理。" in answer.text
        assert add(client, station)[0] == 403
    director.refresh_from_db()
    assert (director.user, director.ended_on, station.staff.count()) == (None, None, 1)


def test_a_new_address_is_the_logins_too(station: Station, station_user: User, login: Login) -> None:
    deputy = staff.member(station, "贾副", Position.DEPUTY, phone="13900000001")
    person = staff.login_of(deputy)
    facts = {"phone": "０５１９ 80000000", "email": "new@example.invalid"}
    assert login(station_user).post(address("staff_edit", deputy), facts).status_code == 302
    deputy.refresh_from_db()
    person.refresh_from_db()
    assert (deputy.phone, deputy.email) == ("051980000000", "new@example.invalid")
    assert (person.phone, person.email) == ("051980000000", "new@example.invalid")
    event = history_of(station).latest("pk")
    assert event.sentence == "修改了贾副（副站长）的联系方式"
    assert event.changes == {
        "联系电话": ["13900000001", "051980000000"],
        "邮箱": ["", "new@example.invalid"],
    }
    lines = history_of(station).count()
    login(station_user).post(address("staff_edit", deputy), facts)
    assert history_of(station).count() == lines, "nothing changed leaves no line"


def test_who_leaves_stands_below_with_the_day(station: Station, station_user: User, login: Login) -> None:
    set_practice_day(TODAY)
    deputy = staff.member(station, "贾副", Position.DEPUTY)
    client = login(station_user)
    assert "不能恢复" in client.get(address("staff_end", deputy)).text
    assert client.post(address("staff_end", deputy)).status_code == 302
    deputy.refresh_from_db()
    assert deputy.ended_on == TODAY
    html = client.get(page(station)).text
    left = html[html.index("离任人员") :]
    assert left.index("贾副") < left.index("2026-06-10")
    event = history_of(station).latest("pk")
    assert (event.sentence, event.changes) == ("为贾副（副站长）办理了离任", {"副站长": ["贾副", ""]})
    for act in ACTS:
        answer = client.post(address(act, deputy))
        assert answer.status_code == 422
        assert "贾副已于 2026-06-10 离任，可能已由他人办理。请刷新页面查看。" in answer.text


def test_a_closed_station_takes_nobody_on_but_lets_people_leave(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    director = staff.member(station)
    person = staff.login_of(staff.member(station, "贾副", Position.DEPUTY))
    perform(station, "close", actor=management_user, reason="学校停办")
    client = login(station_user)
    refused = "本考试站已关闭，不能登记人员或开通账号"
    assert refused in add(client, station, name="贾新来")[1]
    for act, member in (("staff_login", director), ("staff_password", person.staff_member)):
        answer = client.post(address(act, member))
        assert (answer.status_code, refused in answer.text) == (422, True)
    assert client.post(address("staff_end", director)).status_code == 302


def test_a_director_ends_neither_themself_nor_their_login(
    station: Station, station_user: User, login: Login
) -> None:
    director = staff.member(station)
    client = login(staff.login_of(director))
    sentence = "不能为自己办理停用、重发密码或离任。请用考试站主账号办理"
    assert sentence in client.get(page(station)).text
    for act in ("staff_end", "staff_login_end", "staff_password"):
        answer = client.post(address(act, director))
        assert (answer.status_code, sentence in answer.text) == (422, True)
    assert client.get(page(station)).status_code == 200
    assert login(station_user).post(address("staff_login_end", director)).status_code == 302
    assert login(station_user).post(address("staff_end", director)).status_code == 302
    director.refresh_from_db()
    assert director.ended_on is not None


def test_a_director_of_one_station_keeps_no_other(
    station: Station, other_station: Station, login: Login
) -> None:
    client = login(staff.login_of(staff.member(station)))
    assert client.get(page(other_station)).status_code == 404
    assert add(client, other_station)[0] == 404
    assert not other_station.staff.exists()
