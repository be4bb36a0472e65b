"""How much time is left, in words; from 48 hours before a deadline on it is urgent."""

from datetime import datetime, timedelta

URGENT = timedelta(hours=48)


def span(left: timedelta) -> str:
    """Say a time that is left: 3 天; below 48 hours 5 小时 12 分; below an hour 12 分.

    Days and minutes that have begun to run out aren't counted: 71 hours are 2 天.
    """
    if left >= URGENT:
        return f"{left.days} 天"
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分" if minutes else "不到 1 分钟"


def remaining(left: timedelta) -> str:
    """Say a time that is left as a clause: 还剩 3 天, 还剩不到 1 分钟."""
    words = span(left)
    return f"还剩 {words}" if words[0].isdigit() else f"还剩{words}"


def until(deadline: datetime, *, now: datetime) -> str:
    """Say how far off a deadline is that ends with a day's last instant: 还剩 3 天, 今天截止, 已过.

    Args:
        deadline: the first instant at which it is too late, 00:00 of the day after the last one.
        now: the instant of the request.
    """
    left = deadline - now
    if left <= timedelta():
        return "已过"
    today = "今天截止，" if left <= timedelta(days=1) else ""
    return f"{today}{remaining(left)}"


def is_urgent(deadline: datetime, *, now: datetime) -> bool:
    """Tell whether a deadline is ahead and less than 48 hours off."""
    return timedelta() < deadline - now < URGENT
