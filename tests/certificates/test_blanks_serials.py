"""Blanks with serial numbers make the way that the ledger tells, each once; slips are put right by a line."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from certificates.blanks.balances import balance
from certificates.blanks.serials import Serials
from certificates.blanks.writing import Move, enter
from certificates.models import BlankEntry
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from tests.factories import exam
from workflow.audit import history_of

AT = exam.noon(date(2026, 9, 9))


def write(by: User, move: str, count: int, ends: str = "", *, place: str = "") -> BlankEntry:
    """Write a line: `ends` are the first and the last serial number, "A01 A10"."""
    first, last = (*ends.split(), "", "")[:2]
    made = Move(Scheme.ABILITY, move, count, first, last, note="试印", place=place)
    return enter(move=made, actor=by, at=AT)


def lying(office: Organisation) -> tuple[int, int, int, int]:
    found = balance(office, Scheme.ABILITY)
    return found.stock, found.out, found.printed, found.spoiled


@pytest.fixture
def keeper(management_user: User) -> User:
    """With A01 to A10 in stock, A11 to A14 handed out, A15 and A16 printed, A17 and A18 spoiled."""
    write(management_user, "received", 18, "A01 A18")
    write(management_user, "handed_out", 8, "A11 A18")
    write(management_user, "printed", 2, "A15 A16")
    write(management_user, "spoiled", 2, "A17 A18")
    return management_user


@pytest.mark.parametrize(
    ("move", "ends", "place"),
    [
        ("handed_out", "A11 A12", "库存"),
        ("handed_out", "A10 A11", "库存"),
        ("handed_out", "A17 A18", "库存"),
        ("returned", "A09 A10", "已领用未使用"),
        ("returned", "A16 A17", "已领用未使用"),
        ("printed", "A09 A10", "已领用未使用"),
        ("printed", "A15 A16", "已领用未使用"),
        ("spoiled", "A15 A16", "已领用未使用"),
        ("spoiled", "A17 A18", "已领用未使用"),
        ("misprinted", "A11 A12", "已打印"),
        ("destroyed", "A15 A16", "作废待销毁"),
    ],
)
def test_a_serial_number_moves_from_where_it_lies(keeper: User, move: str, ends: str, place: str) -> None:
    before = lying(keeper.organisation)  # type: ignore[arg-type]
    with pytest.raises(BlockedError, match=f"起止号中有的不在“{place}”中"):
        write(keeper, move, 2, ends)
    assert lying(keeper.organisation) == before  # type: ignore[arg-type]


def test_what_came_back_may_be_handed_out_again(keeper: User) -> None:
    write(keeper, "returned", 2, "A12 A13")
    write(keeper, "handed_out", 4, "A07 A10")
    write(keeper, "handed_out", 1, "A12 A12")
    with pytest.raises(BlockedError, match="起止号中有的不在“库存”中"):
        write(keeper, "handed_out", 2, "A13 A14")


@pytest.mark.parametrize("ends", ["A01 A01", "A14 A14", "A15 A15", "A18 A18"])
def test_no_number_comes_in_twice_wherever_it_is(keeper: User, ends: str) -> None:
    for move, place in (("received", ""), ("added", "stock")):
        with pytest.raises(BlockedError, match="起止号中有的已登记过入库"):
            write(keeper, move, 1, ends, place=place)


def test_a_printed_one_may_be_spoiled_and_is_destroyed_like_others(
    keeper: User, management_org: Organisation
) -> None:
    write(keeper, "misprinted", 1, "A16 A16")
    assert lying(management_org) == (10, 4, 1, 3)
    with pytest.raises(BlockedError, match="空白证书“已打印”不足，还差 1 张"):
        write(keeper, "misprinted", 2)


def test_a_correction_moves_what_was_written_wrongly(keeper: User, management_org: Organisation) -> None:
    write(keeper, "removed", 1, "A16 A16", place="printed")
    entry = write(keeper, "added", 1, "A16 A16", place="out")
    assert lying(management_org) == (10, 5, 1, 2)
    assert str(entry) == "更正增加（已领用未使用） 1 张"
    assert history_of(entry).get().sentence == (
        "登记了空白证书更正增加（已领用未使用） 1 张（职业能力水平评价）"
    )
    write(keeper, "returned", 1, "A16 A16")


def test_a_correction_takes_no_more_than_there_is_and_says_why(keeper: User) -> None:
    with pytest.raises(BlockedError, match="空白证书“作废待销毁”不足，还差 1 张"):
        write(keeper, "removed", 3, place="spoiled")
    silent = Move(Scheme.ABILITY, "removed", 1, place="stock")
    with pytest.raises(BlockedError, match="更正须写明原因"):
        enter(move=silent, actor=keeper, at=AT)


@pytest.mark.parametrize("facts", [{"move": "added", "note": "试"}, {"move": "received", "place": "stock"}])
def test_the_database_knows_what_a_correction_needs(
    keeper: User, management_org: Organisation, facts: dict[str, str]
) -> None:
    row = {"holder": management_org, "scheme": Scheme.ABILITY, "count": 1, "done_by": keeper, "done_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        BlankEntry.objects.create(**row, **facts)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ("A01 A09", ["A10 A19"]),
        ("A10 A19", []),
        ("A12 A14", ["A10 A11", "A15 A19"]),
        ("A05 A12", ["A13 A19"]),
        ("B12 B14", ["A10 A19"]),
    ],
)
def test_what_is_left_of_a_run(taken: str, left: list[str]) -> None:
    def run(ends: str) -> Serials:
        made = Serials.between(*ends.split())
        assert made
        return made

    assert run("A10 A19").without(run(taken)) == [run(ends) for ends in left]
