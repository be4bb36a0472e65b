"""The supervision draw: which batches are in the pool, and what is recorded for good."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import models

from accounts.models import OrganisationKind, User
from accounts.rights import Role
from batches.models import Batch
from exams.draw_checking import discrepancies
from exams.draws import lot_digest
from exams.models import DrawnBatch, SupervisionDraw
from exams.services import DrawRequest, draw_batches
from exams.supervised import drawable, people_of, pool
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, people
from tests.factories.supervision import big_batch
from workflow.audit import history_of, verify
from workflow.lifecycle import perform
from workflow.models import AppendOnlyError, AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
NOON = exam.noon(TODAY)
WHOLE = DrawRequest(first_day=TODAY, last_day=date(2026, 12, 31), count=1)

NOTHING_THERE = (
    "考试日期在 2027-01-01 至 2027-01-31 之间没有可抽的批次（服务指南 4.5.1-11）。"
    "可抽的是已批准、80 人以上、未抽中过且未派督导员的批次，请改选日期。"
)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def three(station: Station, other_station: Station, management_user: User) -> list[Batch]:
    """Two batches of one station in September and October, one of another in November."""
    return [
        big_batch(station, management_user, 80, exam_date=date(2026, 9, 1)),
        big_batch(station, management_user, 120, exam_date=date(2026, 10, 1)),
        big_batch(other_station, management_user, 99, exam_date=date(2026, 11, 1)),
    ]


def draw(actor: User, **asked: Any) -> SupervisionDraw:
    return draw_batches(request=replace(WHOLE, **asked), actor=actor, at=NOON)


def in_pool(actor: User) -> list[Batch]:
    return list(pool(actor, first_day=WHOLE.first_day, last_day=WHOLE.last_day, at=NOON))


@pytest.mark.parametrize(("people", "inside"), [(79, False), (80, True), (81, True), (160, True)])
def test_eighty_people_bring_a_batch_into_the_draw(
    station: Station, management_user: User, people: int, *, inside: bool
) -> None:
    batch = big_batch(station, management_user, people)
    assert people_of(batch) == people
    assert (batch in in_pool(management_user)) is inside


def test_once_the_roster_is_in_its_people_count(station: Station, management_user: User) -> None:
    batch = exam.with_roster(big_batch(station, management_user, 99), "林若溪", "陈一鸣")
    assert people_of(batch) == 2
    assert in_pool(management_user) == []


def test_before_the_roster_enrolments_change_nothing(station: Station, management_user: User) -> None:
    batch = big_batch(station, management_user, 180)
    item = batch.items.first()
    assert item
    exam.accepted_enrolment(item, people.candidate("林若溪"))
    exam.accepted_enrolment(item, people.candidate("陈一鸣"))
    assert people_of(batch) == 180


def test_only_exams_that_will_be_held_are_drawn(
    three: list[Batch], station: Station, management_user: User, station_user: User
) -> None:
    exam.draft_batch(station)
    assert in_pool(management_user) == three
    perform(three[1], "cancel", actor=station_user, at=NOON, reason="设备检修")
    assert in_pool(management_user) == [three[0], three[2]]
    lapsed = exam.noon(date(2026, 8, 22))
    assert list(drawable(management_user, at=lapsed)) == [three[2]]


def test_the_range_counts_both_its_days(three: list[Batch], management_user: User) -> None:
    found = pool(management_user, first_day=date(2026, 9, 1), last_day=date(2026, 10, 1), at=NOON)
    assert list(found) == three[:2]
    found = pool(management_user, first_day=date(2026, 9, 2), last_day=date(2026, 9, 30), at=NOON)
    assert list(found) == []


def test_a_draw_records_seed_pool_and_result(three: list[Batch], management_user: User) -> None:
    made = draw(management_user, count=2, seed="2026062", seed_origin="双色球第 2026062 期")
    made.refresh_from_db()
    numbers = sorted((str(one.number) for one in three), key=lambda number: lot_digest("2026062", number))
    assert made.number == "DK2026-001"
    assert made.drawn == numbers[:2]
    assert made.pool[0] == {
        "number": three[0].number,
        "people": 80,
        "exam_date": "2026-09-01",
        "station": str(three[0].station),
    }
    assert [one.batch.number for one in made.drawn_batches.all()] == made.drawn
    event = history_of(made).get()
    assert event.sentence == "从 3 个批次中抽取了 2 个督考批次"
    assert event.changes["种子"] == ["", "2026062"]
    assert list(discrepancies(made)) == []
    assert verify() == []


def test_the_portal_makes_a_seed_where_none_is_typed(three: list[Batch], management_user: User) -> None:
    made = draw(management_user, count=None, percent=34)
    assert (made.count, made.seed_origin, len(made.seed)) == (2, "平台随机生成", 16)


def test_a_drawn_batch_is_in_no_later_pool(three: list[Batch], management_user: User) -> None:
    first = draw(management_user, count=2)
    left = [one for one in three if one.number not in first.drawn]
    assert in_pool(management_user) == left
    second = draw(management_user, count=1)
    assert second.number == "DK2026-002"
    assert second.drawn == [left[0].number]


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "2026063"},
        {"count": 1},
        {"drawn": []},
        {"pool": []},
        {"seed_origin": "别处"},
        {"first_day": date(2026, 6, 11)},
        {"drawn_at": NOON + timedelta(minutes=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_record_is_found_out(
    three: list[Batch], management_user: User, change: dict[str, object]
) -> None:
    made = draw(management_user, count=2, seed="2026062", seed_origin="双色球第 2026062 期")
    models.QuerySet(SupervisionDraw).filter(pk=made.pk).update(**change)
    assert "抽签之后有内容被改动" in "".join(discrepancies(SupervisionDraw.objects.get()))


def test_a_record_changed_throughout_is_found_out_by_the_chain(
    three: list[Batch], management_user: User
) -> None:
    made = draw(management_user, count=1, seed="2026062", seed_origin="双色球第 2026062 期")
    forged = SupervisionDraw(seed="2026099", pool=made.pool, count=1)
    drawn = [lot.number for lot in forged.lots if lot.drawn]
    assert drawn != made.drawn
    models.QuerySet(SupervisionDraw).filter(pk=made.pk).update(seed="2026099", drawn=drawn)
    models.QuerySet(DrawnBatch).update(batch=Batch.objects.get(number=drawn[0]))
    said = list(discrepancies(SupervisionDraw.objects.get()))
    assert said == ["记录与抽签时写入办理记录的摘要不同，抽签之后有内容被改动"]


def test_a_digest_changed_along_with_the_record_is_found_out(
    three: list[Batch], management_user: User
) -> None:
    made = draw(management_user)
    models.QuerySet(SupervisionDraw).filter(pk=made.pk).update(seed_origin="别处")
    forged = SupervisionDraw.objects.get()
    event = history_of(made).get()
    changes = {**event.changes, "记录摘要": ["", forged.digest]}
    models.QuerySet(AuditEvent).filter(pk=event.pk).update(changes=changes)
    assert list(discrepancies(forged)) == ["办理记录中的这次抽签缺失或被改动，无从核对"]


def test_another_management_station_sees_none_of_it(three: list[Batch], management_user: User) -> None:
    made = draw(management_user)
    elsewhere = people.organisation(OrganisationKind.MANAGEMENT, "练习第二管理站", "49283999")
    other = people.user("管理员吴", Role.MANAGEMENT, elsewhere, person_name="吴管理")
    assert list(SupervisionDraw.objects.visible_to(management_user)) == [made]
    assert list(SupervisionDraw.objects.visible_to(other)) == []


def test_a_swapped_batch_is_found_out(three: list[Batch], management_user: User) -> None:
    made = draw(management_user)
    other = next(one for one in three if one.number not in made.drawn)
    models.QuerySet(DrawnBatch).update(batch=other)
    assert list(discrepancies(made)) == ["系统中标为抽中的批次与记录的抽中批次不同"]


def test_a_draw_is_never_changed_and_never_deleted(three: list[Batch], management_user: User) -> None:
    made = draw(management_user)
    drawn = made.drawn_batches.get()
    acts = (
        made.save,
        made.delete,
        drawn.save,
        drawn.delete,
        SupervisionDraw.objects.all().delete,
        DrawnBatch.objects.all().delete,
        lambda: SupervisionDraw.objects.update(seed="1"),
        lambda: DrawnBatch.objects.update(draw=made),
    )
    for act in acts:
        with pytest.raises(AppendOnlyError):
            act()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"count": 4}, "该范围内可抽的批次有 3 个，不能抽取 4 个（服务指南 4.5.1-11）。请填写 1 至 3。"),
        ({"count": None}, "抽取数量和抽取比例须填其中一项。请只填一项。"),
        ({"percent": 50}, "抽取数量和抽取比例须填其中一项。请只填一项。"),
        (
            {"seed": "2026062"},
            "请写明种子的来源。如某月某日某期彩票的开奖号码，以便他人查证。",
        ),
        ({"last_day": date(2026, 6, 9)}, "考试日期范围的止日早于起日。请核对日期。"),
        (
            {"first_day": date(2027, 1, 1), "last_day": date(2027, 1, 31)},
            NOTHING_THERE,
        ),
    ],
    ids=["too many", "neither", "both", "seed from nowhere", "days turned round", "nothing there"],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_kept(
    three: list[Batch], management_user: User, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(BlockedError) as refused:
        draw(management_user, **asked)
    assert str(refused.value) == said
    assert not SupervisionDraw.objects.exists()


def test_exams_of_the_past_are_not_drawn(three: list[Batch], management_user: User) -> None:
    asked = replace(WHOLE, first_day=date(2026, 5, 1), last_day=date(2026, 6, 9))
    with pytest.raises(BlockedError, match="考试日期范围到 2026-06-09 为止，都已过去"):
        draw_batches(request=asked, actor=management_user, at=NOON)


def test_only_management_draws(three: list[Batch], centre_user: User, station_user: User) -> None:
    for actor in (centre_user, station_user):
        with pytest.raises(PermissionDenied):
            draw(actor)


def test_draws_are_seen_by_their_management_and_the_centre(
    three: list[Batch], management_user: User, centre_user: User, station_user: User, branch_user: User
) -> None:
    made = draw(management_user)
    seen = {
        user.role: list(SupervisionDraw.objects.visible_to(user))
        for user in (management_user, centre_user, station_user, branch_user)
    }
    assert seen == {"management": [made], "centre": [made], "station": [], "branch": []}
