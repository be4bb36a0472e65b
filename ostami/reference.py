"""The number of a request: its log lines bear it, and its error page shows it to be quoted."""

import logging
import secrets
from contextvars import ContextVar

# Without letters and digits that are mistaken for each other on the telephone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
NONE = "-"

_current: ContextVar[str] = ContextVar("reference", default=NONE)


def begin() -> str:
    """Return a new number; what is logged from here on in this request bears it."""
    number = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    _current.set(f"{number[:4]}-{number[4:]}")
    return _current.get()


def current() -> str:
    """Return the number of the request in hand; a hyphen outside of any."""
    return _current.get()


class ReferenceFilter(logging.Filter):
    """Add the request's number to every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it; no line is left out."""
        record.reference = current()
        return True
