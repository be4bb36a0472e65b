"""A suspended, closed or expired station neither plans nor applies, and finishes what is approved."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, Batch, CandidateType, PlanItem
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import ApplicationKind, ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam, stations
from tests.factories.results import roster_batch
from tests.stations.approving import approve, endorsed, of_station
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
SUSPENDED = "本考试站当前状态为“暂停”，不能办理。请联系管理站。"
EXPIRED = "本站许可证已于 2026-05-31 到期，不能编制计划或申请批次。请先申请许可证延续；已批准的批次可以办完。"
AHEAD = "本站许可证自 2026-06-02 起生效，此前不能办理。请在生效后办理。"


def suspend(station: Station, by: User) -> None:
    perform(station, "suspend", actor=by, reason="整改")


def licensed(station: Station, first: date, last: date) -> None:
    Station.objects.filter(pk=station.pk).update(valid_from=first, valid_to=last)
    station.refresh_from_db()


def expire(station: Station, by: User) -> None:
    licensed(station, date(2023, 6, 1), date(2026, 5, 31))


def not_yet(station: Station, by: User) -> None:
    licensed(station, date(2026, 6, 2), date(2029, 6, 1))


Idling = Callable[[Station, User], None]
WAYS = pytest.mark.parametrize(
    ("idling", "sentence"),
    [(suspend, SUSPENDED), (expire, EXPIRED), (not_yet, AHEAD)],
    ids=["suspended", "expired", "ahead"],
)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(BlockedError) as refused:
        act()
    return str(refused.value)


def begin_batch(station: Station, by: User) -> Batch:
    return services.make_batch(
        station=station,
        actor=by,
        scheme=Scheme.ABILITY,
        candidate_type=CandidateType.STUDENT,
        exam_date=exam.EXAM_DATE,
        place="实训楼 101",
        at=exam.noon(exam.APPLIED_ON),
    )


@WAYS
def test_an_idle_station_begins_neither_plan_nor_batch(
    station: Station, station_user: User, management_user: User, idling: Idling, sentence: str
) -> None:
    idling(station, management_user)
    station.refresh_from_db()
    at = exam.noon(exam.APPLIED_ON)
    plan = refusal(lambda: services.make_plan(station=station, year=2027, actor=station_user, at=at))
    assert (plan, refusal(lambda: begin_batch(station, station_user))) == (sentence, sentence)
    assert not Batch.objects.exists()
    assert not AnnualPlan.objects.exists()


@WAYS
def test_what_it_filled_in_before_is_not_handed_in(
    station: Station,
    station_user: User,
    management_user: User,
    open_plan: AnnualPlan,
    full_draft: Batch,
    idling: Idling,
    sentence: str,
) -> None:
    exam.plan_item(open_plan)
    idling(station, management_user)
    at = exam.noon(exam.APPLIED_ON)
    for case in (open_plan, full_draft):
        told = refusal(lambda case=case: perform(case, "submit", actor=station_user, at=at))  # type: ignore[misc]
        assert told == sentence


@WAYS
def test_a_batch_that_waits_is_not_approved(
    station: Station,
    station_user: User,
    management_user: User,
    full_draft: Batch,
    idling: Idling,
    sentence: str,
) -> None:
    at = exam.noon(exam.APPLIED_ON)
    waiting = perform(full_draft, "submit", actor=station_user, at=at)
    idling(station, management_user)
    assert refusal(lambda: perform(waiting, "approve", actor=management_user, at=at)) == sentence


@pytest.mark.parametrize("address", ["/batches/new/", "/batches/plans/new/"])
@WAYS
def test_the_page_says_so_before_anything_is_typed(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    address: str,
    idling: Idling,
    sentence: str,
) -> None:
    idling(station, management_user)
    answer = login(station_user).get(address, follow=True)
    assert answer.redirect_chain[-1][1] == 302
    assert sentence in answer.text


def test_the_licence_works_through_its_last_day(
    station: Station, station_user: User, full_draft: Batch
) -> None:
    licensed(station, date(2023, 6, 2), date(2026, 6, 1))
    at = exam.noon(date(2026, 6, 2))
    assert "已于 2026-06-01 到期" in refusal(lambda: perform(full_draft, "submit", actor=station_user, at=at))
    last = exam.noon(exam.APPLIED_ON)
    assert perform(full_draft, "submit", actor=station_user, at=last).status == "submitted"


@pytest.mark.parametrize("idling", [suspend, expire])
def test_what_is_approved_is_finished(
    station: Station, management_user: User, centre_user: User, grant: ScopeGrant, idling: Idling
) -> None:
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    idling(station, management_user)
    batch = exam.with_roster(batch, "林小禾")
    batch = exam.with_results(batch, ("85", "92.5"), management=management_user)
    at = exam.noon(exam.EXAM_DATE)
    assert perform(batch, "certify", actor=centre_user, at=at).status == "certified"


# --- a reduction takes no batch in flight along ---


def reduce(station: Station, trade: Trade, levels: str, *, management: User, centre: User) -> None:
    reduction = of_station(station, ApplicationKind.SCOPE_REDUCTION)
    stations.add_trade(reduction, trade, levels=levels)
    approve(reduction, management=management, centre=centre, on=exam.APPLIED_ON)


@pytest.mark.parametrize(("levels", "goes"), [("4", True), ("543", True), ("5", False)])
def test_a_reduction_leaves_what_was_handed_in_and_stops_what_was_not(
    station: Station,
    station_user: User,
    management_user: User,
    centre_user: User,
    turning: Trade,
    plan_item: PlanItem,
    second_item: PlanItem,
    levels: str,
    *,
    goes: bool,
) -> None:
    at = exam.noon(exam.APPLIED_ON)
    waiting, draft = (exam.draft_batch(station, item) for item in (plan_item, second_item))
    waiting = perform(waiting, "submit", actor=station_user, at=at)
    reduce(station, turning, levels, management=management_user, centre=centre_user)
    assert perform(waiting, "approve", actor=management_user, at=at).status == "approved"
    if not goes:
        assert perform(draft, "submit", actor=station_user, at=at).status == "submitted"
        return
    told = refusal(lambda: perform(draft, "submit", actor=station_user, at=at))
    assert told == (
        "“数控车工 四级/中级工”自 2026-06-01 起不在本站获批的评价范围内（服务指南 4.7-6）。"
        "请改选范围内的工种等级，或先申请增项。"
    )


def test_whoever_hands_in_or_decides_a_reduction_sees_which_batches_run_on(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    centre_user: User,
    turning: Trade,
    plan_item: PlanItem,
    second_item: PlanItem,
) -> None:
    runs = exam.approved_batch(station, management_user, plan_item)
    exam.draft_batch(station, second_item)
    reduction = of_station(station, ApplicationKind.SCOPE_REDUCTION)
    requested = stations.add_trade(reduction, turning, levels="43")
    line = f"{runs}（2026-09-01 考试，报名中）：数控车工 四级/中级工"
    page = f"/applications/{reduction.pk}"
    assert line in login(station_user).get(f"{page}/submit/").text
    endorsed(reduction, management=management_user, on=exam.APPLIED_ON)
    assert line in login(centre_user).get(f"{page}/approve/").text
    assert line not in login(centre_user).get(f"{page}/refuse/").text
    requested.levels = "3"
    requested.save()
    assert "可以办理到发证" not in login(centre_user).get(f"{page}/approve/").text


def test_other_stations_and_finished_batches_are_not_told(
    login: Login,
    station: Station,
    other_station: Station,
    station_user: User,
    management_user: User,
    centre_user: User,
    turning: Trade,
    grant: ScopeGrant,
) -> None:
    done = roster_batch(station, management_user, "林小禾", trade=turning)
    done = exam.with_results(done, ("85", "92.5"), management=management_user)
    perform(done, "certify", actor=centre_user, at=exam.noon(exam.EXAM_DATE))
    roster_batch(other_station, management_user, "钱多多", trade=turning)
    reduction = of_station(station, ApplicationKind.SCOPE_REDUCTION)
    stations.add_trade(reduction, turning, levels="4")
    assert "可以办理到发证" not in login(station_user).get(f"/applications/{reduction.pk}/submit/").text
