"""The list of applications, their pages, the pages on which they are moved, and their papers."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from ostami.downloads import DOCX
from scope_catalog.choices import Scheme
from stations.access import issue_station_password
from stations.models import ApplicationKind, AttachmentKind, Station, StationApplication
from stations.queue import neighbours, waiting_for
from tests.conftest import Login
from tests.factories import exam, stations
from tests.stations.approving import approve
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


def sent(user: User, *, days: int = 0, **facts: Any) -> StationApplication:
    """Make a complete application that was handed in `days` after the first day."""
    made = stations.complete_application(user, trades=[exam.trade()], **facts)
    at = exam.noon(DAY + timedelta(days=days))
    return perform(made, "submit", actor=user, at=at, reason="同意申报。")


@pytest.fixture
def queue(management_org: Organisation) -> list[StationApplication]:
    """Three schools' applications; the third school was the first to hand in."""
    schools = [stations.applicant(f"练习{name}职业学校", management=management_org) for name in "甲乙丙"]
    return [sent(user, days=days) for user, days in zip(schools, (3, 5, 1), strict=True)]


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def names(page: str) -> list[str]:
    """The applicants of a list, from the top."""
    return re.findall(r'data-label="申报单位"><a href="[^"]+">([^<]+)<', page)


def page_of(application: StationApplication, name: str = "page", **kwargs: Any) -> str:
    return reverse(f"station_applications:{name}", kwargs={"pk": application.pk, **kwargs})


def test_staff_find_what_waits_longest_on_top(
    login: Login, management_user: User, queue: list[StationApplication]
) -> None:
    perform(queue[2], "endorse", actor=management_user, at=exam.noon(DAY), reason="同意推荐。")
    page = html(login(management_user), "/applications/")
    assert names(page) == ["练习甲职业学校", "练习乙职业学校", "练习丙职业学校"]
    assert "共 3 条" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "乙职业"}, ["乙"]),
        ({"q": "nobody"}, []),
        ({"kind": "establishment"}, ["丙", "甲", "乙"]),
        ({"kind": "renewal"}, []),
        ({"scheme": "ability"}, ["丙", "甲", "乙"]),
        ({"scheme": "skill_level"}, []),
        ({"status": "endorsed"}, []),
        ({"province": "江苏省"}, ["丙", "甲", "乙"]),
        ({"q": "职业", "status": "submitted"}, ["丙", "甲", "乙"]),
    ],
)
def test_the_queue_is_narrowed_by_the_address(
    login: Login,
    management_user: User,
    queue: list[StationApplication],
    query: dict[str, str],
    found: list[str],
) -> None:
    answer = login(management_user).get("/applications/", query)
    assert names(answer.content.decode()) == [f"练习{name}职业学校" for name in found]


def test_applications_are_found_by_code(
    login: Login, management_user: User, queue: list[StationApplication]
) -> None:
    answer = login(management_user).get("/applications/", {"q": queue[0].organisation.code})
    assert names(answer.content.decode()) == ["练习甲职业学校"]


def test_a_wrong_filter_is_named_and_leaves_the_list(
    login: Login, management_user: User, queue: list[StationApplication]
) -> None:
    page = html(login(management_user), "/applications/?province=火星")
    assert "没有这个省份，未按它筛选。请从列表中选择。" in page
    assert len(names(page)) == 3


def test_an_applicant_sees_the_own_application_alone(
    login: Login, school: User, queue: list[StationApplication]
) -> None:
    stations.draft_application(school, host_organization="练习申报职业学院")
    page = html(login(school), "/applications/")
    assert names(page) == ["练习申报职业学院"]
    assert "省份</label>" not in page
    assert login(school).get(page_of(queue[0])).status_code == 404


