"""Numbers of copies: read off a photograph, typed, and checked."""

import pytest

from exams.papers.numbers import check_digit, copy_number, grouped, number_problems, read_number


def wrong(number: str) -> list[str]:
    return [problem.text for problem in number_problems(number)]


def test_a_number_holds_year_serial_and_check_digit() -> None:
    number = copy_number(year=2026, serial=17)
    assert number[:8] == "26000017"
    assert grouped(number) == f"260 000 17{check_digit('26000017')}"
    assert wrong(number) == []


def test_the_check_digit_is_that_of_iso_7064() -> None:
    """The standard's own example."""
    assert check_digit("0794") == "5"


@pytest.mark.parametrize("serial", [1, 17, 999_999, 1_000_000])
def test_every_single_misread_digit_is_noticed(serial: int) -> None:
    number = copy_number(year=2026, serial=serial)
    for place, digit in enumerate(number):
        for other in set("0123456789") - {digit}:
            assert wrong(number[:place] + other + number[place + 1 :]) != []


@pytest.mark.parametrize(
    "typed", ["{n}", " 260 000 174 ", "２６０　０００　１７４", "26O-Ooo-l74", "26o oQ0 I74", "260·000·174"]
)
def test_it_is_read_however_it_was_typed(typed: str) -> None:
    assert read_number(typed.format(n="260000174")) == "260000174"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("26000X174", "编号有误，第 6 位“X”不是数字"),
        ("2600174", "编号有误，应为 9 位数字，所填为 7 位"),
        ("", "编号有误，应为 9 位数字，所填为 0 位"),
    ],
)
def test_what_is_wrong_is_told(typed: str, words: str) -> None:
    assert wrong(read_number(typed)) == [words]


def test_a_wrong_check_digit_is_told_with_what_to_do() -> None:
    number = copy_number(year=2026, serial=17)
    misread = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert [str(problem) for problem in number_problems(misread)] == [
        "编号有误，其中有数字看错或填错。请对照试卷页面上的编号逐位核对。"
    ]
