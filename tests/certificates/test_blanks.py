"""The ledger of blanks: balances, serial numbers, what a batch may take, destruction by two."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from accounts.rights import Role
from batches.models import Batch
from certificates.blanks.balances import balance, balances
from certificates.blanks.destroying import ask_to_destroy
from certificates.blanks.serials import Serials, serial_problems
from certificates.blanks.sheets import ledger_sheet
from certificates.blanks.writing import Move, enter
from certificates.models import BlankDestruction, BlankEntry
from ostami import policy
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import exam, people
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, perform

AT = exam.noon(date(2026, 9, 9))


def write(by: User, move: str, count: int, **facts: object) -> BlankEntry:
    scheme = str(facts.pop("scheme", Scheme.ABILITY))
    return enter(move=Move(scheme, move, count, **facts), actor=by, at=AT)  # type: ignore[arg-type]


def ask(by: User, witness: User, count: int = 2, **facts: str) -> BlankDestruction:
    move = Move(Scheme.ABILITY, "destroyed", count, **facts)  # type: ignore[arg-type]
    return ask_to_destroy(move=move, witness=witness, actor=by, at=AT)


def lying(office: Organisation, scheme: str = Scheme.ABILITY) -> tuple[int, int, int]:
    found = balance(office, scheme)
    return found.stock, found.out, found.spoiled


@pytest.fixture
def second(management_user: User) -> User:
    return people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")


@pytest.fixture
def stocked(management_user: User) -> User:
    """王管理, with 100 blanks of which 10 were handed out, 5 printed, 2 spoiled and 1 returned."""
    write(management_user, "received", 100)
    write(management_user, "handed_out", 10, note="培训用")
    for move, count in (("printed", 5), ("spoiled", 2), ("returned", 1)):
        write(management_user, move, count)
    return management_user


def test_every_move_leads_from_one_place_to_the_next(stocked: User, management_org: Organisation) -> None:
    assert lying(management_org) == (91, 2, 2)
    assert lying(management_org, Scheme.SKILL_LEVEL) == (0, 0, 0)


@pytest.mark.parametrize(
    ("move", "most", "place"),
    [
        ("handed_out", 91, "库存"),
        ("printed", 2, "已领用未使用"),
        ("spoiled", 2, "已领用未使用"),
        ("returned", 2, "已领用未使用"),
        ("destroyed", 2, "作废待销毁"),
    ],
)
def test_no_place_ever_holds_fewer_than_none(
    stocked: User, second: User, management_org: Organisation, move: str, most: int, place: str
) -> None:
    before = lying(management_org)
    with pytest.raises(BlockedError, match=f"空白证书“{place}”不足，还差 1 张"):
        write(stocked, move, most + 1, note="试")
    assert lying(management_org) == before
    if move == "destroyed":
        perform(ask(stocked, second, most), "confirm", actor=second, at=AT)
    else:
        write(stocked, move, most, note="试")
    assert min(lying(management_org)) == 0


def test_schemes_have_blanks_of_their_own(stocked: User) -> None:
    with pytest.raises(BlockedError, match="职业技能等级认定的空白证书“库存”不足"):
        write(stocked, "handed_out", 1, note="试", scheme=Scheme.SKILL_LEVEL)


def test_a_line_is_recorded_and_told(stocked: User) -> None:
    entry = BlankEntry.objects.earliest("pk")
    (event,) = history_of(entry)
    assert event.sentence == "登记了空白证书入库 100 张（职业能力水平评价）"
    assert verify() == []


def test_only_management_keeps_a_ledger(station_user: User, centre_user: User) -> None:
    for other in (station_user, centre_user):
        with pytest.raises(PermissionDenied, match="此事由管理站办理"):
            write(other, "received", 1)


@pytest.mark.parametrize(
    ("passed", "most"), [(0, 0), (1, 1), (9, 9), (10, 11), (19, 20), (20, 22), (99, 108)]
)
def test_a_batch_gets_ten_percent_to_spare(passed: int, most: int) -> None:
    assert policy.most_blanks(passed) == most


def test_more_than_the_spare_needs_a_reason(batch: Batch, management_user: User) -> None:
    write(management_user, "received", 100)
    write(management_user, "handed_out", 2, batch=batch)
    with pytest.raises(BlockedError, match="合格 2 人，连同本次共领用 3 张，超过合格人数的 110%（2 张）"):
        write(management_user, "handed_out", 1, batch=batch)
    write(management_user, "returned", 1, batch=batch)
    write(management_user, "handed_out", 1, batch=batch)
    write(management_user, "handed_out", 1, batch=batch, note="打印机卡纸，补一张")
    with pytest.raises(BlockedError, match="不为某一批次领用的，须说明用途"):
        write(management_user, "handed_out", 1)


@pytest.mark.parametrize(
    ("first", "last", "count", "refusal"),
    [
        ("", "", 5, ""),
        ("A0001", "A0100", 100, ""),
        ("0000000001", "0000000001", 1, ""),
        ("A0001", "", 1, "起号和止号须同时填写"),
        ("", "A0001", 1, "起号和止号须同时填写"),
        ("A0001", "A0100", 99, "起止号共 100 张，与数量 99 张不一致"),
        ("A0100", "A0001", 1, "起止号须为同一系列"),
        ("A0001", "B0002", 2, "起止号须为同一系列"),
        ("A001", "A0002", 2, "起止号须为同一系列"),
        ("甲1", "甲2", 2, "起止号须为同一系列"),
    ],
)
def test_serial_numbers_run_from_the_first_to_the_last(
    first: str, last: str, count: int, refusal: str
) -> None:
    told = [problem.text for problem in serial_problems(first, last, count)]
    assert bool(told) == bool(refusal)
    assert not refusal or told[0].startswith(refusal)


def test_a_run_may_lie_in_several_that_follow_each_other() -> None:
    runs = [run for run in (Serials.between("A10", "A19"), Serials.between("A20", "A29")) if run]
    wanted, beyond = Serials.between("A15", "A25"), Serials.between("A15", "A30")
    assert wanted is not None
    assert beyond is not None
    assert (wanted.lies_in(runs), beyond.lies_in(runs), beyond.overlaps(runs[0])) == (True, False, True)


def test_no_blank_comes_in_twice_or_is_used_without_having_come(management_user: User) -> None:
    write(management_user, "received", 10, first_serial="A01", last_serial="A10")
    with pytest.raises(BlockedError, match="起止号中有的已登记过入库"):
        write(management_user, "received", 2, first_serial="A10", last_serial="A11")
    with pytest.raises(BlockedError, match="起止号中有的不在“库存”中"):
        write(management_user, "handed_out", 2, first_serial="A10", last_serial="A11", note="试")
    write(management_user, "handed_out", 5, first_serial="A01", last_serial="A05", note="试")
    write(management_user, "printed", 2, first_serial="A01", last_serial="A02")
    with pytest.raises(BlockedError, match="起止号中有的不在“已领用未使用”中"):
        write(management_user, "printed", 1, first_serial="A02", last_serial="A02")


@pytest.mark.parametrize(("stock", "low"), [(49, True), (50, False)])
def test_low_stock_is_told_below_the_setting(
    management_user: User,
    management_org: Organisation,
    settings: LazySettings,
    stock: int,
    low: bool,  # noqa: FBT001  a table
) -> None:
    settings.BLANK_LOW_STOCK = 50
    write(management_user, "received", stock)
    assert [one.is_low for one in balances(management_org)] == [low, False]


def test_a_destruction_counts_once_the_witness_confirmed(
    stocked: User, second: User, management_org: Organisation
) -> None:
    case = ask(stocked, second, note="打错")
    assert lying(management_org) == (91, 2, 2)
    with pytest.raises(BlockedError, match="须由监销人李管理本人登录办理"):
        perform(case, "confirm", actor=stocked, at=AT)
    done = perform(case, "confirm", actor=second, at=AT)
    assert lying(management_org) == (91, 2, 0)
    assert done.entry is not None
    assert (done.entry.done_by, done.entry.witness, done.status) == (stocked, second, "done")
    with pytest.raises(StaleError):
        perform(case, "confirm", actor=second, at=AT)
    assert verify() == []


def test_nobody_destroys_alone_or_with_a_stranger(
    stocked: User, station_user: User, second: User, centre_user: User, management_org: Organisation
) -> None:
    User.objects.filter(pk=second.pk).update(is_active=False)
    second.refresh_from_db()
    for witness in (stocked, station_user, centre_user, second):
        with pytest.raises(BlockedError, match="销毁须由两人办理"):
            ask(stocked, witness)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlankEntry.objects.create(
            holder=management_org,
            scheme=Scheme.ABILITY,
            move="destroyed",
            count=1,
            done_by=stocked,
            witness=stocked,
            done_at=AT,
        )


def test_a_destruction_is_refused_by_the_witness_or_withdrawn_by_the_asker(
    stocked: User, second: User, management_org: Organisation
) -> None:
    refused, withdrawn = ask(stocked, second), ask(stocked, second)
    with pytest.raises(BlockedError, match="须由经办人王管理本人撤回"):
        perform(withdrawn, "withdraw", actor=second, at=AT)
    with pytest.raises(BlockedError, match="请填写理由"):
        perform(refused, "refuse", actor=second, at=AT)
    assert perform(refused, "refuse", actor=second, at=AT, reason="数量不符").status == "refused"
    assert perform(withdrawn, "withdraw", actor=stocked, at=AT).status == "withdrawn"
    assert lying(management_org) == (91, 2, 2)


def test_two_destructions_of_the_same_blanks_count_once(stocked: User, second: User) -> None:
    first, other = ask(stocked, second), ask(stocked, second)
    perform(first, "confirm", actor=second, at=AT)
    with pytest.raises(BlockedError, match="“作废待销毁”不足，还差 2 张"):
        perform(other, "confirm", actor=second, at=AT)


def test_the_ledger_tells_the_balance_after_every_line(
    stocked: User, second: User, management_org: Organisation
) -> None:
    perform(ask(stocked, second), "confirm", actor=second, at=AT)
    rows = ledger_sheet(management_org, on=date(2026, 9, 9)).rows
    assert [(row[2], row[3], *row[7:11]) for row in rows] == [
        ("入库", 100, 100, 0, 0, 0),
        ("领用", 10, 90, 10, 0, 0),
        ("打印", 5, 90, 5, 5, 0),
        ("作废", 2, 90, 3, 5, 2),
        ("退回", 1, 91, 2, 5, 2),
        ("销毁", 2, 91, 2, 5, 0),
    ]
    assert rows[-1][11:13] == ("王管理", "李管理")


def test_ledgers_are_seen_by_their_office_alone(
    stocked: User, second: User, centre_user: User, station_user: User
) -> None:
    ask(stocked, second)
    for rows in (BlankEntry.objects, BlankDestruction.objects):
        seen = [rows.visible_to(user).exists() for user in (stocked, second, centre_user, station_user)]
        assert seen == [True, True, False, False]


def test_the_line_of_a_destruction_is_the_holders_wherever_the_asker_works_by_then(
    stocked: User, second: User, management_org: Organisation, station: Station
) -> None:
    case = ask(stocked, second)
    stocked.organisation, stocked.role = station.organisation, Role.STATION
    stocked.save()
    perform(case, "confirm", actor=second, at=AT)
    assert lying(management_org) == (91, 2, 0)
    line = BlankEntry.objects.get(move="destroyed")
    assert (line.holder, line.done_by, line.witness) == (management_org, stocked, second)
