"""What a station is told to look at before it hands a roster in, with the borders of each warning."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, UploadKind
from candidates.rosters.warnings import WarningKind, warnings_of
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


def submitted(item: BatchItem, person: Candidate) -> Enrolment:
    return perform(exam.draft_enrolment(item, person), "submit", actor=person.user)


def found(batch: Batch, *, user: User | None = None) -> list[tuple[str, WarningKind, str]]:
    return [(one.enrolment.candidate.name, one.kind, one.words) for one in warnings_of(batch, user=user)]


@pytest.fixture
def lin_in(item: BatchItem, lin: Candidate) -> Enrolment:
    """林小禾 handed in for 2026-09-01 with the first station."""
    return submitted(item, lin)


@pytest.fixture
def same_day(batch: Batch, management_user: User) -> Batch:
    return exam.beside(batch, management_user)


def test_a_usual_person_gives_no_warning(lin_in: Enrolment) -> None:
    assert found(lin_in.batch) == []


def test_two_batches_of_one_station_on_one_day_are_named(
    lin_in: Enrolment, same_day: Batch, station_user: User
) -> None:
    submitted(same_day.items.get(), lin_in.candidate)
    words = (
        f"2026-09-01 同一天还报名了批次 {same_day.number}（{same_day.station}，数控车工 四级/中级工），"
        "请与考生确认参加哪一场"
    )
    assert found(lin_in.batch, user=station_user) == [("林小禾", WarningKind.SAME_DAY, words)]
    assert [kind for _, kind, _ in found(same_day, user=station_user)] == [WarningKind.SAME_DAY]


def test_another_stations_batch_stays_unnamed_to_a_station_but_not_to_management(
    lin_in: Enrolment,
    other_station: Station,
    station_user: User,
    management_user: User,
) -> None:
    elsewhere = exam.beside(lin_in.batch, management_user, station=other_station)
    submitted(elsewhere.items.get(), lin_in.candidate)
    words = "2026-09-01 同一天还报名了另一考试站的批次，请与考生确认参加哪一场"
    assert found(lin_in.batch, user=station_user) == [("林小禾", WarningKind.SAME_DAY, words)]
    assert found(lin_in.batch) == [("林小禾", WarningKind.SAME_DAY, words)]
    assert str(elsewhere.number) in found(lin_in.batch, user=management_user)[0][2]


def test_the_next_day_is_another_day(lin_in: Enrolment, management_user: User) -> None:
    next_day = exam.beside(lin_in.batch, management_user, exam_date=date(2026, 9, 2))
    submitted(next_day.items.get(), lin_in.candidate)
    assert found(lin_in.batch) == []


def test_a_draft_and_a_return_take_no_place_on_the_other_day(
    lin_in: Enrolment, same_day: Batch, station_user: User
) -> None:
    draft = exam.draft_enrolment(same_day.items.get(), lin_in.candidate)
    assert found(lin_in.batch) == []
    other = perform(draft, "submit", actor=lin_in.candidate.user)
    assert len(found(lin_in.batch)) == 1
    perform(other, "return", actor=station_user, reason="学生证看不清")
    assert found(lin_in.batch) == []


def test_a_cancelled_batch_is_no_exam(lin_in: Enrolment, same_day: Batch, management_user: User) -> None:
    submitted(same_day.items.get(), lin_in.candidate)
    perform(same_day, "cancel", actor=management_user, reason="场地维修")
    assert found(lin_in.batch) == []


def test_a_lapsed_batch_is_no_exam(
    lin_in: Enrolment, same_day: Batch, station_user: User, clock_at: Frozen
) -> None:
    submitted(same_day.items.get(), lin_in.candidate)
    exam.upload(lin_in, UploadKind.STAMPED_FORM)
    stamped = perform(lin_in, "stamp", actor=lin_in.candidate.user)
    perform(stamped, "accept", actor=station_user)
    perform(lin_in.batch, "submit_roster", actor=station_user)
    assert len(found(lin_in.batch)) == 1
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    assert found(lin_in.batch) == []


def test_a_subject_that_has_nothing_to_do_with_the_trade(lin_in: Enrolment) -> None:
    Enrolment.objects.filter(pk=lin_in.pk).update(subject="学前教育")
    ((name, kind, words),) = found(lin_in.batch)
    assert (name, kind) == ("林小禾", WarningKind.SUBJECT)
    assert words == "所学专业“学前教育”与申报工种“数控车工”看起来不对口，请与学生证核对（服务指南 4.7-1）"


def test_only_students_have_a_subject_to_compare(lin_in: Enrolment) -> None:
    Enrolment.objects.filter(pk=lin_in.pk).update(subject="学前教育")
    Batch.objects.filter(pk=lin_in.batch_id).update(candidate_type="in_service")
    assert found(Batch.objects.get(pk=lin_in.batch_id)) == []


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2010, 9, 2), "考试当日 15 周岁，未满 16 周岁，请核对出生日期（服务指南 4.3-2）"),
        (date(2010, 9, 1), None),
        (date(1965, 9, 2), None),
        (date(1965, 9, 1), "考试当日 61 周岁，请核对出生日期"),
    ],
)
def test_an_age_below_sixteen_or_above_sixty_is_odd(lin_in: Enrolment, born: date, words: str | None) -> None:
    Candidate.objects.filter(pk=lin_in.candidate_id).update(birth_date=born)
    assert [sentence for _, _, sentence in found(lin_in.batch)] == ([words] if words else [])


def test_every_advice_on_the_portrait_is_passed_on(lin_in: Enrolment) -> None:
    lin_in.uploads.filter(kind=UploadKind.PHOTO).update(advice="背景偏暗。\n照片偏小。")
    lin_in.uploads.filter(kind=UploadKind.ID_FRONT).update(advice="不是照片的事。")
    assert found(lin_in.batch) == [
        ("林小禾", WarningKind.PORTRAIT, "照片：背景偏暗"),
        ("林小禾", WarningKind.PORTRAIT, "照片：照片偏小"),
    ]


def test_nobody_is_warned_of_who_was_rejected(lin_in: Enrolment, station_user: User) -> None:
    Enrolment.objects.filter(pk=lin_in.pk).update(subject="学前教育")
    perform(lin_in, "reject", actor=station_user, reason="不符合条件")
    assert found(lin_in.batch) == []


def test_warnings_stand_on_the_page_on_the_tab_and_beside_the_name(
    login: Login, lin_in: Enrolment, station_user: User
) -> None:
    Enrolment.objects.filter(pk=lin_in.pk).update(subject="学前教育")
    response = login(station_user).get(f"/candidates/roster/{lin_in.batch_id}/")
    page = response.content.decode()
    assert "请留意 1 条提示" in page
    assert f'<a href="/candidates/{lin_in.pk}/">1 林小禾</a>：所学专业“学前教育”' in page
    assert '1<span class="visually-hidden"> 人有提示</span>' in page
    assert page.count("专业不对口") == 1
    assert response.context["tabs"][1] == ("submitted", "待上传盖章表", 1, 1)


def test_the_page_that_hands_the_roster_in_says_it_again(
    login: Login, item: BatchItem, lin: Candidate, station_user: User
) -> None:
    enrolment = exam.accepted_enrolment(item, lin)
    Enrolment.objects.filter(pk=enrolment.pk).update(subject="学前教育")
    address = f"/batches/{item.batch_id}/submit_roster/"
    page = login(station_user).get(address).content.decode()
    assert "花名册上共 <strong>1 人</strong>" in page
    assert "提交前请再核对（不影响提交）" in page
    assert login(station_user).post(address).status_code == 302


def test_thirty_people_take_as_many_queries_as_one(
    item: BatchItem,
    same_day: Batch,
    lin_in: Enrolment,
    station_user: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    submitted(same_day.items.get(), lin_in.candidate)
    with CaptureQueriesContext(connection) as one:
        warnings_of(lin_in.batch, user=station_user)
    for number in range(29):
        person = people.candidate(f"练习{number}")
        submitted(item, person)
        submitted(same_day.items.get(), person)
    with django_assert_num_queries(len(one)):
        assert len(warnings_of(lin_in.batch, user=station_user)) == 30
