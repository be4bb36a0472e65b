"""Counting, exactly and for all web processes alike."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from certificates.models import LookupCount
from ostami.sealing import keyed_digest

# One statement: no other process comes between reading and writing. The rows are locked in the order given.
ADD = """
INSERT INTO certificates_lookupcount (key, day, count) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET count = certificates_lookupcount.count + excluded.count
RETURNING key, count
"""
PORTION = 1000  # rows that are deleted at once, so that nobody waits for them


def add(amounts: Mapping[str, int], *, today: date) -> dict[str, int]:
    """Add to counts, which begin at nothing, and return them as they are then.

    Args:
        amounts: what to add, below zero to take back, by what is counted; this is stored as a digest alone.
        today: the day that forgotten counts go by; a count of several days would be lost.
    """
    named = sorted((_key(name), name) for name in amounts)
    if not named:
        return {}
    values = [value for key, name in named for value in (key, today, amounts[name])]
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(named))), values)
        counts = dict(cursor.fetchall())
    return {name: counts[key] for key, name in named}


def counted(names: Iterable[str]) -> dict[str, int]:
    """Return counts as they are; nothing is written."""
    keys = {_key(name): name for name in names}
    rows = LookupCount.objects.filter(key__in=keys).values_list("key", "count")
    return dict.fromkeys(keys.values(), 0) | {keys[key]: count for key, count in rows}


def tidy(names: Iterable[str]) -> None:
    """Delete the counts that are nothing, one a statement: two who tidy up never wait in a circle."""
    for name in names:
        LookupCount.objects.filter(key=_key(name), count__lte=0).delete()


def forget(*, today: date) -> int:
    """Delete the counts of earlier days and those of nothing, portion by portion; return how many these were.

    The day before stays for who asks at midnight.
    """
    old = LookupCount.objects.filter(Q(day__lt=today - timedelta(days=1)) | Q(count__lte=0)).order_by("pk")
    deleted = 0
    while portion := list(old.values_list("pk", flat=True)[:PORTION]):
        deleted += old.filter(pk__in=portion).order_by().delete()[0]
    return deleted


def _key(name: str) -> str:
    return keyed_digest(name, purpose="lookup")
