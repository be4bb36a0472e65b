"""What the centre's approval of an examiner application writes."""

from datetime import date, timedelta

import pytest
from django.conf import LazySettings

from accounts.models import User
from examiners.models import (
    ApplicationSubject,
    Examiner,
    ExaminerApplicationStatus,
    Grade,
    Manager,
    SoughtGrade,
    TrainingResult,
)
from examiners.rules.trained import training_missing
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.examiners.approving import TODAY, approved, checked, submitted, trained
from tests.factories import exam, stations
from tests.factories.catalog import TradeFactory
from tests.factories.examiners import complete_application
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade, "54321")
    return trade


def test_an_approved_person_stands_in_the_roster_from_that_day_on(
    station: Station, turning: Trade, station_user: User, management_user: User, centre_user: User
) -> None:
    application = complete_application(station_user, taught_classes="数控 2301 班")
    done = approved(application, management=management_user, centre=centre_user)
    examiner = Examiner.objects.get()
    assert done.examiner == examiner
    assert (examiner.station, examiner.person_name, examiner.grade) == (station, "周明远", Grade.EXAMINER)
    assert (examiner.certificate_number, examiner.appointed_on) == ("KP202600001", TODAY)
    assert (examiner.valid_from, examiner.valid_to) == (TODAY, date(2029, 6, 9))
    assert (examiner.phone, examiner.email) == ("13900000002", "zhou@example.com")
    assert examiner.taught_classes == "数控 2301 班"
    assert list(examiner.trades.all()) == [turning]
    event = history_of(examiner).get()
    assert (event.sentence, event.actor) == ("经批准登记为考评员", centre_user)
    assert "13900000002" not in str(event.changes)
    assert verify() == []


@pytest.mark.usefixtures("turning")
def test_the_application_leads_to_the_examiner_while_it_is_ones_own(
    station_user: User, management_user: User, centre_user: User, other_station: Station, login: Login
) -> None:
    done = approved(complete_application(station_user), management=management_user, centre=centre_user)
    examiner, client = Examiner.objects.get(), login(station_user)
    link = f'<a href="{examiner.get_absolute_url()}">周明远</a>'
    assert link in client.get(done.get_absolute_url()).text
    Examiner.objects.update(station=other_station)
    assert link not in client.get(done.get_absolute_url()).text


