"""Acts at the same instant, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
LOOKS = 1000  # for the second to wait at the first's lock, a hundredth of a second each


def at_once(act: Callable[[T], str], rivals: Sequence[T]) -> list[str]:
    """Start an act on each of `rivals` at one instant; return the answers, sorted."""
    start = Barrier(len(rivals))

    def alone(rival: T) -> str:
        try:
            connection.ensure_connection()
            start.wait()
            return act(rival)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rivals)) as threads:
        return sorted(threads.map(alone, rivals))


def behind(first: Callable[[], object], second: Callable[[], str], *, waits: bool = True) -> str:
    """Start `second` while `first` stands between its writing and its commit, and return its answer.

    Args:
        first: the act that holds its locks.
        second: the act that comes while it does, on a connection of its own.
        waits: whether the second has to wait for the first; otherwise it has to answer before the commit.
    """

    def late() -> str:
        try:
            return second()
        finally:
            connection.close()

    never = Event()
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            answer = threads.submit(late)
            for _ in range(LOOKS):
                if answer.done() or (waits and somebody_waits_for_a_lock()):
                    break
                never.wait(0.01)
            assert answer.done() is not waits
        return answer.result(timeout=30)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def in_a_rush(act: Callable[[T], str], crowd: Sequence[T], *, threads: int = 16) -> list[str]:
    """Let a crowd act through as many doors at once as a portal has; return the answers, sorted."""
    answers: list[str] = []

    def through_one_door(share: Sequence[T]) -> str:
        answers.extend([act(one) for one in share])
        return ""

    at_once(through_one_door, [crowd[door::threads] for door in range(threads)])
    return sorted(answers)
