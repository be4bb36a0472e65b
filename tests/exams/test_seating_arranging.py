"""Seating as arithmetic: everybody once, no seat twice, no neighbour with the same paper."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.seating.arranging import Arranged, Mode, arrange
from exams.seating.grids import Cell, Space, neighbours
from exams.seating.sitters import Sitter

BOTH, ONE = ("A", "B"), ("A",)
subjects = st.lists(st.integers(0, 3), max_size=70)
rooms = st.lists(st.tuples(st.integers(1, 36), st.integers(1, 7)), min_size=1, max_size=3)
modes = st.sampled_from(Mode)


def people(*subject: object, versions: tuple[str, ...] = BOTH, watched: bool = True) -> list[Sitter]:
    return [Sitter(key, one, versions, watched) for key, one in enumerate(subject)]


def spaces(*sizes: tuple[int, int]) -> list[Space]:
    return [Space(key, capacity, columns) for key, (capacity, columns) in enumerate(sizes)]


def same_paper_beside(arranged: Arranged, crowd: list[Sitter], halls: list[Space]) -> int:
    """Count the pairs of neighbours with one paper in one version, from the seats alone."""
    subject = {one.key: one.subject for one in crowd}
    paper = {(seat.space, seat.number): (subject[seat.key], seat.version) for seat in arranged.seats}
    return (
        sum(
            paper.get((hall.key, beside.number)) == paper[hall.key, number]
            for hall in halls
            for number in range(1, hall.capacity + 1)
            if (hall.key, number) in paper
            for beside in neighbours(Cell(hall, number))
        )
        // 2
    )


@given(subjects, rooms, modes, st.sampled_from([BOTH, ONE, ()]))
def test_everybody_sits_once_and_no_seat_is_taken_twice(
    subject: list[int], sizes: list[tuple[int, int]], mode: Mode, versions: tuple[str, ...]
) -> None:
    crowd, halls = people(*subject, versions=versions), spaces(*sizes)
    arranged = arrange(crowd, halls, mode)
    keys = [seat.key for seat in arranged.seats]
    assert sorted([*keys, *arranged.left_over]) == [one.key for one in crowd]
    taken = Counter((seat.space, seat.number) for seat in arranged.seats)
    assert all(count == 1 for count in taken.values())
    capacity = {hall.key: hall.capacity for hall in halls}
    assert all(1 <= number <= capacity[space] for space, number in taken)
    assert len(arranged.left_over) == max(0, len(crowd) - sum(capacity.values()))


@given(subjects, rooms, modes)
def test_no_neighbours_have_one_version_where_there_are_two(
    subject: list[int], sizes: list[tuple[int, int]], mode: Mode
) -> None:
    crowd, halls = people(*subject), spaces(*sizes)
    arranged = arrange(crowd, halls, mode)
    assert same_paper_beside(arranged, crowd, halls) == 0
    assert arranged.clashes == ()


@given(subjects, rooms, modes, st.sampled_from([ONE, ()]))
def test_what_could_not_be_met_is_named(
    subject: list[int], sizes: list[tuple[int, int]], mode: Mode, versions: tuple[str, ...]
) -> None:
    crowd, halls = people(*subject, versions=versions), spaces(*sizes)
    arranged = arrange(crowd, halls, mode)
    assert len(arranged.clashes) == same_paper_beside(arranged, crowd, halls)


@given(st.integers(1, 30), st.integers(1, 4))
def test_two_trades_of_one_version_are_kept_apart(pairs: int, half_a_row: int) -> None:
    halls = spaces((2 * pairs, 2 * half_a_row))
    crowd = people(*["turning"] * pairs, *["milling"] * pairs, versions=ONE)
    assert arrange(crowd, halls, Mode.MIXED).clashes == ()


def test_one_trade_of_one_version_takes_every_second_seat_where_there_is_room() -> None:
    arranged = arrange(people(*["turning"] * 15, versions=ONE), spaces((30, 6)), Mode.MIXED)
    assert arranged.clashes == ()
    assert len(arranged.seats) == 15


def test_three_trades_of_one_version_are_mixed() -> None:
    crowd = people(*["turning"] * 10, *["milling"] * 10, *["welding"] * 10, versions=ONE)
    assert arrange(crowd, spaces((30, 6)), Mode.MIXED).clashes == ()


def test_seats_stay_close_together_where_nothing_is_gained() -> None:
    arranged = arrange(people(*["turning"] * 8), spaces((30, 6), (30, 6)), Mode.MIXED)
    assert sorted(seat.number for seat in arranged.seats) == list(range(1, 9))


def test_roster_order_fills_the_seats_as_they_are_numbered() -> None:
    arranged = arrange(people(*["turning"] * 5), spaces((3, 2), (9, 3)), Mode.ROSTER)
    assert [(seat.key, seat.space, seat.number, seat.version) for seat in arranged.seats] == [
        (0, 0, 1, "A"),
        (1, 0, 2, "B"),
        (2, 0, 3, "B"),
        (3, 1, 1, "A"),
        (4, 1, 2, "B"),
    ]


def test_who_finds_no_seat_is_named_in_roster_order() -> None:
    assert arrange(people(*["turning"] * 5), spaces((3, 3)), Mode.MIXED).left_over == (3, 4)


def test_one_version_in_a_full_room_cannot_be_kept_apart_and_says_so() -> None:
    arranged = arrange(people(*["turning"] * 4, versions=ONE), spaces((4, 2)), Mode.MIXED)
    assert len(arranged.clashes) == 4


@pytest.mark.parametrize("mode", Mode)
def test_the_workshop_knows_no_clashes(mode: Mode) -> None:
    crowd = people(*["turning"] * 12, versions=(), watched=False)
    assert arrange(crowd, spaces((12, 4)), mode).clashes == ()