def test_a_second_approval_writes_nothing(
    station_user: User, management_user: User, centre_user: User
) -> None:
    waiting = checked(complete_application(station_user), management=management_user)
    perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    with pytest.raises(StaleError, match="已由他人处理"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert Examiner.objects.count() == 1


def test_the_same_person_is_not_registered_twice(
    station_user: User, management_user: User, centre_user: User, other_station_user: User
) -> None:
    first = complete_application(station_user)
    trained(first)
    second = complete_application(other_station_user, number=first.document_number)
    trained(second)
    waiting = checked(first, management=management_user)
    perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    second.submitted_at = exam.noon(TODAY)
    second._move_to(ExaminerApplicationStatus.CHECKED)
    with pytest.raises(BlockedError, match="已是在册的考评员（KP202600001）"):
        perform(second, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert Examiner.objects.count() == 1


def test_a_number_that_was_typed_before_is_passed_over(
    station: Station, station_user: User, management_user: User, centre_user: User
) -> None:
    exam.examiner(station, "李考评", certificate_number="KP202600001")
    approved(complete_application(station_user), management=management_user, centre=centre_user)
    assert Examiner.objects.get(person_name="周明远").certificate_number == "KP202600002"


def test_number_and_term_are_settings(
    station_user: User, management_user: User, centre_user: User, settings: LazySettings
) -> None:
    settings.EXAMINER_NUMBER_PATTERN, settings.EXAMINER_YEARS = "机考{year}-{serial:03d}", 2
    approved(complete_application(station_user), management=management_user, centre=centre_user)
    examiner = Examiner.objects.get()
    assert (examiner.certificate_number, examiner.valid_to) == ("机考2026-001", date(2028, 6, 9))


def test_a_manager_goes_to_the_managers(
    station: Station, station_user: User, management_user: User, centre_user: User
) -> None:
    application = complete_application(station_user, sought=SoughtGrade.MANAGER)
    approved(application, management=management_user, centre=centre_user)
    manager = Manager.objects.get()
    assert (manager.station, manager.person_name, manager.certificate_number, manager.valid_to) == (
        station,
        "周明远",
        "GL202600001",
        date(2029, 6, 9),
    )
    assert not Examiner.objects.exists()
    again = complete_application(station_user, sought=SoughtGrade.MANAGER)
    with pytest.raises(BlockedError, match="已是该站在册的管理人员"):
        approved(again, management=management_user, centre=centre_user)


def test_a_promotion_keeps_number_and_term(
    station: Station, turning: Trade, station_user: User, management_user: User, centre_user: User
) -> None:
    li = exam.examiner(station, "李考评", turning, appointed_on=date(2025, 1, 1))
    application = complete_application(
        station_user,
        "李考评",
        trades=[turning],
        subject=ApplicationSubject.PROMOTION,
        examiner=li,
        sought=SoughtGrade.SENIOR,
        skill_level=1,
        examiner_since=date(2025, 1, 1),
    )
    approved(application, management=management_user, centre=centre_user)
    promoted = Examiner.objects.get()
    assert (promoted.pk, promoted.grade) == (li.pk, Grade.SENIOR)
    assert (promoted.certificate_number, promoted.valid_to) == (li.certificate_number, li.valid_to)
    event = history_of(promoted).get()
    assert (event.sentence, event.changes) == ("经批准晋升为高级考评员", {"类别": ["考评员", "高级考评员"]})


def test_other_trades_need_no_training_and_replace_those_held(
    station: Station, turning: Trade, station_user: User, management_user: User, centre_user: User
) -> None:
    milling = TradeFactory.create()
    exam.scope(station, milling)
    li = exam.examiner(station, "李考评", turning)
    application = complete_application(
        station_user, "李考评", trades=[milling], subject=ApplicationSubject.TRADES, examiner=li
    )
    at = exam.noon(TODAY)
    waiting = perform(submitted(application), "check", actor=management_user, at=at, reason="同意")
    perform(waiting, "approve", actor=centre_user, at=at, reason="同意")
    assert list(li.trades.all()) == [milling]
    assert history_of(li).get().changes == {"工种": [turning.code_and_name, milling.code_and_name]}


def test_who_was_dismissed_or_moved_meanwhile_is_not_changed(
    station: Station, other_station: Station, turning: Trade, station_user: User, centre_user: User
) -> None:
    li = exam.examiner(station, "李考评", turning)
    application = complete_application(
        station_user, "李考评", trades=[turning], subject=ApplicationSubject.TRADES, examiner=li
    )
    application.submitted_at = exam.noon(TODAY)
    application._move_to(ExaminerApplicationStatus.CHECKED)
    for fact, sentence in (
        ({"station": other_station}, "已调往其他考试站"),
        ({"station": station, "ended_on": TODAY}, "资格已终止"),
    ):
        Examiner.objects.filter(pk=li.pk).update(**fact)
        with pytest.raises(BlockedError, match=sentence):
            perform(application, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")


def test_a_schools_people_wait_for_its_station(management_user: User, centre_user: User) -> None:
    school = stations.applicant(management=management_user.organisation)
    person = complete_application(school, sought=SoughtGrade.MANAGER)
    waiting = checked(person, management=management_user)
    with pytest.raises(BlockedError, match="还没有获批建立考试站"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert not Manager.objects.exists()


@pytest.mark.parametrize(
    ("sought", "training", "result", "days", "counts"),
    [
        ("examiner", "examiner", TrainingResult.PASSED, 0, True),
        ("examiner", "examiner", TrainingResult.PASSED, 365, True),
        ("examiner", "examiner", TrainingResult.PASSED, 366, False),
        ("examiner", "examiner", TrainingResult.FAILED, 0, False),
        ("examiner", "examiner", TrainingResult.ABSENT, 0, False),
        ("examiner", "examiner", TrainingResult.PENDING, 0, False),
        ("examiner", "senior", TrainingResult.PASSED, 0, True),
        ("examiner", "manager", TrainingResult.PASSED, 0, False),
        ("senior", "examiner", TrainingResult.PASSED, 0, False),
        ("senior", "senior", TrainingResult.PASSED, 0, True),
        ("manager", "senior", TrainingResult.PASSED, 0, False),
        ("manager", "manager", TrainingResult.PASSED, 0, True),
    ],
)
def test_which_training_counts(
    *, station_user: User, sought: str, training: str, result: TrainingResult, days: int, counts: bool
) -> None:
    application = complete_application(station_user, sought=sought)
    trained(application, on=TODAY - timedelta(days=days), sought=training, result=result)
    missing = list(training_missing(application, on=TODAY))
    assert (missing == []) is counts


def test_a_training_counts_for_the_same_person_of_the_same_unit_alone(
    station_user: User, other_station_user: User
) -> None:
    before = complete_application(station_user)
    before._move_to(ExaminerApplicationStatus.REJECTED)
    trained(before)
    same = complete_application(station_user, number=before.document_number)
    elsewhere = complete_application(other_station_user, number=before.document_number)
    somebody = complete_application(station_user, "郑立新")
    missing = [bool(list(training_missing(one, on=TODAY))) for one in (same, elsewhere, somebody)]
    assert missing == [False, True, True]


def test_without_a_training_the_check_says_so(station_user: User, management_user: User) -> None:
    waiting = submitted(complete_application(station_user))
    with pytest.raises(BlockedError, match=r"没有合格的考评员培训结果（服务指南 2\.3）"):
        perform(waiting, "check", actor=management_user, at=exam.noon(TODAY), reason="同意")
