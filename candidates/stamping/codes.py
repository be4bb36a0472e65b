"""The code on a personal form: as an address for the QR code, as people read it, and found again."""

import re
from collections.abc import Iterable

from django.urls import reverse

from candidates.models import Enrolment

# Without 0, 1, I and O, which are easily mistaken for each other.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16
GROUP = 4
ADDRESSED = re.compile(rf"/candidates/f/([{CODE_ALPHABET}]{{{CODE_LENGTH}}})/?$")


def form_address(enrolment: Enrolment, *, root: str) -> str:
    """Return the absolute address in the form's QR code; empty while the form isn't handed in.

    Args:
        enrolment: whose form.
        root: the portal's address, such as ``https://portal.example.org/``; without one there is none.
    """
    if not root or not enrolment.form_code or enrolment.is_open:
        return ""
    return root.rstrip("/") + reverse("candidates:form_by_code", kwargs={"form_code": enrolment.form_code})


def grouped(code: str) -> str:
    """Return a code in groups of four, as the form prints it."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """Return a code as it is stored for one that a person typed: with spaces, hyphens or small letters."""
    return re.sub(r"[\s-]", "", typed).upper()


def code_among(texts: Iterable[str]) -> str:
    """Return the form's code in what the QR codes of a page say; empty where none leads to a form."""
    found = (ADDRESSED.search(text) for text in texts)
    return next((match.group(1) for match in found if match), "")
