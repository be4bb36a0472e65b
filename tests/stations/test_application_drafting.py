"""Starting an application, and its plain sections: saved whole or in part until it is handed in."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.test import Client

from accounts.models import Organisation, User
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from stations.models import (
    ApplicationKind,
    ApplicationStatus,
    Position,
    StaffMember,
    Station,
    StationApplication,
    StationStatus,
)
from stations.services.drafting import discard, locked_draft, save_host, save_premises, save_reason
from stations.services.starting import start_application
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.stations import applicant, complete_application, draft_application
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

AUTOSAVE = {"x-autosave": "1"}


@pytest.fixture
def school(management_org: Organisation) -> User:
    return applicant(management=management_org)


@pytest.fixture
def other_school(management_org: Organisation) -> User:
    return applicant("练习另一所职业学院", management=management_org)


@pytest.fixture
def draft(school: User) -> StationApplication:
    return draft_application(school)


def page(application: StationApplication, name: str) -> str:
    return f"/applications/{application.pk}/{name}/"


def hand_in(application: StationApplication, actor: User) -> StationApplication:
    return perform(application, "submit", actor=actor, reason="同意申报")


# --- starting --------------------------------------------------------------------------------------------


def test_a_school_starts_with_what_its_registration_told(login: Login, school: User) -> None:
    client = login(school)
    assert "建站申报" in client.get("/applications/new/").content.decode()
    answer = client.post("/applications/new/establishment/", {"scheme": "skill_level"})
    made = StationApplication.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.kind, made.scheme, made.station) == ("establishment", "skill_level", None)
    facts = (made.host_organization, made.province, made.phone, made.email)
    assert facts == ("练习申报职业学院", "江苏省", "0519-80000000", "school@example.com")
    assert [event.sentence for event in history_of(made)] == ["开始填写建站申报"]


def test_a_second_application_of_a_kind_in_hand_is_refused_and_the_first_one_linked(
    login: Login, draft: StationApplication, school: User
) -> None:
    client = login(school)
    answer = client.post("/applications/new/establishment/", {"scheme": "ability"})
    assert answer.status_code == 422
    assert "已有一份建站申报正在办理（当前状态为“草稿”）" in answer.content.decode()
    for shown in (answer, client.get("/applications/new/")):
        assert f'href="{draft.get_absolute_url()}"' in shown.content.decode()
    assert StationApplication.objects.count() == 1


def test_after_an_end_a_new_one_can_be_started(school: User, management_user: User) -> None:
    first = hand_in(complete_application(school), school)
    perform(first, "reject", actor=management_user, reason="不符合条件")
    made = start_application(kind=ApplicationKind.ESTABLISHMENT, actor=school, at=clock.now())
    assert made.status == ApplicationStatus.DRAFT


def test_a_school_that_hosts_a_station_uses_the_stations_login(school: User, station: Station) -> None:
    Station.objects.filter(pk=station.pk).update(host_organization="练习申报职业学院")
    with pytest.raises(BlockedError, match=f"本单位已建立“{station}”"):
        start_application(kind=ApplicationKind.ESTABLISHMENT, actor=school, at=clock.now())
    Station.objects.filter(pk=station.pk).delete()
    Station.objects.create(
        organisation=station.organisation,
        host_organization="练习申报职业学院",
        status=StationStatus.CLOSED,
    )
    made = start_application(kind=ApplicationKind.ESTABLISHMENT, actor=school, at=clock.now())
    assert made.status == ApplicationStatus.DRAFT


def test_each_role_starts_its_own_kinds(login: Login, school: User, station_user: User) -> None:
    assert login(school).get("/applications/new/renewal/").status_code == 404
    assert login(station_user).post("/applications/new/establishment/").status_code == 404
    with pytest.raises(BlockedError, match="建站申报不由考试站办理"):
        start_application(kind=ApplicationKind.ESTABLISHMENT, actor=station_user, at=clock.now())


@pytest.mark.parametrize("kind", [kind for kind in ApplicationKind if kind != "establishment"])
def test_a_closed_station_applies_for_nothing(
    kind: ApplicationKind, login: Login, station: Station, station_user: User
) -> None:
    Station.objects.filter(pk=station.pk).delete()
    Station.objects.create(
        organisation=station.organisation, host_organization="练习学校", status=StationStatus.CLOSED
    )
    answer = login(station_user).post(f"/applications/new/{kind}/", {"scheme": "ability"})
    assert answer.status_code == 422
    assert "本考试站已关闭，不能申请" in answer.content.decode()
    assert "本考试站已关闭" in login(station_user).get("/applications/new/").content.decode()


def test_a_station_with_an_expired_licence_renews_but_adds_no_trades(
    station: Station, station_user: User
) -> None:
    Station.objects.filter(pk=station.pk).update(valid_from=date(2020, 1, 1), valid_to=date(2022, 12, 31))
    at = clock.now()
    with pytest.raises(BlockedError, match="2022-12-31 到期，不能申请增项"):
        start_application(kind=ApplicationKind.SCOPE_ADDITION, actor=station_user, at=at)
    made = start_application(kind=ApplicationKind.RENEWAL, actor=station_user, at=at)
    assert made.status == ApplicationStatus.DRAFT


def test_a_station_starts_with_what_the_registry_and_its_last_application_hold(
    station: Station, station_user: User
) -> None:
    Station.objects.filter(pk=station.pk).update(legal_representative="孙校长", postcode="213001")
    before = complete_application(
        station_user,
        kind=ApplicationKind.RENEWAL,
        status=ApplicationStatus.APPROVED,
        submitted_at=clock.now(),
    )
    for position, name in ((Position.DEPUTY, "郑副站长"), (Position.DIRECTOR, "新站长")):
        StaffMember.objects.create(station=station, position=position, name=name, since=date(2026, 1, 1))
    StaffMember.objects.create(
        station=station,
        position=Position.MANAGER,
        name="离任专管",
        since=date(2025, 1, 1),
        ended_on=date(2026, 1, 1),
    )
    trade = before.trades.get().trade
    examiner = exam.examiner(station, "赵考评", trade)
    made = start_application(kind=ApplicationKind.CHANGE, actor=station_user, at=clock.now())
    assert (made.host_organization, made.legal_representative) == (station.host_organization, "孙校长")
    assert (made.head, made.office_area) == ("周校长", Decimal("120.5"))
    listed = [(one.role, one.name, one.title) for one in made.people.all()]
    assert listed == [
        ("director", "新站长", ""),
        ("deputy", "郑副站长", "高级技师"),
        ("examiner", "赵考评", "考评员"),
        ("examiner", "陈考评", "高级技师"),
        ("examiner", "褚考评", "高级技师"),
        ("examiner", "卫考评", "高级技师"),
        ("trainer", "冯实训", "高级技师"),
    ]
    numbers = [one.certificate_number for one in made.people.filter(role="examiner")]
    assert numbers == [examiner.certificate_number, "", "", ""], "those named before aren't registered yet"
    assert not made.equipment.exists(), "a change has no section for equipment"
    addition = start_application(kind=ApplicationKind.SCOPE_ADDITION, actor=station_user, at=clock.now())
    assert [one.name for one in addition.equipment.all()] == [one.name for one in before.equipment.all()]
    assert {one.role for one in addition.people.all()} == {"examiner", "trainer"}
    assert not addition.trades.exists()


# --- sections --------------------------------------------------------------------------------------------

HOST = {
    "scheme": "ability",
    "host_organization": "练习机电 职业学院（本部）",
    "nature": "公办高等职业学校",
    "legal_representative": " 周  校长 ",
    "head": "吴负责",
    "province": "浙江省",
    "address": "练习市示例路 2 号",
    "phone": "0519—80000001",
    "postcode": "２１３０００",
    "email": "ｏffice@example.com",
    "remarks": "",
}


def test_the_host_is_saved_and_forgives_how_it_is_typed(
    login: Login, school: User, draft: StationApplication
) -> None:
    answer = login(school).post(page(draft, "host"), HOST)
    assert answer["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert draft.host_organization == "练习机电职业学院(本部)"
    assert draft.legal_representative == "周校长"
    assert (draft.phone, draft.postcode, draft.email) == ("0519-80000001", "213000", "office@example.com")
    assert not history_of(draft).exists(), "saving a draft leaves no line"


def test_an_incomplete_draft_is_saved_and_found_again_after_the_session_ended(
    client: Client, school: User, draft: StationApplication
) -> None:
    credentials = {"username": school.username, "password": people.PASSWORD}
    client.post("/account/login/", credentials)
    half = {**dict.fromkeys(HOST, ""), "scheme": "ability", "nature": "公办高等职业学校"}
    assert client.post(page(draft, "host"), half).status_code == 302
    client.post("/account/logout/")
    assert client.get(page(draft, "host"))["Location"].startswith("/account/login/")
    client.post("/account/login/", credentials)
    assert 'value="公办高等职业学校"' in client.get(page(draft, "host")).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "80000000", "电话号码不正确"),
        ("postcode", "21300", "邮政编码为 6 位数字"),
        ("postcode", "21300x", "邮政编码为 6 位数字"),
        ("email", "school", "邮箱格式不正确"),
        ("head", "吴负责 3 号", "姓名中不能有“3”"),
        ("province", "火星", "请从列表中选择省份"),
        ("scheme", "other", "请从列出的评价类别中选择"),
        ("host_organization", "练" * 101, "单位名称最多 100 个字"),
        ("address", "路" * 201, "请控制在 200 字以内，现有 201 字"),
    ],
)
def test_what_is_wrong_is_refused_and_what_was_typed_stays(
    field: str, typed: str, sentence: str, login: Login, school: User, draft: StationApplication
) -> None:
    answer = login(school).post(page(draft, "host"), {**HOST, field: typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "练习市示例路 2 号" in answer.content.decode() or field == "address"
    draft.refresh_from_db()
    assert draft.nature == "", "nothing is half saved"


def test_the_scheme_stays_while_a_trade_is_requested(login: Login, school: User) -> None:
    whole = complete_application(school)
    client = login(school)
    assert "不能更改" in client.get(page(whole, "host")).content.decode()
    client.post(page(whole, "host"), {**HOST, "scheme": "skill_level"})
    whole.refresh_from_db()
    assert (whole.scheme, whole.head) == ("ability", "吴负责")
    with pytest.raises(BlockedError, match="已选择申请工种，不能更改评价类别"):
        save_host(application=whole, actor=school, answers={"scheme": Scheme.SKILL_LEVEL, "head": "别人"})
    whole.trades.all().delete()
    save_host(application=whole, actor=school, answers={"scheme": Scheme.SKILL_LEVEL})
    whole.refresh_from_db()
    assert (whole.scheme, whole.head) == ("skill_level", "吴负责")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("120.5", "120.5"),
        ("１２０．５", "120.5"),
        ("1,234.5", "1234.5"),
        ("12，345", "12345.0"),
        (" 300 m² ", "300.0"),
        ("300㎡", "300.0"),
        ("300平方米", "300.0"),
        ("9,999,999.9", "9999999.9"),
        ("", None),
    ],
)
def test_areas_forgive_how_they_are_typed(
    typed: str, kept: str | None, login: Login, school: User, draft: StationApplication
) -> None:
    answer = login(school).post(page(draft, "premises"), {"office_area": typed})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.office_area == (None if kept is None else Decimal(kept))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "面积须大于 0"),
        ("-5", "请填写数字"),
        ("120.55", "面积最多一位小数"),
        ("10000000", "不能超过 9,999,999.9 平方米"),
        ("1,5", "请填写数字"),
        ("1e5", "请填写数字"),
        ("NaN", "请填写数字"),
        ("约 300", "请填写数字"),
    ],
)
def test_areas_that_are_none_are_refused(
    typed: str, sentence: str, login: Login, school: User, draft: StationApplication
) -> None:
    answer = login(school).post(page(draft, "premises"), {"office_area": typed, "theory_area": "300"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    draft.refresh_from_db()
    assert draft.theory_area is None


def test_the_unit_stands_beside_every_area(login: Login, school: User, draft: StationApplication) -> None:
    assert login(school).get(page(draft, "premises")).content.decode().count("m²") == 3


def test_the_reason_is_asked_where_the_kind_has_it(
    login: Login, school: User, draft: StationApplication, station_user: User
) -> None:
    assert login(school).get(page(draft, "reason")).status_code == 404
    renewal = draft_application(station_user, kind=ApplicationKind.RENEWAL)
    client = login(station_user)
    assert client.post(page(renewal, "reason"), {"reason": "许可证到期"}).status_code == 302
    assert client.post(page(renewal, "reason"), {"reason": "长" * 1001}).status_code == 422
    renewal.refresh_from_db()
    assert renewal.reason == "许可证到期"


# --- autosave --------------------------------------------------------------------------------------------


def test_autosave_keeps_the_half_that_is_right_and_says_what_is_wrong(
    login: Login, school: User, draft: StationApplication
) -> None:
    typed = {**HOST, "phone": "123", "postcode": "99"}
    answer = login(school).post(page(draft, "host"), typed, headers=AUTOSAVE)
    told = answer.json()
    assert answer.status_code == 200
    assert len(told["saved_at"]) == len("14:03")
    assert set(told["errors"]) == {"phone", "postcode"}
    assert "邮政编码为 6 位数字" in told["errors"]["postcode"][0]
    draft.refresh_from_db()
    assert (draft.head, draft.phone, draft.postcode) == ("吴负责", "", "")


def test_autosave_says_the_time_of_the_portal(
    login: Login, school: User, draft: StationApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    instant = clock.now().replace(hour=14, minute=3)
    monkeypatch.setattr(clock, "now", lambda: instant)
    answer = login(school).post(page(draft, "premises"), {"office_area": "20"}, headers=AUTOSAVE)
    assert answer.json() == {"saved_at": "14:03", "errors": {}}


def test_autosave_of_an_application_that_was_handed_in_saves_nothing(login: Login, school: User) -> None:
    handed_in = hand_in(complete_application(school), school)
    told = login(school).post(page(handed_in, "host"), HOST, headers=AUTOSAVE).json()
    assert told["saved_at"] == ""
    assert "已提交，不能修改" in told["errors"]["__all__"][0]
    handed_in.refresh_from_db()
    assert handed_in.head == "周校长"


# --- who and when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["host", "premises", "files", "check", "discard"])
def test_other_peoples_drafts_are_not_found(
    name: str, login: Login, draft: StationApplication, other_school: User, station_user: User
) -> None:
    for stranger in (other_school, station_user):
        assert login(stranger).get(page(draft, name)).status_code == 404
        assert login(stranger).post(page(draft, name), HOST).status_code in {404, 405}


@pytest.mark.parametrize("name", ["host", "premises", "files", "check", "discard"])
def test_staff_fill_nothing_in(
    name: str, login: Login, draft: StationApplication, management_user: User, centre_user: User
) -> None:
    for staff in (management_user, centre_user):
        assert login(staff).get(page(draft, name)).status_code == 403


Verb = Callable[[StationApplication, User], Any]
VERBS: list[Verb] = [
    lambda one, actor: save_host(application=one, actor=actor, answers={"head": "别人"}),
    lambda one, actor: save_premises(application=one, actor=actor, answers={"office_area": Decimal(1)}),
    lambda one, actor: save_reason(application=one, actor=actor, answers={"reason": "别的"}),
    lambda one, actor: discard(application=one, actor=actor),
]


@pytest.mark.parametrize("verb", VERBS)
def test_what_was_handed_in_refuses_every_verb(verb: Verb, school: User) -> None:
    handed_in = hand_in(complete_application(school), school)
    with pytest.raises(BlockedError, match="已提交，不能修改（当前状态为“待推荐”）"):
        verb(handed_in, school)
    fresh = StationApplication.objects.get(pk=handed_in.pk)
    assert (fresh.head, fresh.reason) == ("周校长", "业务发展需要")


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_touches_other_peoples_drafts(
    verb: Verb, draft: StationApplication, other_school: User
) -> None:
    with pytest.raises(Http404):
        verb(draft, other_school)


def test_a_page_of_what_was_handed_in_leads_back_and_says_why(login: Login, school: User) -> None:
    handed_in = hand_in(complete_application(school), school)
    client = login(school)
    for name in ("host", "premises", "files", "check", "discard"):
        answer = client.get(page(handed_in, name), follow=True)
        assert answer.redirect_chain == [(handed_in.get_absolute_url(), 302)]
        assert "已提交，不能修改" in answer.content.decode()


def test_the_door_opens_again_after_a_return(school: User, management_user: User) -> None:
    handed_in = hand_in(complete_application(school), school)
    back = perform(handed_in, "return", actor=management_user, reason="地址不全")
    with transaction.atomic():
        assert locked_draft(back).status == ApplicationStatus.RETURNED
    save_host(application=back, actor=school, answers={"address": "练习市示例路 3 号"})


# --- discarding ------------------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_with_its_files(
    login: Login, school: User, django_capture_on_commit_callbacks: Any
) -> None:
    whole = complete_application(school)
    files = [(one.file.storage, str(one.file.name)) for one in whole.attachments.all()]
    assert all(storage.exists(name) for storage, name in files)
    assert "全部删除，不能恢复" in login(school).get(page(whole, "discard")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert login(school).post(page(whole, "discard"))["Location"] == "/applications/"
    assert not StationApplication.objects.exists()
    assert not any(storage.exists(name) for storage, name in files)


def test_what_was_handed_in_once_is_never_thrown_away(school: User, management_user: User) -> None:
    handed_in = hand_in(complete_application(school), school)
    for back in ("return", "recall"):
        actor = management_user if back == "return" else school
        moved = perform(handed_in, back, actor=actor, reason="补正")
        with pytest.raises(BlockedError, match="提交过的申请不能删除"):
            discard(application=moved, actor=school)
        handed_in = hand_in(StationApplication.objects.get(pk=moved.pk), school)


def test_only_those_who_apply_may_start(login: Login, management_user: User) -> None:
    answer = login(management_user).get("/applications/new/")
    assert answer.status_code == 403
    assert "您的身份是“管理站”，不能填报考试站申报" in answer.content.decode()
