"""The menu of each role."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.rights import Role
from accounts.services import issue_first_password
from portal.menu import menu_for, submenu_for
from stations.models import Station
from tests.conftest import Login
from tests.factories import people

pytestmark = pytest.mark.django_db

PUBLIC = ["考试站", "评价范围", "证书查询"]
WORK = ["待办", "年度计划", "批次", "考生报名", "考务", "题库", "证书", "考评员"]
STAFF = [*WORK, "本单位", "考试站管理", "考试站申报", "年审", "评价范围", "证书查询", "后台任务"]
STATION = [*WORK, "本站", "考试站申报", "年审", *PUBLIC, "后台任务"]


def labels(user: User | None) -> list[str]:
    return [entry.label for entry in menu_for(user, "/")]


def test_a_visitor_sees_what_is_public() -> None:
    assert labels(None) == ["报名考试", "成绩公示", *PUBLIC]


def test_each_role_sees_what_it_has_a_right_to(
    station_user: User, management_user: User, centre_user: User, branch_user: User
) -> None:
    assert labels(station_user) == STATION
    for user in (management_user, centre_user):
        assert labels(user) == STAFF
    assert labels(branch_user) == [label for label in STAFF if label != "题库"]


def test_an_applicant_sees_its_application(station: Station) -> None:
    school = people.user("申报人", Role.APPLICANT, station.organisation)
    assert labels(school) == ["待办", "考试站申报", "考评员申报", "培训认证班", *PUBLIC]


@pytest.mark.parametrize(("role", "own"), [(Role.EXAMINER, "我的考评"), (Role.SUPERVISOR, "我的督导")])
def test_examiners_and_supervisors_see_their_own_work(station: Station, role: Role, own: str) -> None:
    assert labels(people.user("本人", role, station.organisation)) == ["待办", own, *PUBLIC]


def test_pages_of_examiners_have_a_second_row(station_user: User, management_user: User) -> None:
    def below(user: User, path: str) -> list[tuple[str, bool]]:
        return [(entry.label, entry.current) for entry in submenu_for(user, path)]

    rows = ["名册", "申报", "培训认证班", "人员不足的工种", "调动", "管理人员"]
    assert [label for label, _ in below(station_user, "/examiners/")] == rows
    assert [label for label, _ in below(management_user, "/examiners/")] == [*rows, "督导员"]
    assert ("培训认证班", True) in below(station_user, "/examiners/trainings/3/")
    assert ("名册", True) in below(station_user, "/examiners/3/")
    assert [label for label, _ in below(station_user, "/batches/")] == [
        "批次",
        "日历",
        "办理时限",
        "考试日期调整",
    ]
    assert [label for label, _ in below(station_user, "/exams/evaluation/3/")] == [
        *("评价报告", "督导报告", "考场", "试卷签收人", "成绩复查", "公示异议", "资料销毁")
    ]
    assert ("督考", True) in below(management_user, "/exams/supervision/")
    assert ("督导报告", True) in below(management_user, "/exams/supervision/reports/")
    assert ("年度汇总", True) in below(management_user, "/batches/plans/sums/")
    assert below(station_user, "/batches/plans/") == []


def test_pages_of_certificates_have_a_second_row(
    station_user: User, management_user: User, centre_user: User, branch_user: User
) -> None:
    everybody = {"证书", "结算", "邮寄", "变更", "批量查询"}
    own: dict[Role, set[str]] = {
        Role.MANAGEMENT: {"收费标准", "空白证书", "历史证书"},
        Role.CENTRE: {"编号前缀", "历史证书"},
    }
    for user in (station_user, management_user, centre_user, branch_user):
        row = {entry.label for entry in submenu_for(user, "/certificates/")}
        assert row == everybody | own.get(Role(user.role), set())


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.EXAMINER, Role.SUPERVISOR, Role.CANDIDATE])
def test_who_has_one_page_of_certificates_or_none_sees_no_second_row(station: Station, role: Role) -> None:
    assert submenu_for(people.user("本人", role, station.organisation), "/certificates/") == []


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/certificates/", "证书"),
        ("/certificates/7/", "证书"),
        ("/certificates/batch/7/handovers/", "证书"),
        ("/certificates/settlements/7/", "结算"),
        ("/certificates/fees/new/", "收费标准"),
        ("/certificates/shipments/7/receive/", "邮寄"),
        ("/certificates/blanks/destructions/7/", "空白证书"),
        ("/certificates/changes/7/", "变更"),
        ("/certificates/lookup/bulk/", "批量查询"),
    ],
)
def test_pages_of_certificates_are_marked_in_the_second_row(
    management_user: User, path: str, label: str
) -> None:
    assert [entry.label for entry in submenu_for(management_user, path) if entry.current] == [label]
    assert [entry.label for entry in menu_for(management_user, path) if entry.current] == ["证书"]


@pytest.mark.parametrize("page", ["lookup/", "lookup/skill/", "verify/", "v/x/"])
def test_public_pages_of_certificates_stand_by_themselves(station_user: User, page: str) -> None:
    path = f"/certificates/{page}"
    assert submenu_for(station_user, path) == []
    for user in (None, station_user, people.candidate("李雷").user):
        assert [entry.label for entry in menu_for(user, path) if entry.current] == ["证书查询"]


def test_every_page_leads_to_the_lookup_and_to_checking_a_file(client: Client) -> None:
    for address in ("/", "/certificates/lookup/", "/certificates/lookup/ability/"):
        html = client.get(address).text
        assert 'href="/certificates/lookup/"' in html
        assert 'href="/certificates/verify/">核对电子证书' in html


def test_a_candidate_sees_enrolments_and_certificates() -> None:
    assert labels(people.candidate("李雷").user) == [
        "我的报名",
        "我的证书",
        "我的信息",
        "在线自测",
        "报名考试",
        "成绩公示",
        *PUBLIC,
    ]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/home/", "待办"),
        ("/batches/", "批次"),
        ("/batches/7/edit/", "批次"),
        ("/batches/plans/", "年度计划"),
        ("/batches/plans/7/", "年度计划"),
        ("/candidates/7/", "考生报名"),
        ("/candidates/roster/7/", "考生报名"),
        ("/certificates/", "证书"),
        ("/certificates/batch/7/", "证书"),
        ("/certificates/lookup/", "证书查询"),
        ("/stations/49284901/staff/", "本站"),
        ("/stations/49284902/", "考试站"),
    ],
)
def test_the_page_that_is_open_is_marked(station_user: User, path: str, label: str) -> None:
    assert [entry.label for entry in menu_for(station_user, path) if entry.current] == [label]


def test_a_page_outside_the_menu_marks_nothing(station_user: User) -> None:
    assert not any(entry.current for entry in menu_for(station_user, "/account/password/"))


def test_every_entry_opens_for_whoever_sees_it(
    login: Login, station_user: User, management_user: User, centre_user: User, branch_user: User
) -> None:
    for user in (station_user, management_user, centre_user, branch_user, people.candidate("李雷").user):
        client = login(user)
        for entry in [*menu_for(user, "/"), *submenu_for(user, "/certificates/")]:
            assert client.get(entry.address).status_code == 200, (user.role, entry.address)


def test_the_page_names_person_and_role(login: Login, management_user: User) -> None:
    page = login(management_user).get("/home/")
    assert "王管理<small>管理站</small>" in page.text


def test_a_first_password_has_no_menu(client: Client, station_user: User) -> None:
    issue_first_password(user=station_user)
    client.force_login(station_user)
    assert client.get("/account/password/first/").context["portal_menu"] == ()
