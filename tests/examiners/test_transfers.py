"""An examiner moves: the new station asks, the old one consents, management approves."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import OrganisationKind, User
from accounts.rights import Role
from examiners.models import (
    ApplicationSubject,
    Examiner,
    ExaminerApplication,
    Suspension,
    Transfer,
    TransferStatus,
)
from examiners.services.moving import move_examiner, request_transfer
from examiners.services.starting import Start, start_application
from ostami import clock
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, Step, lifecycle_of, perform
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)
NOT_FOUND = "没有证号和姓名都相符的考评员。请核对考评员证上的证号和姓名，两项都须与证件一致。"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MORNING)


@pytest.fixture
def turning(station: Station, other_station: Station) -> Trade:
    """A trade of both stations."""
    trade = exam.trade()
    exam.scope(station, trade)
    exam.scope(other_station, trade)
    return trade


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    """An examiner of the first station, with a login."""
    login = people.user("李考评", Role.EXAMINER, station.organisation, person_name="李考评")
    return exam.examiner(station, "李考评", turning, user=login)


def ask(examiner: Examiner, station: Station) -> Transfer:
    return request_transfer(
        station=station,
        certificate_number=examiner.certificate_number,
        person_name=examiner.person_name,
        reason="工作调动",
        actor=main_login(station),
        at=MORNING,
    )


def main_login(station: Station) -> User:
    return station.organisation.users.get(role=Role.STATION)


@pytest.fixture
def asked(li: Examiner, other_station: Station) -> Transfer:
    return ask(li, other_station)


@pytest.fixture
def released(asked: Transfer, station: Station) -> Transfer:
    return perform(asked, "release", actor=main_login(station))


def test_an_examiner_moves_with_the_login_by_three_consents(
    login: Login, li: Examiner, station: Station, other_station: Station, management_user: User
) -> None:
    old, new = main_login(station), main_login(other_station)
    typed = {"certificate_number": li.certificate_number.lower(), "person_name": " 李考评 ", "reason": "调动"}
    page = login(new).post("/examiners/transfers/new/", typed)["Location"]
    transfer = Transfer.objects.get()
    assert page == transfer.get_absolute_url()
    assert "同意调出" not in login(new).get(page).text
    assert "撤回调动" not in login(old).get(page).text
    assert login(old).post(f"{page}release/")["Location"] == page
    assert login(management_user).post(f"{page}approve/", {"reason": ""})["Location"] == page
    li.refresh_from_db()
    assert (li.station, li.user and li.user.organisation) == (other_station, other_station.organisation)
    assert login(new).get(li.get_absolute_url()).status_code == 200
    assert login(old).get(li.get_absolute_url()).status_code == 404
    moved = history_of(li).last()
    left = history_of(station).last()
    assert moved
    assert left
    assert moved.changes == {"考试站": [str(station), str(other_station)]}
    assert left.sentence == f"考评员李考评（证号 {li.certificate_number}）调入“{other_station}”"
    assert (left.chain.key, moved.chain.key) == (station.code, other_station.code)
    assert [event.sentence for event in history_of(transfer)] == ["申请调入考评员", "同意调出", "批准了调动"]
    assert verify() == []


@pytest.mark.parametrize("wrong", ["number", "name", "both"])
def test_number_and_name_must_both_match_and_the_answer_tells_nothing_else(
    login: Login, li: Examiner, other_station: Station, wrong: str
) -> None:
    typed = {
        "certificate_number": li.certificate_number if wrong == "name" else "KP-404",
        "person_name": li.person_name if wrong == "number" else "钱考评",
        "reason": "调动",
    }
    answer = login(main_login(other_station)).post("/examiners/transfers/new/", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"certificate_number": [NOT_FOUND]}
    assert 'value="KP-404"' in answer.text or wrong == "name"
    assert not Transfer.objects.exists()


def test_the_own_examiner_is_not_asked_for(li: Examiner, station: Station) -> None:
    with pytest.raises(BlockedError, match="李考评已是本站考评员"):
        ask(li, station)


def test_one_transfer_at_a_time(asked: Transfer, li: Examiner, other_station: Station) -> None:
    with pytest.raises(BlockedError, match="李考评已有一份调动正在办理"):
        ask(li, other_station)
    perform(asked, "withdraw", actor=main_login(other_station))
    assert ask(li, other_station).status == TransferStatus.REQUESTED


def suspend(li: Examiner) -> None:
    Suspension.objects.create(examiner=li, since=date(2026, 5, 1), reason="核查")


def end(li: Examiner) -> None:
    Examiner.objects.filter(pk=li.pk).update(ended_on=date(2026, 6, 1))


def expire(li: Examiner) -> None:
    Examiner.objects.filter(pk=li.pk).update(valid_to=date(2026, 5, 31))


def add_trade(li: Examiner) -> None:
    li.trade_places.create(trade=exam.trade("数控铣工", code="JX04-05-02-01"), place=2)


def apply(li: Examiner) -> None:
    ExaminerApplication.objects.create(
        organisation=li.station.organisation,
        subject="trades",
        examiner=li,
        status="submitted",
        started_at=MORNING,
        submitted_at=MORNING,
        person_name="李考评",
    )


OBSTACLES = {
    suspend: "考评员李考评的资格已暂停",
    end: "考评员李考评的资格已终止",
    expire: "考评员李考评的资格已过期",
    add_trade: "“JX04-05-02-01 数控铣工”不在新考试站获批的评价范围内（服务指南 4.7-6）。"
    "请先由新考试站办理增项，或由原考试站为其减少工种。",
    apply: "考评员李考评有一份申报正在办理",
}


@pytest.mark.parametrize(("happens", "sentence"), OBSTACLES.items())
def test_what_stands_in_the_way_is_said_when_asking_and_weighed_again_at_the_approval(
    li: Examiner,
    released: Transfer,
    other_station: Station,
    management_user: User,
    happens: object,
    sentence: str,
) -> None:
    assert callable(happens)
    happens(li)
    with pytest.raises(BlockedError) as refused:
        perform(released, "approve", actor=management_user)
    assert sentence in str(refused.value)
    perform(released, "withdraw", actor=main_login(other_station))
    with pytest.raises(BlockedError) as refused:
        ask(li, other_station)
    assert sentence in str(refused.value)
    li.refresh_from_db()
    assert li.station != other_station


@pytest.mark.parametrize(("days", "moves"), [(0, True), (-1, False)])
def test_the_last_valid_day_is_the_last_day_to_move(
    li: Examiner, released: Transfer, management_user: User, days: int, *, moves: bool
) -> None:
    Examiner.objects.filter(pk=li.pk).update(valid_to=MORNING.date() + timedelta(days=days))
    if moves:
        assert perform(released, "approve", actor=management_user).status == TransferStatus.APPROVED
        return
    with pytest.raises(BlockedError, match="已过期"):
        perform(released, "approve", actor=management_user)


def test_a_station_that_lost_the_trade_meanwhile_gets_nobody(
    released: Transfer, other_station: Station, management_user: User
) -> None:
    ScopeGrant.objects.filter(station=other_station).update(withdrawn_on=MORNING.date())
    with pytest.raises(BlockedError, match="不在新考试站获批的评价范围内"):
        perform(released, "approve", actor=management_user)


def test_a_waiting_batch_keeps_its_examiner_and_an_approved_one_its_panel(
    li: Examiner, released: Transfer, station: Station, management_user: User, turning: Trade
) -> None:
    item = exam.approved_plan(station, management_user, {"trade": turning}).items.get()
    batch = exam.draft_batch(station)
    exam.batch_item(batch, item, [*exam.panel(station, turning, 2), li])
    waiting = perform(batch, "submit", actor=main_login(station))
    with pytest.raises(
        BlockedError, match=f"考评员李考评在待审批的批次 {waiting.number}（数控车工 四级/中级工）"
    ):
        perform(released, "approve", actor=management_user)
    perform(waiting, "approve", actor=management_user)
    assert perform(released, "approve", actor=management_user).status == TransferStatus.APPROVED
    assert li in batch.items.get().panel


def test_an_end_between_the_guards_and_the_move_keeps_the_examiner(
    li: Examiner, released: Transfer, management_user: User, station: Station
) -> None:
    end(li)
    with pytest.raises(BlockedError, match="考评员李考评的资格已终止"):
        move_examiner(Step(released, management_user, MORNING, "approve", "", {}))
    li.refresh_from_db()
    assert li.station == station


@pytest.mark.parametrize("way", ["there", "back"])
def test_both_histories_are_written_in_the_order_of_the_codes_whichever_way_one_moves(
    station: Station, other_station: Station, turning: Trade, management_user: User, way: str
) -> None:
    """Each history is locked as it is written: two moves the opposite way would wait for each other."""
    old, new = (station, other_station) if way == "there" else (other_station, station)
    asked = ask(exam.examiner(old, "孙考评", turning), new)
    released = perform(asked, "release", actor=main_login(old))
    seen = set(AuditEvent.objects.values_list("pk", flat=True))
    perform(released, "approve", actor=management_user)
    written = AuditEvent.objects.exclude(pk__in=seen).order_by("pk").values_list("chain__key", flat=True)
    assert list(dict.fromkeys(written)) == sorted([station.code, other_station.code])


def test_what_the_old_station_left_open_is_handed_in_no_more_and_keeps_nobody_from_applying(
    li: Examiner, released: Transfer, station: Station, other_station: Station, management_user: User
) -> None:
    trades = Start(subject=ApplicationSubject.TRADES, examiner=li)
    left = start_application(start=trades, actor=main_login(station), at=MORNING)
    perform(released, "approve", actor=management_user)
    with pytest.raises(BlockedError, match="李考评已调往其他考试站"):
        perform(left, "submit", actor=main_login(station), reason="同意推荐")
    li.refresh_from_db()
    trades = Start(subject=ApplicationSubject.TRADES, examiner=li)
    made = start_application(start=trades, actor=main_login(other_station), at=MORNING)
    assert made.organisation == other_station.organisation


WHO = {
    "release": ("requested", "old"),
    "refuse": ("requested", "old"),
    "withdraw": ("requested released", "new"),
    "approve": ("released", "management"),
    "reject": ("released", "management"),
}
STATES = [state.value for state in TransferStatus]


@pytest.mark.parametrize("name", WHO)
@pytest.mark.parametrize("state", STATES)
def test_a_transfer_moves_by_its_table_alone(
    li: Examiner,
    station: Station,
    other_station: Station,
    management_user: User,
    centre_user: User,
    branch_user: User,
    name: str,
    state: str,
) -> None:
    actors = {
        "old": main_login(station),
        "new": main_login(other_station),
        "management": management_user,
        "centre": centre_user,
        "branch": branch_user,
    }
    sources, who = WHO[name]
    target = lifecycle_of(Transfer).transitions[name].target
    for role, actor in actors.items():
        transfer = Transfer(
            examiner=li,
            from_station=station,
            to_station=other_station,
            reason="调动",
            requested_at=MORNING,
            status=state,
        )
        transfer.save()
        if role == who and state in sources.split():
            assert perform(transfer, name, actor=actor, reason="已核实").status == target
            Examiner.objects.filter(pk=li.pk).update(station=station)
        else:
            with pytest.raises((BlockedError, StaleError, PermissionDenied, Http404)):
                perform(transfer, name, actor=actor, reason="已核实")
            assert Transfer.objects.get(pk=transfer.pk).status == state
        Transfer.objects.filter(pk=transfer.pk).delete()


def test_a_refusal_needs_its_reason(asked: Transfer, station: Station) -> None:
    with pytest.raises(BlockedError, match="请填写理由"):
        perform(asked, "refuse", actor=main_login(station))


def test_both_sides_and_staff_see_a_transfer_and_nobody_else(
    login: Login,
    asked: Transfer,
    station: Station,
    other_station: Station,
    management_user: User,
    centre_user: User,
    branch_user: User,
    li: Examiner,
) -> None:
    seeing = [main_login(station), main_login(other_station), management_user, centre_user]
    for user in seeing:
        assert "李考评" in login(user).get("/examiners/transfers/").text
        assert login(user).get(asked.get_absolute_url()).status_code == 200
    assert li.user
    for stranger in (branch_user, li.user):
        assert login(stranger).get(asked.get_absolute_url()).status_code == 403
    assert login(management_user).get("/examiners/transfers/new/").status_code == 403


def test_a_third_station_sees_nothing(login: Login, asked: Transfer, management_user: User) -> None:
    third = people.organisation(
        OrganisationKind.STATION,
        "机械行业职业能力评价职教903考试站",
        "49284903",
        parent=management_user.organisation,
    )
    Station.objects.create(organisation=third, host_organization="练习学校")
    user = people.user("三站", Role.STATION, third)
    assert login(user).get(asked.get_absolute_url()).status_code == 404
    assert "李考评" not in login(user).get("/examiners/transfers/").text


def test_the_list_is_narrowed_by_status(login: Login, released: Transfer, management_user: User) -> None:
    client = login(management_user)
    assert "李考评" in client.get("/examiners/transfers/?status=released").text
    assert "没有符合条件的调动" in client.get("/examiners/transfers/?status=approved").text
    assert "没有“nonsense”这个状态" in client.get("/examiners/transfers/?status=nonsense").text
