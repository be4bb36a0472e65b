"""Station numbers: three digits each, given once (guide 2.4)."""

from itertools import chain

from accounts.models import Organisation, User
from accounts.names import login_key
from ostami.policy import STATION_CODE_HEAD
from ostami.problems import BlockedError, Problem
from workflow.numbering import locked_series

SERIES = "station"
LAST = 999
NAME_FAMILY = "机械行业职业能力评价"
NAME_HEAD = f"{NAME_FAMILY}职教"


def station_code(number: int) -> str:
    """Return the code (机构编码) of a station, such as ``49284299`` for 299."""
    return f"{STATION_CODE_HEAD}{number:03d}"


def station_name(number: int) -> str:
    """Return the standard name of a station."""
    return f"{NAME_HEAD}{number:03d}考试站"


def short_name(name: str) -> str:
    """Return a station's name without what all stations are called, such as ``职教299考试站``."""
    return name.removeprefix(NAME_FAMILY)


def next_station_number() -> int:
    """Return the next free number: one after the highest in use, past 999 the lowest that is free.

    A closed station keeps its number.

    Raises:
        BlockedError: all numbers are given.
        RuntimeError: outside a transaction.
    """
    hold_numbers()
    return free_number()


def hold_numbers() -> None:
    """Make all who enter stations wait for each other until the transaction ends.

    Two approvals compete for the row of the series: the second looks at the registry when the first's station
    stands in it. That row is nobody else's; a lock on the management station's would hold up all its work.

    Raises:
        RuntimeError: outside a transaction.
    """
    locked_series(SERIES)


def free_number() -> int:
    """Return the number that the registry, as it stands, has free next; without a lock.

    Raises:
        BlockedError: all numbers are given.
    """
    given, names = _given_numbers(), _taken_names()
    highest = max(given, default=0)
    for number in chain(range(highest + 1, LAST + 1), range(1, highest)):
        # A school may have registered by what looks like a station's name: that name is not to be had.
        if number not in given and login_key(station_name(number)) not in names:
            return number
    raise BlockedError(
        [Problem(f"三位编号 001 至 {LAST} 已全部用完，不能再建站", "2.4", "请与指导中心商定新的编号规则")]
    )


def _given_numbers() -> set[int]:
    codes = Organisation.objects.filter(code__regex=rf"^{STATION_CODE_HEAD}[0-9]{{3}}$")
    return {int(code.removeprefix(STATION_CODE_HEAD)) for code in codes.values_list("code", flat=True)}


def _taken_names() -> set[str]:
    users = User.objects.get_queryset().filter(login_key__startswith=login_key(NAME_HEAD))
    return set(users.values_list("login_key", flat=True))
