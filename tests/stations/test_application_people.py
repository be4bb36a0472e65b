"""The people of an application: rows that keep their identity, saved by the button or by themselves."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, User
from ostami import clock
from ostami.problems import BlockedError
from stations.models import ApplicationKind, ApplicationPerson, PersonRole, StationApplication
from stations.services.people import MOST_PEOPLE, PersonEntry, save_people
from tests.conftest import Login
from tests.factories import exam, stations
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

AUTOSAVE = {"X-Autosave": "1"}
WU = {"role": "director", "name": "吴站长", "phone": "13900000001"}
CHEN = {"role": "examiner", "name": "陈考评", "title": "高级技师", "subject": "数控加工"}


def address(application: StationApplication) -> str:
    return f"/applications/{application.pk}/people/"


def data(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**stations.rows_data("person", *rows), **more}


def names(application: StationApplication) -> list[str]:
    return [person.name for person in application.people.all()]


def row_of(person: ApplicationPerson, **changed: Any) -> dict[str, Any]:
    return {"pk": person.pk, "role": person.role, "name": person.name, **changed}


def test_people_are_stored_folded_in_the_order_typed(schools: Client, draft: StationApplication) -> None:
    chen = {
        **CHEN,
        "name": " 买买提•陈 ",
        "phone": "＋８６ 139-0000-0002",
        "certificate_number": "ＫＰ 000123",
    }
    response = schools.post(address(draft), data(WU, {"role": "deputy"}, chen))
    assert response["Location"] == f"/applications/{draft.pk}/"
    assert names(draft) == ["吴站长", "买买提·陈"]
    stored = draft.people.get(role=PersonRole.EXAMINER)
    assert (stored.title, stored.subject) == ("高级技师", "数控加工")
    assert (stored.phone, stored.certificate_number) == ("13900000002", "KP000123")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**CHEN, "name": ""}, "第 1 行“姓名”：请填写姓名。"),
        ({**CHEN, "name": "陈"}, "第 1 行“姓名”：姓名至少 2 个字。请按证件填写姓名全称。"),
        ({**CHEN, "name": "陈1"}, "第 1 行“姓名”：姓名中不能有“1”。"),
        ({**CHEN, "name": "陈" * 51}, "第 1 行“姓名”：姓名最多 50 个字，请按证件填写。"),
        ({**CHEN, "role": ""}, "第 1 行“身份”：请选择身份。"),
        ({**CHEN, "role": "owner"}, "第 1 行“身份”：请从列表中选择身份。"),
        ({**CHEN, "phone": "12345"}, "第 1 行“联系电话”：电话号码不正确"),
        ({**CHEN, "title": "师" * 51}, "第 1 行“职称或技能等级”：请控制在 50 字以内，现有 51 字。"),
    ],
)
def test_a_wrong_row_is_named_what_was_typed_stays_and_nothing_is_saved(
    schools: Client, draft: StationApplication, row: dict[str, str], sentence: str
) -> None:
    response = schools.post(address(draft), data(row, WU))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "数控加工" in response.content.decode()
    assert names(draft) == []


def test_nobody_stands_there_twice(schools: Client, draft: StationApplication) -> None:
    other = {**CHEN, "name": "褚考评", "certificate_number": "KP1"}
    page = schools.post(address(draft), data({**CHEN, "certificate_number": "KP1"}, other, WU, WU))
    assert "第 2 行“考评员证书编号”：与第 1 行重复" in page.content.decode()
    assert "第 4 行“姓名”：与第 3 行重复" in page.content.decode()


def test_namesakes_with_different_phones_are_two_people(schools: Client, draft: StationApplication) -> None:
    schools.post(address(draft), data({**CHEN, "phone": "13900000001"}, {**CHEN, "phone": "13900000002"}))
    assert names(draft) == ["陈考评", "陈考评"]


def test_a_changed_row_stays_the_same_person_and_keeps_its_trades(
    schools: Client, draft: StationApplication
) -> None:
    stations.add_people(draft)
    requested = stations.add_trade(draft, exam.trade())
    first, *_ = examiners = list(requested.examiners.all())
    schools.post(address(draft), data(row_of(first, name="陈改名")))
    assert [person.pk for person in requested.examiners.all()] == [person.pk for person in examiners]
    assert requested.examiners.first().name == "陈改名"  # type: ignore[union-attr]  # there are three


def test_rows_that_the_page_does_not_mention_stay(schools: Client, draft: StationApplication) -> None:
    stations.add_people(draft)
    schools.post(address(draft), data(WU | {"name": "新站长"}))
    assert len(names(draft)) == 8


@pytest.mark.parametrize("how", ["emptied", "marked"])
def test_an_emptied_or_marked_row_is_deleted_and_trades_that_named_it_are_told(
    schools: Client, draft: StationApplication, how: str
) -> None:
    stations.add_people(draft)
    requested = stations.add_trade(draft, exam.trade())
    chen = draft.people.get(name="陈考评")
    row = {"pk": chen.pk, "role": chen.role} if how == "emptied" else row_of(chen, remove="on")
    page = schools.post(address(draft), data(row), follow=True).content.decode()
    assert not ApplicationPerson.objects.filter(pk=chen.pk).exists()
    assert requested.examiners.count() == 2
    assert "陈考评不再是“数控车工”的对应考评员，请核对该工种的考评员人数。" in page


def test_who_becomes_a_trainer_is_no_longer_named_by_a_trade(
    schools: Client, draft: StationApplication
) -> None:
    stations.add_people(draft)
    requested = stations.add_trade(draft, exam.trade())
    chen = draft.people.get(name="陈考评")
    schools.post(address(draft), data(row_of(chen, role="trainer")))
    assert "陈考评" not in [person.name for person in requested.examiners.all()]
    assert draft.people.get(pk=chen.pk).role == PersonRole.TRAINER


def test_the_page_names_what_is_missing_and_offers_rows_for_it(
    schools: Client, draft: StationApplication
) -> None:
    ApplicationPerson.objects.create(application=draft, role=PersonRole.DIRECTOR, position=1, name="吴站长")
    response = schools.get(address(draft))
    assert "还没有副站长，至少须有 1 人（服务指南 2.1.2）" in response.content.decode()
    roles = [row["role"].value() for row in response.context["form"].blocks["person"]]
    assert roles == [
        "director",
        "deputy",
        "manager",
        "trainer",
        "examiner",
        "examiner",
        "examiner",
        None,
        None,
    ]


def test_an_addition_shows_examiners_and_trainers_alone(
    login: Login, station_user: User, station: object
) -> None:
    addition = stations.draft_application(station_user, kind=ApplicationKind.SCOPE_ADDITION)
    client = login(station_user)
    page = client.post(address(addition), data(WU)).content.decode()
    assert "第 1 行“身份”：请从列表中选择身份。" in page
    assert client.post(address(addition), data(CHEN)).status_code == 302
    assert names(addition) == ["陈考评"]


def test_blank_rows_come_by_a_button_and_nothing_is_saved(schools: Client, draft: StationApplication) -> None:
    response = schools.post(address(draft), data(CHEN, {**WU, "phone": "?"}, more="1"))
    rows = response.context["form"].blocks["person"]
    assert (response.status_code, rows.total_form_count()) == (200, 4)
    assert [row["name"].value() for row in rows] == ["陈考评", "吴站长", None, None]
    assert names(draft) == []


def test_the_script_saves_right_rows_and_learns_their_keys(
    schools: Client, draft: StationApplication
) -> None:
    half = {**WU, "phone": "139"}
    answer = schools.post(address(draft), data(CHEN, half), headers=AUTOSAVE).json()
    chen = draft.people.get()
    assert answer["values"] == {"person-0-pk": chen.pk}
    assert list(answer["errors"]) == ["person-1-phone"]
    assert answer["saved_at"] == f"{clock.now():%H:%M}"
    again = data({**CHEN, "pk": chen.pk, "name": "陈全名"}, WU)
    schools.post(address(draft), again, headers=AUTOSAVE)
    assert [(person.pk == chen.pk, person.name) for person in draft.people.all()] == [
        (True, "陈全名"),
        (False, "吴站长"),
    ]


def test_a_row_whose_key_never_arrived_is_not_stored_twice(
    schools: Client, draft: StationApplication
) -> None:
    schools.post(address(draft), data(CHEN), headers=AUTOSAVE)
    schools.post(address(draft), data({**CHEN, "title": "技师"}))
    assert draft.people.get().title == "技师"


def test_somebody_elses_row_stays_untouched(
    schools: Client, draft: StationApplication, management_org: Organisation
) -> None:
    other = stations.draft_application(stations.applicant("另一所学校", management=management_org))
    theirs = ApplicationPerson.objects.create(application=other, role="director", position=1, name="周站长")
    schools.post(address(draft), data(row_of(theirs, name="冒名者"), row_of(theirs, remove="on")))
    theirs.refresh_from_db()
    assert (theirs.name, names(draft)) == ("周站长", ["冒名者"])
    assert schools.get(address(other)).status_code == 404
    assert schools.post(address(other), data(WU)).status_code == 404


@pytest.mark.parametrize(("count", "fits"), [(MOST_PEOPLE, True), (MOST_PEOPLE + 1, False)])
def test_two_hundred_people_fit(
    school: User, schools: Client, draft: StationApplication, count: int, *, fits: bool
) -> None:
    rows = [{**CHEN, "phone": f"139{number:08d}"} for number in range(count)]
    response = schools.post(address(draft), data(*rows))
    assert (response.status_code == 302, draft.people.count()) == (fits, count if fits else 0)
    if not fits:
        assert "最多填写 200 行，请删除部分行。" in response.content.decode()


def test_rows_that_would_pass_the_limit_together_with_stored_ones_are_refused(
    school: User, draft: StationApplication
) -> None:
    stations.add_people(draft)
    many = [
        PersonEntry(role=PersonRole.TRAINER, name=f"实训{number}", position=number)
        for number in range(MOST_PEOPLE - 6)
    ]
    with pytest.raises(BlockedError, match="人员共 201 人，最多登记 200 人"):
        save_people(application=draft, actor=school, entries=many)
    save_people(application=draft, actor=school, entries=many[1:])
    assert draft.people.count() == MOST_PEOPLE


def test_a_submitted_application_takes_no_people(school: User, schools: Client) -> None:
    application = stations.complete_application(school, trades=[exam.trade()])
    perform(application, "submit", actor=school, at=clock.now(), reason="同意申报。")
    assert schools.get(address(application))["Location"] == f"/applications/{application.pk}/"
    assert "已提交，不能修改" in schools.post(address(application), data(WU)).content.decode()
    answer = schools.post(address(application), data(WU), headers=AUTOSAVE).json()
    assert answer["saved_at"] == ""
    assert "已提交，不能修改" in answer["errors"]["__all__"][0]
    assert application.people.count() == 7


def test_a_reduction_has_no_page_of_people(login: Login, station_user: User) -> None:
    reduction = stations.draft_application(station_user, kind=ApplicationKind.SCOPE_REDUCTION)
    assert login(station_user).get(address(reduction)).status_code == 404
