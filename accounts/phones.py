"""Phone numbers as people type them, folded to one spelling, and what makes one right."""

import re

from accounts.names import fold

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")


def clean_phone(text: str) -> str:
    """Fold a phone number: full-width forms, spaces and +86 away, hyphens too in a mobile one.

    An area code in brackets gets its hyphen: ``(0519)80000000``.
    """
    hyphened = re.sub(r"^\((0[0-9]{2,3})\)-?", r"\1-", re.sub(r"[‐-―−]", "-", fold(text)))
    folded = re.sub(r"^(\+|00)86-?", "", hyphened)
    return folded.replace("-", "") if folded.startswith("1") else folded


def is_phone(number: str) -> bool:
    """Tell whether a cleaned `number` is a mobile one or a landline with its area code."""
    return bool(MOBILE.fullmatch(number) or LANDLINE.fullmatch(number))
