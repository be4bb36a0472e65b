"""Who passed one paper alone comes again for the other one."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from candidates.scores import scores_of as published_scores
from exams.models import Attendance, AttendanceState, CarriedScore, Result
from exams.publishing.carrying import offers, passed_alone
from exams.publishing.granting import end_carried, grant_carried
from exams.scores import Scores
from exams.selectors import examined, scored
from exams.services import ScoreEntry, record_scores
from ostami.policy import carried_until
from ostami.problems import BlockedError
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, publishing, results
from workflow.audit import history_of
from workflow.lifecycle import perform

REVIEW = exam.noon(date(2027, 1, 20))
ROSTER = exam.noon(date(2027, 2, 10))
PEOPLE: dict[str, publishing.Scores] = {
    "林若溪": ("85", "55"),
    "陈一鸣": (None, "90"),
    "买买提·艾力": ("70", "80"),
    "赵两科": ("59.5", "50"),
}


@pytest.fixture
def first(station: Station, management_user: User) -> Batch:
    return results.approved(station, management_user, PEOPLE)


@pytest.fixture
def later(first: Batch, management_user: User) -> Batch:
    return publishing.later_batch(first, management_user)


@pytest.fixture
def lin(first: Batch, later: Batch) -> Enrolment:
    return publishing.again(later, examined(first)[0].candidate)


def granted(enrolment: Enrolment, actor: User, at: datetime = REVIEW) -> CarriedScore:
    (offer,) = offers(enrolment)
    return grant_carried(enrolment=enrolment, source=offer.source, actor=actor, at=at)


@pytest.mark.parametrize(
    ("theory", "practical", "kind"),
    [
        ("60", "59.5", "theory"),
        ("59.5", "60", "practical"),
        ("60", None, "theory"),
        (None, "60", "practical"),
        ("60", "60", None),
        ("59.5", "59.5", None),
        (None, "59.5", None),
        (None, None, None),
    ],
)
def test_exactly_one_passed_paper_is_carried(
    theory: str | None, practical: str | None, kind: str | None
) -> None:
    scores = Scores(
        Decimal(theory) if theory else None,
        Decimal(practical) if practical else None,
        theory_absent=theory is None,
        practical_absent=practical is None,
    )
    assert passed_alone(scores) == kind


def test_a_year_is_kept_to_the_day() -> None:
    assert carried_until(date(2026, 9, 1), days=365) == date(2027, 9, 1)
    assert carried_until(date(2027, 9, 1), days=365) == date(2028, 8, 31)


def test_offers_are_of_the_own_published_exam_of_the_trade_and_level(
    first: Batch, later: Batch, management_user: User
) -> None:
    found = {}
    for before in examined(first):
        offered = offers(publishing.again(later, before.candidate))
        found[before.candidate.name] = [(one.kind, one.score, one.source) for one in offered]
    people = {one.candidate.name: one for one in examined(first)}
    assert found == {
        "林若溪": [("theory", Decimal(85), people["林若溪"])],
        "陈一鸣": [("practical", Decimal(90), people["陈一鸣"])],
        "买买提·艾力": [],
        "赵两科": [],
    }


@pytest.mark.parametrize(("exam_date", "count"), [(date(2027, 9, 1), 1), (date(2027, 9, 2), 0)])
def test_a_year_after_the_exam_nothing_is_offered(
    first: Batch, management_user: User, exam_date: date, count: int
) -> None:
    batch = publishing.later_batch(first, management_user, exam_date=exam_date)
    enrolment = exam.draft_enrolment(batch.items.get(), examined(first)[0].candidate)
    assert len(offers(enrolment)) == count


def test_the_setting_may_carry_nothing(lin: Enrolment, settings: LazySettings) -> None:
    settings.CARRY_DAYS = 0
    assert offers(lin) == []


def test_misconduct_carries_nothing(first: Batch, lin: Enrolment, station_user: User) -> None:
    Attendance.objects.create(
        enrolment=examined(first)[0],
        kind="practical",
        state=AttendanceState.MISCONDUCT,
        note="冒名顶替",
        recorded_by=station_user,
        recorded_at=REVIEW,
    )
    assert offers(lin) == []


def test_the_carried_score_is_entered_with_the_roster_and_stays(
    lin: Enrolment, later: Batch, station_user: User
) -> None:
    granted(lin, station_user)
    assert not Result.objects.filter(enrolment=lin).exists()
    batch = perform(later, "submit_roster", actor=station_user, at=ROSTER)
    assert Result.objects.get(enrolment=lin).scores == Scores(theory=Decimal(85))
    assert scored(batch) == 0
    at = results.exam_noon(batch)
    entry = ScoreEntry(lin.pk, Scores(Decimal(90), Decimal(70)))
    with pytest.raises(BlockedError, match="保留成绩"):
        record_scores(batch=batch, actor=station_user, entries=[entry], at=at)
    entry = ScoreEntry(lin.pk, Scores(Decimal(85), Decimal(70)))
    record_scores(batch=batch, actor=station_user, entries=[entry], at=at)
    assert scored(batch) == 1
    assert Result.objects.get(enrolment=lin).grade == "合格"


def test_it_is_said_wherever_the_score_is_published(
    lin: Enrolment, later: Batch, station_user: User, management_user: User
) -> None:
    granted(lin, station_user)
    batch = perform(later, "submit_roster", actor=station_user, at=ROSTER)
    at = results.exam_noon(batch)
    with time_machine.travel(at):
        entry = ScoreEntry(lin.pk, Scores(Decimal(85), Decimal(70)))
        record_scores(batch=batch, actor=station_user, entries=[entry], at=at)
        submitted = perform(exam.ready(batch), "submit_results", actor=station_user)
        perform(submitted, "approve_results", actor=management_user)
    assert published_scores(examined(batch)[0]) == ("85（保留成绩）", "70", "合格")


def test_a_failed_make_up_carries_by_the_exam_in_which_the_score_was_earned(
    first: Batch, lin: Enrolment, later: Batch, station_user: User, management_user: User
) -> None:
    granted(lin, station_user)
    batch = perform(later, "submit_roster", actor=station_user, at=ROSTER)
    at = results.exam_noon(batch)
    with time_machine.travel(at):
        entry = ScoreEntry(lin.pk, Scores(Decimal(85), Decimal(40)))
        record_scores(batch=batch, actor=station_user, entries=[entry], at=at)
        submitted = perform(exam.ready(batch), "submit_results", actor=station_user)
        perform(submitted, "approve_results", actor=management_user)
    plan = later.items.get().plan_item.plan
    third = exam.approved_batch(
        first.station,
        management_user,
        exam.plan_item(plan, trade=lin.batch_item.trade),
        exam_date=date(2027, 8, 1),
    )
    enrolment = exam.draft_enrolment(third.items.get(), lin.candidate)
    assert [one.source.batch for one in offers(enrolment)] == [first]


def test_granting_is_the_stations_and_done_before_the_exam(
    lin: Enrolment, later: Batch, station_user: User, other_station_user: User, management_user: User
) -> None:
    for actor, error in ((other_station_user, Http404), (management_user, PermissionDenied)):
        with pytest.raises(error):
            granted(lin, actor)
    with pytest.raises(BlockedError, match="考试当日起不能再核定"):
        granted(lin, station_user, results.exam_noon(later))
    granted(lin, station_user, results.exam_noon(later, -1))
    with pytest.raises(BlockedError, match="已核定保留理论成绩 85 分"):
        granted(lin, station_user)


def test_a_grant_after_the_roster_enters_the_score_and_can_be_taken_back(
    lin: Enrolment, later: Batch, station_user: User
) -> None:
    perform(later, "submit_roster", actor=station_user, at=ROSTER)
    granted(lin, station_user, ROSTER)
    assert Result.objects.get(enrolment=lin).theory == Decimal(85)
    end_carried(enrolment=lin, actor=station_user, at=ROSTER)
    assert not Result.objects.filter(enrolment=lin).exists()
    assert not CarriedScore.objects.exists()
    told = [one.sentence for one in history_of(lin)]
    assert "取消了保留理论成绩 85 分" in told


def test_the_pages_offer_grant_and_name_it(lin: Enrolment, login: Login, station_user: User) -> None:
    address = f"/exams/enrolments/{lin.pk}/carried/"
    with time_machine.travel(REVIEW):
        desk = login(station_user)
        assert address in desk.get(lin.get_absolute_url()).content.decode()
        page = desk.get(address).content.decode()
        assert "理论成绩 85 分" in page
        assert "可保留至 2027-09-01 的考试" in page
        source = offers(lin)[0].source.pk
        assert desk.post(address, {"source": "0"}).status_code == 422
        assert desk.post(address, {"source": source}).status_code == 302
        html = login(lin.candidate.user).get(lin.get_absolute_url()).content.decode()
        assert "您本次为补考，保留理论成绩 85 分" in html
        assert login(station_user).post(f"{address}end/").status_code == 302
    assert not CarriedScore.objects.exists()


@pytest.mark.parametrize(
    ("name", "on", "told"),
    [
        ("林若溪", date(2027, 8, 31), "理论 85 分，已经合格；实操可以补考"),
        ("林若溪", date(2027, 9, 1), None),
        ("陈一鸣", date(2026, 9, 2), "实操 90 分，已经合格；理论可以补考"),
        ("买买提·艾力", date(2026, 9, 2), None),
        ("赵两科", date(2026, 9, 2), None),
    ],
)
def test_a_candidate_is_told_what_can_be_sat_again_and_until_when(
    first: Batch, login: Login, name: str, on: date, told: str | None
) -> None:
    own = first.enrolments.get(candidate__name=name)
    with time_machine.travel(exam.noon(on)):
        page = login(own.candidate.user).get(own.get_absolute_url()).text
    assert (told in page) if told else ("可以补考" not in page)


def test_after_misconduct_nothing_is_said_of_a_make_up(
    first: Batch, login: Login, station_user: User
) -> None:
    own = first.enrolments.get(candidate__name="林若溪")
    Attendance.objects.create(
        enrolment=own,
        kind="practical",
        state=AttendanceState.MISCONDUCT,
        note="夹带",
        recorded_by=station_user,
        recorded_at=exam.noon(exam.EXAM_DATE),
    )
    with time_machine.travel(exam.noon(date(2026, 9, 2))):
        assert "可以补考" not in login(own.candidate.user).get(own.get_absolute_url()).text
