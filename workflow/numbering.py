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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is taken inside the transaction that uses it.")
    NumberSeries.objects.get_or_create(key=key)
    series = NumberSeries.objects.select_for_update().get(key=key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
