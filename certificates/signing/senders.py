"""How many files one sender may have checked."""

from datetime import datetime, timedelta

from certificates import counting
from ostami.problems import Problem

FILES, WINDOW_SECONDS = 20, 10 * 60


def count_file(sender: str, *, at: datetime) -> Problem | None:
    """Count a file that a network sends, and return what is wrong if these are too many.

    Without a sender nothing is counted: all together have no limit, by which one machine could keep everybody
    from checking.

    Args:
        sender: the network that it comes from, empty where unknown.
        at: the instant when it came.
    """
    if not sender:
        return None
    seconds = int(at.timestamp())
    window = seconds // WINDOW_SECONDS
    name = f"{window}:files of:{sender}"
    if counting.add({name: 1}, today=at.date())[name] <= FILES:
        return None
    end = at + timedelta(seconds=(window + 1) * WINDOW_SECONDS - seconds)
    return Problem("核对的文件过多", remedy=f"请在 {end:%H:%M} 以后再试")
