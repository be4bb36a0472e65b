"""Trades by day, word, level and order."""

import re
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from accounts.names import fold
from accounts.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from scope_catalog.models import Trade  # noqa: F401  names the rows

DASHES = re.compile("[‐‑‒–—−]+")


class TradeQuerySet(ScopedQuerySet["Trade"]):
    """Trades, the unit in which all business is done (guide 2.5.1 note ②)."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Return every trade."""
        return self

    def live(self, on: date) -> Self:
        """Return the trades that can be chosen on the day `on`: those not retired by then."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))

    def with_level(self, level: int) -> Self:
        """Return the trades that have the level (5 to 1)."""
        return self.filter(levels__contains=str(int(level)))

    def search(self, text: str) -> Self:
        """Return the trades that `text` finds; empty text finds all.

        A word is looked for anywhere in the name and in its pinyin initials, and at the beginning of the
        code, of the trade and of its occupation alike. Letter case, spaces and full-width forms make no
        difference.
        """
        word = DASHES.sub("-", fold(text))
        if not word:
            return self
        found = Q(name__icontains=word) | Q(occupation__name__icontains=word)
        found |= Q(code__istartswith=word) | Q(occupation__code__istartswith=word)
        if word.isascii() and word.isalnum():
            letters = word.lower()
            found |= Q(initials__contains=letters) | Q(occupation__initials__contains=letters)
        return self.filter(found)

    def in_order(self) -> Self:
        """Return the trades in the guide's order, each with its occupation at hand."""
        return self.select_related("occupation").order_by(
            "occupation__scheme", "occupation__code", "sequence", "code", "pk"
        )