def test_three_rows_ask_as_much_as_one(
    login: Login,
    management_user: User,
    queue: list[StationApplication],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = login(management_user)
    with django_assert_max_num_queries(50) as one:
        client.get("/applications/", {"q": "甲职业"})
    with django_assert_max_num_queries(len(one)):
        client.get("/applications/")


def test_the_applicant_is_led_through_an_open_application(login: Login, school: User) -> None:
    page = html(login(school), page_of(stations.draft_application(school)))
    assert "办理步骤" in page
    assert "核对并提交" in page
    assert "办理记录" in page


def test_a_submitted_application_shows_all_that_it_holds(
    login: Login, school: User, management_user: User
) -> None:
    application = sent(school)
    for user, action in ((school, "撤回修改"), (management_user, "签署推荐意见")):
        page = html(login(user), page_of(application))
        assert "等待练习管理站签署推荐意见" in page
        assert action in page
        for text in ("练习市示例路 1 号", "JX04-05-01-01 数控车工", "吴站长", "检测设备 1", "同意申报。"):
            assert text in page, text
        for file in application.attachments.all():
            assert page_of(application, "file", file=file.pk) in page


def test_the_return_reason_stands_on_top(login: Login, school: User, management_user: User) -> None:
    application = perform(sent(school), "return", actor=management_user, reason="请补充检测设备。")
    page = html(login(school), page_of(application))
    assert page.index("请补充检测设备。") < page.index("办理步骤")


def test_whoever_endorses_sees_what_changed_since(login: Login, school: User, management_user: User) -> None:
    application = perform(sent(school), "return", actor=management_user, reason="地址不全。")
    application.address = "练习市示例路 2 号"
    application.save()
    assert "本次重新提交的改动" not in html(login(management_user), page_of(application))
    perform(application, "submit", actor=school, reason="已补正。")
    for address in (page_of(application), page_of(application, "move", transition="endorse")):
        page = html(login(management_user), address)
        assert "本次重新提交的改动" in page
        assert "练习市示例路 <ins>2</ins> 号" in page
        assert "修改</span>" in page
    assert "第 2 次提交" in html(login(school), page_of(application, "changes"))


def test_what_was_submitted_once_has_no_changes_to_show(login: Login, school: User) -> None:
    assert "还没有重新提交过" in html(login(school), page_of(sent(school), "changes"))


@pytest.mark.parametrize(
    ("name", "text"),
    [("endorse", "经审核，材料齐全，条件符合要求，同意推荐。"), ("return", ""), ("reject", "")],
)
def test_an_opinion_is_proposed_and_a_reason_is_not(
    login: Login, school: User, management_user: User, name: str, text: str
) -> None:
    page = html(login(management_user), page_of(sent(school), "move", transition=name))
    found = re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)
    assert found
    assert found[1].strip() == text


def test_an_opinion_is_signed_as_it_was_written(login: Login, school: User, management_user: User) -> None:
    application = sent(school)
    address = page_of(application, "move", transition="endorse")
    answer = login(management_user).post(address, {"reason": "实地察看，同意推荐。"}, follow=True)
    assert "实地察看，同意推荐。" in answer.content.decode()
    application.refresh_from_db()
    assert application.status == "endorsed"


def test_whoever_decides_sees_what_is_missing_and_what_to_heed(
    login: Login, school: User, station: Station, management_user: User
) -> None:
    application = sent(school)
    station.host_organization = application.host_organization
    station.save()
    application.equipment.all().delete()
    for address in (page_of(application), page_of(application, "move", transition="endorse")):
        page = html(login(management_user), address)
        assert "设备：还没有登记培训及考核设备" in page
        assert f"该承建单位已有{station}（49284901），请核对是否应由该站申请增项。" in page
        assert "3 名考评员没有填写证书编号（陈考评、褚考评、卫考评）" in page
    assert "还没有登记培训及考核设备" not in html(login(school), page_of(application))


def test_the_queue_is_walked_from_page_to_page(
    login: Login, management_user: User, queue: list[StationApplication]
) -> None:
    middle = neighbours(queue[0], user=management_user)
    assert (middle.previous, middle.following) == (queue[2], queue[1])
    page = html(login(management_user), page_of(queue[0]))
    assert "上一份待办：练习丙职业学校 建站申报" in page
    assert "下一份待办：练习乙职业学校 建站申报" in page
    gone = perform(queue[2], "endorse", actor=management_user, reason="同意推荐。")
    after = neighbours(gone, user=management_user)
    assert (after.previous, after.following) == (None, queue[0])


def test_each_office_waits_for_its_own_turn(
    school: User, management_user: User, branch_user: User, centre_user: User
) -> None:
    offices = (school, management_user, branch_user, centre_user)
    application = sent(school)
    assert [waiting_for(one).count() for one in offices] == [0, 1, 0, 0]
    application.scheme = Scheme.SKILL_LEVEL
    application.save()
    assert [waiting_for(one).count() for one in offices] == [0, 0, 1, 0]
    perform(application, "endorse", actor=branch_user, reason="同意推荐。")
    assert [waiting_for(one).count() for one in offices] == [0, 0, 0, 1]
    perform(application, "return_to_applicant", actor=centre_user, reason="请补正。")
    assert [waiting_for(one).count() for one in offices] == [1, 0, 0, 0]


