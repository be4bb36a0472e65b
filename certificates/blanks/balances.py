"""How many blanks lie where: in stock, handed out, printed, and spoiled but not destroyed yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Sum

from accounts.models import Organisation
from certificates.blanks.routes import route
from certificates.models import BlankEntry, BlankPlace
from ostami.problems import Problem
from scope_catalog.choices import Scheme


@dataclass(frozen=True, slots=True)
class Balance:
    """The blanks of one scheme."""

    scheme: Scheme
    stock: int = 0
    out: int = 0
    printed: int = 0
    spoiled: int = 0
    known: bool = False

    @property
    def is_low(self) -> bool:
        """Tell whether new blanks should be ordered; a scheme without any entry has none to watch."""
        low: int = settings.BLANK_LOW_STOCK
        return self.known and self.stock < low

    def after(self, move: str, count: int, place: str = "") -> "Balance":
        """Return the balance after `count` blanks made `move`; a correction names its `place`."""
        source, target = route(move, place)
        counts = {one.value: getattr(self, one) for one in BlankPlace}
        if source:
            counts[source] -= count
        if target:
            counts[target] += count
        return replace(self, **counts, known=True)

    def problems(self) -> Iterator[Problem]:
        """Yield the problem of each place that would hold fewer than none."""
        for place in BlankPlace:
            count: int = getattr(self, place)
            if count < 0:
                yield Problem(
                    f"{self.scheme.label}的空白证书“{place.label}”不足，还差 {-count} 张",
                    remedy="请核对数量，或先登记此前的入库、领用、打印或作废",
                    field="count",
                )


def balance(holder: Organisation, scheme: str) -> Balance:
    """Return where the blanks of a scheme lie, by the ledger of `holder`."""
    return next(one for one in balances(holder) if one.scheme == scheme)


def balances(holder: Organisation) -> list[Balance]:
    """Return the balance of every scheme, in one query."""
    found = {scheme: Balance(scheme) for scheme in Scheme}
    moved = BlankEntry.objects.filter(holder=holder).order_by().values_list("scheme", "move", "place")
    for scheme, move, place, count in moved.annotate(Sum("count")):
        found[Scheme(scheme)] = found[Scheme(scheme)].after(move, count, place)
    return list(found.values())
