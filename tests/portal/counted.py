"""Counts of a to-do list against the rows of the lists that they lead to."""

from collections.abc import Iterable
from typing import Any

from django.test import Client

from portal.todo.items import Todo

# Parts of a page, each with what it is filled from.
PARTS = {"to-ship-heading": "to_ship", "mend-heading": "to_mend"}


def miscounted(client: Client, todo: Iterable[Todo]) -> list[str]:
    """Return every line whose count isn't the number of the rows behind it, in words.

    A line of one case leads to its page; all others to a list.
    """
    return [f"{one.label} {one.count} {one.address}" for one in todo if not _agrees(client, one)]


def _agrees(client: Client, one: Todo) -> bool:
    address, _, part = one.address.partition("#")
    if part in PARTS:
        return len(client.get(address).context[PARTS[part]]) == one.count
    if "?" in address:
        return rows(client.get(address).context) == one.count
    return one.count == 1 or one.unit != "项"


def rows(context: Any) -> int:
    """Return how many rows a list has on all its pages."""
    return int(context["paginator"].count)
