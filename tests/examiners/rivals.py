"""Acts at the same instant, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


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
