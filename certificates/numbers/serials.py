"""Serials of a series, past those whose numbers other certificates bear already."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

from certificates.numbers.borne import borne
from workflow.numbering import locked_series

WINDOW = 100

Written = Callable[[int], str]


class FreeSerials:
    """Takes serials for one act of issuing, inside its transaction.

    A certificate of before the portal may bear a number that the rule would give: it is left out, so that
    both together have neither gap nor double. What was learnt of a series holds as long as it is locked.
    """

    def __init__(self) -> None:
        self._judged: dict[str, tuple[int, set[int]]] = {}

    def take(self, key: str, written: Written) -> int:
        """Return the next free serial of the series `key`, and keep the series locked.

        Args:
            key: the series.
            written: gives the number that a serial stands in.

        Raises:
            ImproperlyConfigured: different serials give the same number.
        """
        series = locked_series(key)
        serial = series.last + 1
        while not self._is_free(key, serial, written):
            serial += 1
        series.last = serial
        series.save(update_fields=["last"])
        return serial

    def _is_free(self, key: str, serial: int, written: Written) -> bool:
        until, taken = self._judged.get(key, (0, set()))
        if serial >= until:
            until = serial + WINDOW
            numbers = {written(one): one for one in range(serial, until)}
            if len(numbers) < WINDOW:
                raise ImproperlyConfigured("The pattern of certificate numbers leaves the serial out.")
            taken = {numbers[number] for number in borne(numbers)}
            self._judged[key] = until, taken
        return serial not in taken
