"""Who can be entered for a training, until when, and how many."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from examiners.models import SoughtGrade, Training, TrainingEntry, TrainingResult
from examiners.services.drafting import discard
from examiners.services.training_entries import enter_people, withdraw_entry
from examiners.services.training_facts import TrainingFacts
from examiners.services.trainings import change_training, open_training
from examiners.trainings import TrainingState, in_state, state_of
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, stations, trainings
from tests.factories.examiners import draft_application
from workflow.audit import history_of, verify
from workflow.lifecycle import available_transitions, perform

pytestmark = pytest.mark.django_db

LAST_INSTANT = datetime(2026, 6, 10, 23, 59, 59, 999999, SHANGHAI)
FIRST_TOO_LATE = datetime(2026, 6, 11, 0, 0, 0, 0, SHANGHAI)
DURING = exam.noon(trainings.ENDS_ON)
FACTS = TrainingFacts(**trainings.FACTS)


@pytest.fixture
def course(management_user: User) -> Training:
    return trainings.training(management_user)


def refusals(blocked: "pytest.ExceptionInfo[BlockedError]") -> list[str]:
    return [str(problem) for problem in blocked.value.problems]


# --- opening and changing ---


def test_numbers_run_through_the_year_of_the_first_day(management_user: User) -> None:
    first, second = (trainings.training(management_user) for _ in range(2))
    next_year = trainings.training(management_user, starts_on=date(2027, 1, 5), ends_on=date(2027, 1, 6))
    assert [one.number for one in (first, second, next_year)] == ["PX2026001", "PX2026002", "PX2027001"]
    assert [event.sentence for event in history_of(first)] == ["开设了培训认证班"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"ends_on": date(2026, 6, 14)}, "结班日期 2026-06-14 早于开班日期 2026-06-15。请核对日期。"),
        (
            {"enrol_until": date(2026, 6, 16)},
            "报名截止 2026-06-16 晚于开班日期 2026-06-15。报名最晚在开班当日截止。",
        ),
        ({"enrol_until": date(2026, 4, 30)}, "报名截止 2026-04-30 已经过去。请填写今天或以后的日期。"),
        ({"capacity": 0}, "名额至少 1 人。请调整名额。"),
        ({"capacity": 1000}, "名额最多 999 人。请分班举办。"),
    ],
)
def test_dates_and_places_that_cannot_be_are_refused(
    facts: dict[str, object], said: str, management_user: User
) -> None:
    with pytest.raises(BlockedError) as blocked:
        trainings.training(management_user, **facts)
    assert refusals(blocked) == [said]


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": trainings.STARTS_ON},
        {"enrol_until": trainings.STARTS_ON},
        {"enrol_until": trainings.ANNOUNCED},
    ],
)
def test_one_day_and_a_last_day_on_either_border_are_fine(
    facts: dict[str, object], management_user: User
) -> None:
    assert trainings.training(management_user, **facts).pk


def test_only_management_opens_trainings(station_user: User, centre_user: User) -> None:
    for user in (station_user, centre_user):
        with pytest.raises(PermissionDenied):
            open_training(facts=FACTS, actor=user, at=exam.noon(trainings.ANNOUNCED))


def test_a_change_is_recorded_with_old_and_new(course: Training, management_user: User) -> None:
    facts = replace(FACTS, place="线上会议 901", is_online=True)
    change_training(training=course, facts=facts, actor=management_user, at=LAST_INSTANT)
    assert history_of(course).latest("pk").changes == {
        "线上培训": ["否", "是"],
        "地点或线上入口": ["练习市示例路 1 号报告厅", "线上会议 901"],
    }


def test_people_who_are_entered_fix_what_the_training_is_for_and_its_least_size(
    course: Training, management_user: User, station_user: User
) -> None:
    people = [draft_application(station_user, name) for name in ("周明远", "吴静")]
    trainings.entered(course, *people, user=station_user)
    facts = replace(FACTS, sought=SoughtGrade.SENIOR, capacity=1)
    with pytest.raises(BlockedError) as blocked:
        change_training(training=course, facts=facts, actor=management_user, at=LAST_INSTANT)
    assert refusals(blocked) == [
        "已有 2 人报名，名额不能少于 2 人。请调整名额。",
        "已有 2 人按“考评员”报名，不能更改培训对象。请另开班次。",
    ]
    change_training(
        training=course, facts=replace(FACTS, capacity=2), actor=management_user, at=FIRST_TOO_LATE
    )


# --- the last day ---


def test_the_last_day_counts_to_its_end(course: Training, station_user: User) -> None:
    zhou, wu = (draft_application(station_user, name) for name in ("周明远", "吴静"))
    (entry,) = enter_people(training=course, applications=[zhou], actor=station_user, at=LAST_INSTANT)
    assert entry.entered_at == LAST_INSTANT
    with pytest.raises(BlockedError) as blocked:
        enter_people(training=course, applications=[wu], actor=station_user, at=FIRST_TOO_LATE)
    assert refusals(blocked) == [
        "本班报名已于 2026-06-10 24:00 截止（服务指南 2.3）。请另报其他班次，或联系管理站。"
    ]


def test_an_entry_can_be_withdrawn_to_the_end_of_the_last_day(course: Training, station_user: User) -> None:
    zhou, wu = (draft_application(station_user, name) for name in ("周明远", "吴静"))
    first, second = trainings.entered(course, zhou, wu, user=station_user)
    withdraw_entry(entry=first, actor=station_user, at=LAST_INSTANT)
    with pytest.raises(BlockedError):
        withdraw_entry(entry=second, actor=station_user, at=FIRST_TOO_LATE)
    assert list(TrainingEntry.objects.all()) == [second]
    assert [event.sentence for event in history_of(zhou)] == [
        f"报名了 {course}",
        f"撤销了{course}的报名",
    ]
    assert verify() == []


def test_the_state_changes_with_the_day(course: Training) -> None:
    last, after = LAST_INSTANT.date(), FIRST_TOO_LATE.date()
    assert (state_of(course, on=last), state_of(course, on=after)) == ("entering", "shut")
    for day, state in ((last, TrainingState.ENTERING), (after, TrainingState.SHUT)):
        found = {one for one in TrainingState if Training.objects.filter(in_state(one, on=day)).exists()}
        assert found == {state}


# --- places ---


def test_the_last_place_can_be_taken_and_no_more(management_user: User, station_user: User) -> None:
    course = trainings.training(management_user, capacity=2)
    zhou, wu, zheng = (draft_application(station_user, name) for name in ("周明远", "吴静", "郑凯"))
    with pytest.raises(BlockedError) as blocked:
        trainings.entered(course, zhou, wu, zheng, user=station_user)
    assert refusals(blocked) == ["本班名额 2 人，只剩 2 个名额，本次选了 3 人。请减少人员，或另报其他班次。"]
    assert not TrainingEntry.objects.exists()
    first, _ = trainings.entered(course, zhou, wu, user=station_user)
    with pytest.raises(BlockedError) as blocked:
        trainings.entered(course, zheng, user=station_user)
    assert refusals(blocked) == ["本班名额 2 人，已经报满。请减少人员，或另报其他班次。"]
    withdraw_entry(entry=first, actor=station_user, at=LAST_INSTANT)
    trainings.entered(course, zheng, user=station_user)


# --- who ---


@pytest.mark.parametrize("sought", SoughtGrade)
@pytest.mark.parametrize("held_for", SoughtGrade)
def test_a_training_takes_those_who_seek_what_it_is_for(
    sought: SoughtGrade, held_for: SoughtGrade, management_user: User, station_user: User
) -> None:
    course = trainings.training(management_user, sought=held_for)
    zhou = draft_application(station_user, sought=sought)
    if sought == held_for:
        assert trainings.entered(course, zhou, user=station_user)
        return
    with pytest.raises(BlockedError) as blocked:
        trainings.entered(course, zhou, user=station_user)
    assert refusals(blocked) == [
        f"周明远申报的是{sought.label}，本班培训{held_for.label}（服务指南 2.3）。请改报对应的班次。"
    ]


@pytest.mark.parametrize("status", ["approved", "rejected"])
def test_an_application_that_has_ended_is_refused(status: str, course: Training, station_user: User) -> None:
    zhou = draft_application(station_user, status=status)
    with pytest.raises(BlockedError) as blocked:
        trainings.entered(course, zhou, user=station_user)
    assert refusals(blocked) == ["周明远的申报已办结。请选择正在办理的申报。"]


def test_nobody_is_entered_twice(course: Training, station_user: User) -> None:
    zhou = draft_application(station_user)
    trainings.entered(course, zhou, user=station_user)
    with pytest.raises(BlockedError) as blocked:
        trainings.entered(course, zhou, user=station_user)
    assert refusals(blocked) == ["周明远已报名本班。请取消勾选，不必重复报名。"]


def test_people_of_another_station_can_neither_be_entered_nor_withdrawn(
    course: Training, station_user: User, other_station_user: User
) -> None:
    theirs = draft_application(other_station_user, "冯涛")
    with pytest.raises(Http404):
        trainings.entered(course, theirs, user=station_user)
    (entry,) = trainings.entered(course, theirs, user=other_station_user)
    with pytest.raises(Http404):
        withdraw_entry(entry=entry, actor=station_user, at=LAST_INSTANT)


def test_a_school_that_applies_enters_its_people(
    course: Training, station: Station, management_user: User
) -> None:
    school = stations.applicant(management=management_user.organisation)
    assert trainings.entered(course, draft_application(school), user=school)
    elsewhere = stations.applicant("练习另一学院")
    with pytest.raises(Http404):
        trainings.entered(course, draft_application(elsewhere), user=elsewhere)


# --- ending it ---


def test_it_closes_when_everybody_has_a_result(
    course: Training, management_user: User, station_user: User
) -> None:
    with pytest.raises(BlockedError, match="本班没有人员报名"):
        perform(course, "close", actor=management_user, at=DURING)
    people = [draft_application(station_user, name) for name in ("周明远", "吴静")]
    first, second = trainings.entered(course, *people, user=station_user)
    trainings.decided(first, management_user)
    with pytest.raises(BlockedError, match="还有 1 人没有登记结果"):
        perform(course, "close", actor=management_user, at=DURING)
    trainings.decided(second, management_user, TrainingResult.ABSENT)
    assert perform(course, "close", actor=management_user, at=DURING).status == "closed"


def test_one_with_results_is_not_cancelled(
    course: Training, management_user: User, station_user: User
) -> None:
    (entry,) = trainings.entered(course, draft_application(station_user), user=station_user)
    trainings.decided(entry, management_user)
    with pytest.raises(BlockedError, match="已登记 1 人的结果，不能取消"):
        perform(course, "cancel", actor=management_user, at=DURING, reason="场地停用")


@pytest.mark.django_db(transaction=True)
def test_the_stations_learn_by_mail_that_it_is_cancelled(
    course: Training, management_user: User, station_user: User, other_station_user: User
) -> None:
    trainings.entered(course, draft_application(station_user), user=station_user)
    trainings.entered(course, draft_application(other_station_user, "冯涛"), user=other_station_user)
    perform(course, "cancel", actor=management_user, at=LAST_INSTANT, reason="场地停用")
    told = {message.to[0]: message.body for message in mail.outbox}
    assert sorted(told) == ["49284901@example.invalid", "49284902@example.invalid"]
    assert "场地停用" in told["49284901@example.invalid"]
    assert "周明远" in told["49284901@example.invalid"]
    assert "冯涛" not in told["49284901@example.invalid"]


@pytest.mark.parametrize("ending", ["close", "cancel"])
def test_once_over_nothing_changes_any_more(ending: str, management_user: User, station_user: User) -> None:
    """The last day for entries is the first of the training, so that entries and results overlap."""
    course = trainings.training(management_user, enrol_until=trainings.STARTS_ON)
    zhou, wu = (draft_application(station_user, name) for name in ("周明远", "吴静"))
    (entry,) = trainings.entered(course, zhou, user=station_user)
    at = exam.noon(trainings.STARTS_ON)
    if ending == "close":
        trainings.decided(entry, management_user, on=trainings.STARTS_ON)
    course = perform(course, ending, actor=management_user, at=at, reason="场地停用")
    said = f"本班{course.get_status_display()}，不能再更改"
    with pytest.raises(BlockedError, match=said):
        trainings.entered(course, wu, user=station_user)
    with pytest.raises(BlockedError, match=said):
        withdraw_entry(entry=entry, actor=station_user, at=at)
    with pytest.raises(BlockedError, match=said):
        trainings.decided(entry, management_user, TrainingResult.FAILED, on=trainings.STARTS_ON)
    with pytest.raises(BlockedError, match=said):
        change_training(training=course, facts=replace(FACTS, title="另一名称"), actor=management_user, at=at)
    assert available_transitions(course, management_user, at=at) == []


def test_somebody_with_a_result_stays_entered(management_user: User, station_user: User) -> None:
    course = trainings.training(management_user, enrol_until=trainings.STARTS_ON)
    (entry,) = trainings.entered(course, draft_application(station_user), user=station_user)
    entry = trainings.decided(entry, management_user, on=trainings.STARTS_ON)
    with pytest.raises(BlockedError) as blocked:
        withdraw_entry(entry=entry, actor=station_user, at=exam.noon(trainings.STARTS_ON))
    assert refusals(blocked) == ["周明远的结果已登记为合格，不能撤销报名。请联系管理站核对。"]


def test_instants_are_judged_in_shanghai(course: Training, station_user: User) -> None:
    """16:00 UTC is midnight in Shanghai."""
    zhou = draft_application(station_user)
    midnight = FIRST_TOO_LATE.astimezone(tz=None)
    with pytest.raises(BlockedError):
        enter_people(training=course, applications=[zhou], actor=station_user, at=midnight)
    before = midnight - timedelta(microseconds=1)
    assert enter_people(training=course, applications=[zhou], actor=station_user, at=before)


def test_a_draft_is_given_up_until_its_training_has_a_result(
    course: Training, station_user: User, management_user: User
) -> None:
    zhou, wu = (draft_application(station_user, name) for name in ("周明远", "吴静"))
    _, entry = trainings.entered(course, zhou, wu, user=station_user)
    discard(application=zhou, actor=station_user)
    assert list(course.entries.all()) == [entry]
    trainings.decided(entry, management_user, TrainingResult.FAILED)
    with pytest.raises(BlockedError) as blocked:
        discard(application=wu, actor=station_user)
    assert refusals(blocked) == [
        "吴静的培训结果已登记，申报不能放弃。请继续填写并提交；不再申报的，留着即可。"
    ]
