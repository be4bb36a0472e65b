"""The machines and instruments of an application (guide 2.1.3, 2.3)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.names import login_key
from ostami.problems import Problem, refuse_if
from stations.models import EquipmentItem, EquipmentUse, RequestedTrade, StationApplication
from stations.services.drafting import own_draft
from stations.services.row_matching import match_rows, write_rows

MOST_ITEMS = 500  # in each of the two blocks
MOST_PIECES = 99_999


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentEntry:
    """A kind of machine or instrument as typed; `pk` is that of the stored row, `position` its place."""

    use: EquipmentUse
    name: str
    quantity: int
    position: int = 0
    pk: int | None = None

    @property
    def likeness(self) -> tuple[str, str]:
        """Block and name."""
        return (self.use, self.name)

    @property
    def facts(self) -> dict[str, Any]:
        """What F1 prints of it."""
        return {"use": self.use, "name": self.name, "quantity": self.quantity}


def same_equipment(name: str) -> str:
    """Fold a name: what differs in letter case, spaces or full-width forms alone is the same equipment."""
    return login_key(name)


@transaction.atomic
def save_equipment(
    *,
    application: StationApplication,
    actor: User,
    entries: Sequence[EquipmentEntry],
    removed: Collection[int] = (),
) -> tuple[list[EquipmentItem], list[str]]:
    """Store the equipment of a draft, and take out what is `removed`; what isn't mentioned stays.

    Args:
        application: the draft.
        actor: who fills it in.
        entries: the equipment typed.
        removed: keys of items to take out; others' are passed over.

    Returns:
        The stored items in the order of `entries`, and a sentence for every trade left without equipment.

    Raises:
        BlockedError: the application was handed in, or a block has too many items.
    """
    draft = own_draft(application, actor)
    stored = list(draft.equipment.all())
    rows = match_rows(stored, entries, removed=removed, likeness=("use", "name"))
    gone = {item.pk for item in stored} & set(removed)
    counts = Counter(item.use for item in stored if item.pk not in gone)
    counts.update(entry.use for entry, row in zip(entries, rows, strict=True) if row is None)
    refuse_if(_too_many(counts))
    bare = _left_bare(draft, gone)
    written = write_rows(rows, entries, EquipmentItem, application=draft)
    draft.equipment.filter(pk__in=gone).delete()
    return written, bare


@transaction.atomic
def import_equipment(
    *, application: StationApplication, actor: User, entries: Sequence[EquipmentEntry], replaces: bool
) -> str:
    """Take over the rows of a table, after what is there or instead of it, and say what was done.

    Equipment that is there under the same name keeps the trades that name it, and takes the table's quantity
    and place.

    Raises:
        BlockedError: the application was handed in, or a block would have too many items.
    """
    draft = own_draft(application, actor)
    stored = {(item.use, same_equipment(item.name)): item for item in draft.equipment.all()}
    known = [stored.get((entry.use, same_equipment(entry.name))) for entry in entries]
    mentioned = {item.pk for item in known if item}
    removed = [item.pk for item in stored.values() if replaces and item.pk not in mentioned]
    last = 0 if replaces else max((item.position for item in stored.values()), default=0)
    placed = [
        replace(entry, pk=item.pk if item else None, position=last + number)
        for number, (entry, item) in enumerate(zip(entries, known, strict=True), start=1)
    ]
    _, notes = save_equipment(application=draft, actor=actor, entries=placed, removed=removed)
    counts = f"已导入 {len(entries)} 项设备：新增 {known.count(None)} 项，更新 {len(mentioned)} 项"
    return "".join([counts, f"，删除 {len(removed)} 项。" if replaces else "。", *notes])


def _too_many(counts: Counter[str]) -> Iterable[Problem]:
    for use, count in counts.items():
        if count > MOST_ITEMS:
            label = EquipmentUse(use).label
            yield Problem(
                f"{label}共 {count} 项，最多登记 {MOST_ITEMS} 项", remedy="请合并同类设备或删除部分行"
            )


def _left_bare(draft: StationApplication, gone: Collection[int]) -> list[str]:
    """Say which trades lose the last of their equipment."""
    trades = RequestedTrade.objects.filter(application=draft, equipment__in=gone).distinct()
    return [
        f"“{requested.trade.name}”的对应设备已全部删除，请重新勾选。"
        for requested in trades.select_related("trade").prefetch_related("equipment")
        if all(item.pk in gone for item in requested.equipment.all())
    ]
