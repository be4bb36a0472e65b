"""The pictures of the manuals, as the browser tests took them.

`pictures.json` says of each how large it is, and which headings and labels its page had: the test that takes
the pictures fails once a page says something else.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static

RECORD = Path(__file__).parent / "pictures.json"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, and its size in points of the screen."""

    name: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """Where the file lies."""
        return static(f"img/manual/{self.name}.webp")


@cache
def record() -> dict[str, Any]:
    """Return what is known of every picture."""
    known: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return known


def picture(name: str) -> Picture:
    """Return a picture.

    Raises:
        KeyError: there is no such picture.
    """
    return Picture(name, record()[name]["width"], record()[name]["height"])
