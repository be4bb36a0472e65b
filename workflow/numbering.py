"""Numbers without gaps or doubles."""

from django.db import transaction

from workflow.models import NumberSeries


def next_number(key: str) -> int:
    """Take the next number of the series `key`, starting with 1.

    The counter's row stays locked until the surrounding transaction ends: a rolled back transaction gives its
    number back, and two writers never hold the same one. A database sequence would leave a gap instead.

    Raises:
        RuntimeError: outside a transaction, where the number could be lost.
    """
    series = locked_series(key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def locked_series(key: str) -> NumberSeries:
    """Return the row of a series, made where there is none, locked until the surrounding transaction ends.

    Whoever finds the next number elsewhere, as in a registry, holds this row while looking and writing.

    Raises:
        RuntimeError: outside a transaction, where the lock would end at once.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    NumberSeries.objects.get_or_create(key=key)
    return NumberSeries.objects.select_for_update().get(key=key)
