"""Where the blanks with serial numbers lie, told from the ledger line by line."""

from collections.abc import Iterator

from accounts.models import Organisation
from certificates.blanks.routes import route
from certificates.blanks.serials import Serials
from certificates.models import BlankEntry, BlankMove
from ostami.problems import Problem

ALIKE = "此前没有写起止号的，这次也不写"
DESTROYED = "destroyed"


class Whereabouts:
    """The runs of serial numbers in each place of an office; those destroyed stay known."""

    def __init__(self, holder: Organisation, scheme: str) -> None:
        self._runs: dict[str, list[Serials]] = {}
        entries = BlankEntry.objects.filter(holder=holder, scheme=scheme).exclude(first_serial="")
        ends = entries.order_by("pk").values_list("move", "place", "first_serial", "last_serial")
        for move, place, first, last in ends:
            if run := Serials.between(first, last):
                self._move(run, move, place)

    def problems(self, run: Serials, move: str, place: str) -> Iterator[Problem]:
        """Yield the problem of numbers that aren't where a move takes them from, or that came in before."""
        source, _ = route(move, place)
        if source is not None:
            if not run.lies_in(self._runs.get(source, [])):
                text = f"起止号中有的不在“{source.label}”中"
                yield Problem(text, remedy=f"请核对编号；{ALIKE}", field="first_serial")
        elif any(run.overlaps(one) for runs in self._runs.values() for one in runs):
            yield Problem("起止号中有的已登记过入库", remedy="请核对编号", field="first_serial")

    def _move(self, run: Serials, move: str, place: str) -> None:
        source, target = route(move, place)
        if source is not None:
            self._runs[source] = [left for one in self._runs.get(source, []) for left in one.without(run)]
        where = target or (DESTROYED if move == BlankMove.DESTROYED else None)
        if where is not None:
            self._runs.setdefault(where, []).append(run)
