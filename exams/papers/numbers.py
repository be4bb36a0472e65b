"""Numbers of paper copies: year, serial and a check digit, so that a digit misread on a photograph shows.

``26`` ``000017`` and a check digit: the 17th copy of 2026 (ISO/IEC 7064, MOD 11,10). It is stored without
gaps and shown in groups of three.
"""

import re
from collections.abc import Iterator

from accounts.names import fold
from ostami.problems import Problem

SERIAL_DIGITS = 6
LENGTH = 2 + SERIAL_DIGITS + 1
# What a digit is taken for on a poor photograph, or typed as.
READ_AS = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1"})
JOINS = re.compile(r"[-‐-―·.,，。、_]")
LOOK_AGAIN = "请对照试卷页面上的编号逐位核对"


def copy_number(*, year: int, serial: int) -> str:
    """Return the number of the `serial`-th copy of `year`."""
    digits = f"{year % 100:02d}{serial:0{SERIAL_DIGITS}d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """Return the check digit of `digits`; it tells every single wrong digit (ISO/IEC 7064, MOD 11,10)."""
    product = 10
    for digit in digits:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def grouped(number: str) -> str:
    """Return a number in groups of three, as it stands on the pages."""
    return " ".join(number[start : start + 3] for start in range(0, len(number), 3))


def read_number(typed: str) -> str:
    """Return a typed number without gaps; O is read as 0, I and l as 1, full-width digits as digits."""
    return JOINS.sub("", fold(typed)).upper().translate(READ_AS)


def number_problems(number: str) -> Iterator[Problem]:
    """Yield what is wrong with a number that `read_number` returned."""
    strange = next(((place, sign) for place, sign in enumerate(number, 1) if not "0" <= sign <= "9"), None)
    if strange is not None:
        place, sign = strange
        yield Problem(f"编号有误，第 {place} 位“{sign}”不是数字", remedy=LOOK_AGAIN, field="number")
    elif len(number) < LENGTH:
        words = f"编号有误，应为 {LENGTH} 位数字，所填为 {len(number)} 位"
        yield Problem(words, remedy=LOOK_AGAIN, field="number")
    elif check_digit(number[:-1]) != number[-1]:
        yield Problem("编号有误，其中有数字看错或填错", remedy=LOOK_AGAIN, field="number")
