"""Examiners whom a station application names by certificate number."""

from datetime import date

import pytest

from accounts.models import Organisation, User
from examiners.models import Examiner
from ostami.problems import BlockedError
from stations.models import ApplicationKind, ApplicationPerson, Station, StationApplication
from tests.factories import exam, stations
from tests.stations.approving import TODAY, of_station
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(station: Station) -> StationApplication:
    """A renewal that names 陈考评 among its examiners."""
    return of_station(station, ApplicationKind.RENEWAL)


def named(application: StationApplication, number: str, name: str = "陈考评") -> None:
    ApplicationPerson.objects.filter(application=application, name=name).update(certificate_number=number)


def refusals(application: StationApplication) -> list[str]:
    login = application.organisation.users.get()
    try:
        perform(application, "submit", actor=login, at=exam.noon(TODAY), reason="同意申报")
    except BlockedError as blocked:
        return [str(problem) for problem in blocked.problems]
    return []


def registered(station: Station, name: str = "陈考评", *, dates: dict[str, date] | None = None) -> Examiner:
    examiner = exam.examiner(station, name)
    for field, day in (dates or {}).items():
        setattr(examiner, field, day)
    examiner.save()
    return examiner


def test_a_valid_examiner_of_the_station_is_accepted_however_the_number_is_typed(
    station: Station, renewal: StationApplication
) -> None:
    number = registered(station).certificate_number
    named(renewal, f" {number.lower()} ")
    assert refusals(renewal) == []


def test_without_a_number_nobody_is_looked_up(renewal: StationApplication) -> None:
    assert refusals(renewal) == []


def test_an_unknown_number_is_named(renewal: StationApplication) -> None:
    named(renewal, "KP990001")
    (refusal,) = refusals(renewal)
    assert refusal == (
        "考评员陈考评的证书编号“KP990001”没有登记。"
        "请核对编号；还没有取得证书的，编号留空，另行办理考评员申报。"
    )


def test_a_number_of_another_station_is_refused_without_telling_whose(
    other_station: Station, renewal: StationApplication
) -> None:
    number = registered(other_station, "别站考评").certificate_number
    named(renewal, number)
    (refusal,) = refusals(renewal)
    assert refusal == (
        f"考评员陈考评的证书编号“{number}”登记在其他考试站，一名考评员只在一个考试站任职"
        "（服务指南 4.5.1-4）。请改报其他人员；确需调入的，先由原考试站办理终止，再留空编号另行申报。"
    )


def test_an_establishment_names_nobody_who_sits_elsewhere(
    management_org: Organisation, station: Station
) -> None:
    school: User = stations.applicant(management=management_org)
    draft = stations.complete_application(school)
    named(draft, registered(station).certificate_number)
    (refusal,) = refusals(draft)
    assert "登记在其他考试站，一名考评员只在一个考试站任职" in refusal


def test_a_number_goes_with_its_name(station: Station, renewal: StationApplication) -> None:
    number = registered(station, "陈别名").certificate_number
    named(renewal, number)
    assert refusals(renewal) == [
        f"证书编号“{number}”登记的考评员是陈别名，与所填姓名“陈考评”不符。请核对姓名和编号。"
    ]


def test_one_number_counts_for_one_person(station: Station, renewal: StationApplication) -> None:
    number = registered(station).certificate_number
    named(renewal, number)
    ApplicationPerson.objects.filter(application=renewal, name="褚考评").update(
        name="陈考评", certificate_number=number
    )
    assert refusals(renewal) == [
        f"证书编号“{number}”填写给了 2 名考评员（服务指南 2.1.2）。每名考评员只能登记一次。"
    ]


@pytest.mark.parametrize(
    ("dates", "accepted"),
    [
        ({"valid_to": TODAY}, True),
        ({"valid_to": date(2026, 6, 9)}, False),
        ({"valid_from": date(2026, 6, 11)}, False),
        ({"ended_on": TODAY}, False),
        ({"ended_on": date(2026, 6, 11)}, True),
    ],
)
def test_the_appointment_holds_on_the_day_of_submission(
    station: Station, renewal: StationApplication, dates: dict[str, date], *, accepted: bool
) -> None:
    named(renewal, registered(station, dates=dates).certificate_number)
    told = refusals(renewal)
    assert (told == []) is accepted
    if not accepted:
        assert told[0].startswith("考评员陈考评的资格不在有效期内（")


def test_an_appointment_that_ended_while_the_application_waited_stops_the_approval(
    station: Station,
    station_user: User,
    management_user: User,
    centre_user: User,
    renewal: StationApplication,
) -> None:
    examiner = registered(station)
    named(renewal, examiner.certificate_number)
    at = exam.noon(TODAY)
    waiting = perform(renewal, "submit", actor=station_user, at=at, reason="同意申报")
    waiting = perform(waiting, "endorse", actor=management_user, at=at, reason="同意推荐")
    examiner.ended_on = TODAY
    examiner.save()
    with pytest.raises(BlockedError, match="考评员陈考评的资格不在有效期内"):
        perform(waiting, "approve", actor=centre_user, at=at, reason="同意")
