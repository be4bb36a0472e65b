"""Dispatch: whom management sends, drawn or by hand, and who learns of it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404

from accounts.models import OrganisationKind, User
from accounts.rights import Role
from batches.models import Batch, DateChange
from examiners.models import Supervisor
from exams.dispatching import candidates, grown_unfit
from exams.models import SupervisionAssignment, SupervisionDraw
from exams.services import DrawRequest, assign_supervisor, draw_batches
from exams.supervised import SupervisionState, with_states
from ostami.problems import BlockedError
from stations.models import Station
from tests.factories import exam, people
from tests.factories.officers import supervisor
from tests.factories.supervision import big_batch
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
NOON = exam.noon(TODAY)
BY_HAND = "首次开考该工种"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    return big_batch(station, management_user, 80)


@pytest.fixture
def fang(management_user: User) -> Supervisor:
    assert management_user.organisation
    return supervisor(management_user.organisation)


@pytest.fixture
def drawn(batch: Batch, management_user: User) -> Batch:
    request = DrawRequest(first_day=TODAY, last_day=date(2026, 12, 31), count=1)
    draw_batches(request=request, actor=management_user, at=NOON)
    return batch


def send(batch: Batch, to: Supervisor, actor: User, reason: str = "") -> SupervisionAssignment:
    return assign_supervisor(batch=batch, supervisor=to, actor=actor, at=NOON, reason=reason)


def state(batch: Batch) -> str:
    return str(with_states(Batch.objects.filter(pk=batch.pk)).get().supervision)


@pytest.mark.django_db(transaction=True)
def test_a_supervisor_is_sent_to_a_drawn_batch_and_told(
    drawn: Batch, fang: Supervisor, management_user: User
) -> None:
    assert state(drawn) == SupervisionState.DRAWN
    sent = send(drawn, fang, management_user)
    assert (sent.draw, sent.by_hand_reason, sent.status) == (SupervisionDraw.objects.get(), "", "assigned")
    assert state(drawn) == SupervisionState.ASSIGNED
    assert [event.sentence for event in history_of(sent)] == [f"选派{fang}督考{drawn}"]
    told = mail.outbox[-1]
    assert (told.to, told.subject) == (["fang@example.com"], "督考任务通知")
    assert f"批次：{drawn.number}" in told.body
    assert "考试日期：2026 年 9 月 1 日" in told.body
    assert verify() == []


@pytest.mark.parametrize("headcount", [30, 80])
def test_by_hand_needs_a_reason_whatever_the_number_of_people(
    station: Station, fang: Supervisor, management_user: User, headcount: int
) -> None:
    batch = big_batch(station, management_user, headcount)
    with pytest.raises(BlockedError) as refused:
        send(batch, fang, management_user, "  ")
    assert str(refused.value) == (
        "该批次没有抽中，请填写直接选派的理由（服务指南 4.5.1-11）。如群众反映、首次开考等。"
    )
    assert send(batch, fang, management_user, BY_HAND).by_hand_reason == BY_HAND


def test_several_go_to_one_batch_but_nobody_twice(
    batch: Batch, fang: Supervisor, management_user: User
) -> None:
    send(batch, fang, management_user, BY_HAND)
    send(batch, supervisor(fang.organisation, "袁督导"), management_user, BY_HAND)
    with pytest.raises(BlockedError) as refused:
        send(batch, fang, management_user, BY_HAND)
    assert str(refused.value) == f"方督导已派往{batch}。请另选督导员。"
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionAssignment.objects.create(
            batch=batch, supervisor=fang, by_hand_reason=BY_HAND, assigned_at=NOON
        )
    assert SupervisionAssignment.objects.filter(batch=batch).count() == 2


def test_the_database_refuses_an_assignment_without_draw_and_reason(batch: Batch, fang: Supervisor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionAssignment.objects.create(batch=batch, supervisor=fang, assigned_at=NOON)


def test_nobody_supervises_the_own_station_or_after_the_appointment(
    batch: Batch, station: Station, fang: Supervisor, management_user: User
) -> None:
    own = supervisor(fang.organisation, "袁督导", station=station)
    late = supervisor(fang.organisation, "邓督导", valid_to=date(2026, 8, 31))
    for person, said in (
        (own, "袁督导在该考试站任职"),
        (late, "督导员邓督导的资格在考试日 2026-09-01 不在有效期内"),
    ):
        with pytest.raises(BlockedError, match=said):
            send(batch, person, management_user, BY_HAND)


def test_nobody_is_sent_to_an_exam_that_is_not_held(
    batch: Batch, station: Station, fang: Supervisor, management_user: User, station_user: User
) -> None:
    draft = exam.draft_batch(station)
    with pytest.raises(Http404):
        send(draft, fang, management_user, BY_HAND)
    for at, said in (
        (exam.noon(date(2026, 8, 22)), "已失效"),
        (exam.noon(date(2026, 9, 2)), "已于 2026-09-01 考试"),
    ):
        with pytest.raises(BlockedError, match=said):
            assign_supervisor(batch=batch, supervisor=fang, actor=management_user, at=at, reason=BY_HAND)
    perform(batch, "cancel", actor=station_user, at=NOON, reason="设备检修")
    with pytest.raises(BlockedError, match="当前状态为“已取消”"):
        send(batch, fang, management_user, BY_HAND)


def test_only_management_sends_and_only_its_own_people_to_its_own_stations(
    batch: Batch, fang: Supervisor, management_user: User, centre_user: User, station_user: User
) -> None:
    for actor in (centre_user, station_user):
        with pytest.raises(PermissionDenied):
            send(batch, fang, actor, BY_HAND)
    elsewhere = people.organisation(OrganisationKind.MANAGEMENT, "练习另一管理站", "49283001")
    with pytest.raises(Http404):
        send(batch, supervisor(elsewhere), management_user, BY_HAND)
    stranger = people.user("另站管理", Role.MANAGEMENT, elsewhere)
    with pytest.raises(Http404):
        send(batch, fang, stranger, BY_HAND)


@pytest.mark.django_db(transaction=True)
def test_a_recall_needs_a_reason_frees_the_batch_and_is_told(
    drawn: Batch, fang: Supervisor, management_user: User
) -> None:
    sent = send(drawn, fang, management_user)
    with pytest.raises(BlockedError, match="请填写撤回原因"):
        perform(sent, "recall", actor=management_user)
    recalled = perform(sent, "recall", actor=management_user, reason="本人患病")
    assert state(drawn) == SupervisionState.DRAWN
    assert (mail.outbox[-1].subject, "撤回原因：本人患病" in mail.outbox[-1].body) == (
        "督考任务撤回通知",
        True,
    )
    with pytest.raises(StaleError):
        perform(recalled, "recall", actor=management_user, reason="本人患病")
    assert send(drawn, fang, management_user).pk != sent.pk


@pytest.mark.django_db(transaction=True)
def test_whoever_was_sent_learns_that_the_batch_is_cancelled(
    batch: Batch, fang: Supervisor, management_user: User, station_user: User
) -> None:
    send(batch, fang, management_user, BY_HAND)
    perform(batch, "cancel", actor=station_user, at=NOON, reason="设备检修")
    assert mail.outbox[-1].subject == "督考批次取消通知"
    assert "取消原因：设备检修" in mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_whoever_was_sent_learns_the_new_exam_date(
    batch: Batch, fang: Supervisor, management_user: User
) -> None:
    send(batch, fang, management_user, BY_HAND)
    change = DateChange.objects.create(
        batch=batch,
        old_date=batch.exam_date,
        new_date=date(2026, 9, 15),
        reason="设备检修",
        requested_at=NOON,
    )
    perform(change, "approve", actor=management_user, at=NOON)
    told = next(one for one in mail.outbox if one.subject == "督考批次考试日期调整通知")
    assert told.to == ["fang@example.com"]
    assert "由 2026 年 9 月 1 日调整为 2026 年 9 月 15 日" in told.body
    assert "考试日期：2026 年 9 月 15 日" in told.body


def test_a_new_exam_date_shows_who_can_no_longer_go(
    batch: Batch, fang: Supervisor, management_user: User
) -> None:
    sent = send(batch, fang, management_user, BY_HAND)
    assert grown_unfit(sent) == []
    models.QuerySet(Batch).filter(pk=batch.pk).update(exam_date=date(2028, 1, 3))
    moved = SupervisionAssignment.objects.get()
    assert [
        "督导员方督导的资格在考试日 2028-01-03 不在有效期内" in one.text for one in grown_unfit(moved)
    ] == [True]


def test_the_choice_names_what_speaks_against_each(
    batch: Batch, other_station: Station, station: Station, fang: Supervisor, management_user: User
) -> None:
    org = fang.organisation
    same_day = big_batch(other_station, management_user, 80)
    later = big_batch(other_station, management_user, 80, exam_date=date(2026, 10, 9))
    busy = supervisor(org, "袁督导", email="")
    supervisor(org, "邓督导", station=station)
    supervisor(org, "许督导", valid_to=date(2026, 6, 9))
    send(same_day, busy, management_user, BY_HAND)
    send(later, fang, management_user, BY_HAND)
    found = candidates(batch, actor=management_user, at=NOON)
    shown = {
        str(one.supervisor): (
            [problem.text for problem in one.problems],
            [warning.text for warning in one.warnings],
            one.waiting,
        )
        for one in found
    }
    assert shown == {
        "方督导": ([], [], 1),
        "袁督导": ([], [f"当天已派往{same_day}", "没有登记邮箱，收不到通知"], 1),
        "邓督导": (["邓督导在该考试站任职，不能督导本站"], [], 0),
    }
    assert [str(one.supervisor) for one in found] == ["方督导", "袁督导", "邓督导"]
