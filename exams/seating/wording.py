"""Words that several pages of seating share."""

from collections.abc import Sequence

NAMES_SHOWN = 5


def some_names(names: Sequence[str]) -> str:
    """Return names in a line, the first few of them."""
    return "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")
