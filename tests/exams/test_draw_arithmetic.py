"""The draw as arithmetic: seed and numbers alone decide, and anybody can repeat it."""

import re
import subprocess

import pytest

from exams.draws import fresh_seed, lot_digest, lots, record_digest, share

NUMBERS = [f"49284901-2026-{number:03d}" for number in range(1, 8)]


def drawn(seed: str, numbers: list[str], count: int) -> list[str]:
    return [lot.number for lot in lots(seed, numbers, count) if lot.drawn]


def test_the_same_seed_gives_the_same_result_in_whatever_order_the_pool_stands() -> None:
    assert lots("2026062", NUMBERS, 3) == lots("2026062", NUMBERS[::-1], 3)
    assert drawn("2026062", NUMBERS, 3) == [f"49284901-2026-{number}" for number in ("005", "001", "002")]


def test_another_seed_gives_another_result() -> None:
    assert len({tuple(drawn(str(seed), NUMBERS, 3)) for seed in range(2026000, 2026010)}) > 5


def test_the_first_lots_in_order_are_drawn() -> None:
    found = lots("2026062", NUMBERS, 3)
    assert [lot.digest for lot in found] == sorted(lot_digest("2026062", number) for number in NUMBERS)
    assert [lot.place for lot in found if lot.drawn] == [1, 2, 3]


def test_a_shell_finds_the_same_digest() -> None:
    line = "printf '%s' '2026062|49284901-2026-001' | sha256sum"
    said = subprocess.run(line, shell=True, check=True, capture_output=True, text=True)  # noqa: S602  as shown
    assert said.stdout.split()[0] == lot_digest("2026062", "49284901-2026-001")


@pytest.mark.parametrize(
    ("pool", "percent", "count"), [(10, 30, 3), (10, 31, 4), (1, 1, 1), (7, 100, 7), (3, 33, 1), (3, 34, 2)]
)
def test_a_fraction_of_a_batch_counts_as_a_whole_one(pool: int, percent: int, count: int) -> None:
    assert share(pool, percent) == count


def test_a_seed_made_here_is_another_one_each_time() -> None:
    seeds = {fresh_seed() for _ in range(20)}
    assert len(seeds) == 20
    assert all(re.fullmatch("[0-9a-f]{16}", seed) for seed in seeds)


def test_a_records_digest_depends_on_every_fact_and_on_no_order_of_keys() -> None:
    assert record_digest({"seed": "1", "count": 2}) == record_digest({"count": 2, "seed": "1"})
    assert record_digest({"seed": "1", "count": 2}) != record_digest({"seed": "1", "count": 3})