def test_whoever_is_not_to_endorse_is_told_who_is_and_offered_nothing(
    login: Login, school: User, management_user: User, branch_user: User
) -> None:
    application = sent(school)
    application.scheme = Scheme.SKILL_LEVEL
    application.save()
    page = html(login(management_user), page_of(application))
    assert "等待练习江苏分支机构签署推荐意见" in page
    assert "退回补正" not in page
    assert "退回补正" in html(login(branch_user), page_of(application))


def test_another_provinces_branch_finds_nothing(login: Login, school: User, branch_user: User) -> None:
    application = sent(school, province="浙江省", scheme=Scheme.ABILITY)
    application.scheme = Scheme.SKILL_LEVEL
    application.save()
    client = login(branch_user)
    assert names(html(client, "/applications/")) == []
    for name in ("page", "form_pdf", "form_docx", "changes"):
        html(client, page_of(application, name), status=404)
    html(client, page_of(application, "move", transition="endorse"), status=404)


def test_after_the_approval_the_school_reads_its_stations_name_and_code(
    login: Login, school: User, management_user: User, centre_user: User
) -> None:
    application = perform(sent(school), "endorse", actor=management_user, reason="同意推荐。")
    approved = perform(application, "approve", actor=centre_user, reason="同意设立。")
    assert approved.station
    page = html(login(school), page_of(approved))
    assert f'<a href="{approved.station.get_absolute_url()}">{approved.station}</a>' in page
    assert f"机构编码：{approved.station.code}" in page
    assert "管理站会开放首次登录" in page


def test_the_form_is_handed_out_as_pdf_and_word(login: Login, school: User, management_user: User) -> None:
    application = sent(school)
    for user in (school, management_user):
        pdf = login(user).get(page_of(application, "form_pdf"))
        word = login(user).get(page_of(application, "form_docx"))
        assert (pdf["Content-Type"], word["Content-Type"]) == ("application/pdf", DOCX)
        assert pdf.content.startswith(b"%PDF-")
        assert word.content.startswith(b"PK")


def test_anybody_gets_the_empty_form(client: Client) -> None:
    assert client.get("/applications/empty.pdf").content.startswith(b"%PDF-")
    assert client.get("/applications/empty.docx").content.startswith(b"PK")


def test_an_unknown_transition_is_not_found(login: Login, school: User) -> None:
    html(login(school), page_of(sent(school), "move", transition="abolish"), status=404)


def test_a_station_sees_its_own_applications_and_proposes_its_opinion(
    login: Login, station: Station, station_user: User, queue: list[StationApplication]
) -> None:
    exam.scope(station, exam.trade(), levels="5")
    addition = stations.complete_application(
        station_user, kind=ApplicationKind.SCOPE_ADDITION, trades=[exam.trade()]
    )
    client = login(station_user)
    assert names(html(client, "/applications/")) == [str(station)]
    page = html(client, page_of(addition, "move", transition="submit"))
    assert "经研究，同意申请增项。所填内容和所附材料真实有效。" in page


def test_a_page_asks_as_much_for_three_trades_as_for_one(
    login: Login,
    school: User,
    management_user: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    application = sent(school)
    client = login(management_user)
    with django_assert_max_num_queries(70) as one:
        client.get(page_of(application))
    for number in (2, 3):
        stations.add_trade(application, exam.trade(f"车工{number}", code=f"JX04-05-01-0{number}"))
        stations.add_file(application, AttachmentKind.PROOF)
    with django_assert_max_num_queries(len(one)):
        assert "车工3" in html(client, page_of(application))


def test_an_approved_application_leads_management_to_the_first_login_until_there_is_one(
    school: User, management_user: User, centre_user: User, login: Login
) -> None:
    approved = approve(stations.complete_application(school), management=management_user, centre=centre_user)
    assert approved.station
    link = f'href="/stations/{approved.station.code}/first-password/"'
    page = approved.get_absolute_url()
    assert link in login(management_user).get(page).content.decode()
    assert link not in login(school).get(page).content.decode()
    issue_station_password(station=approved.station, actor=management_user)
    shown = login(management_user).get(page).content.decode()
    assert link not in shown
    assert "该站已设置登录密码" in shown
