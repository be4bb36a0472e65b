"""Brings the stored catalogue in line with the catalogue file, in one transaction and a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db import transaction

from scope_catalog.choices import Scheme
from scope_catalog.levels import LevelTitles
from scope_catalog.models import NamedEntry, Occupation, Trade
from scope_catalog.rows import CatalogueRow
from workflow import audit

if TYPE_CHECKING:
    from django.db.models import Field

# guide 2.5.1 note ①: levels 3 to 1 of 工业工程技术人员 are 初级, 中级, 高级
ENGINEERING_TITLED = frozenset({(Scheme.ABILITY.value, "JX02-07-01")})

OCCUPATION_FIELDS = ("name", "source_name", "initials", "category", "level_titles")
TRADE_FIELDS = (
    *("name", "source_name", "initials", "machine_category", "machine"),
    *("sequence", "levels", "stands_for_occupation", "note", "retired_on"),
)

E = TypeVar("E", bound=NamedEntry)
Key = tuple[str, ...]
Facts = dict[str, Any]
Changes = dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in rows; a row is changed if its trade or its occupation is."""

    new: int
    changed: int
    unchanged: int
    retired: int


@transaction.atomic
def load_catalogue(*, rows: Iterable[CatalogueRow], today: date) -> LoadReport:
    """Insert, update and retire trades so that the catalogue says what `rows` say; nothing is deleted.

    A trade that `rows` no longer have is retired on `today`, and comes back when they have it again. A name
    that staff corrected is kept. Loading the same rows again changes nothing.
    """
    rows = list(rows)
    occupations, changed_occupations = _load_occupations(rows)
    known = Trade.objects.select_for_update(of=("self",)).select_related("occupation")
    stored = {_trade_key(trade): trade for trade in known}
    new: list[Trade] = []
    known_rows: list[tuple[CatalogueRow, Trade, Changes]] = []
    for row in rows:
        trade = stored.pop(row.key, None)
        if trade is None:
            trade = Trade(occupation=occupations[row.occupation_key], code=row.trade_code)
            new.append(trade)
            _take(trade, row.unit_name, _trade_facts(row))
        else:
            known_rows.append((row, trade, _take(trade, row.unit_name, _trade_facts(row))))
    gone = [trade for trade in stored.values() if trade.retired_on is None]
    Trade.objects.bulk_create(new)
    _retire(gone, today)
    _update(Trade, [(trade, changes) for _, trade, changes in known_rows if changes], TRADE_FIELDS)
    changed = sum(
        bool(changes) or row.occupation_key in changed_occupations for row, _, changes in known_rows
    )
    return LoadReport(len(new), changed, len(known_rows) - changed, len(gone))


def _load_occupations(rows: list[CatalogueRow]) -> tuple[dict[Key, Occupation], set[Key]]:
    """Return all occupations by key, and the keys of those that were there before and are different."""
    stored: dict[Key, Occupation] = {(found.scheme, found.code): found for found in Occupation.objects.all()}
    new: list[Occupation] = []
    changed: list[tuple[Occupation, Changes]] = []
    for key, row in {row.occupation_key: row for row in rows}.items():
        occupation = stored.get(key)
        if occupation is None:
            stored[key] = occupation = Occupation(scheme=row.scheme, code=row.occupation_code)
            new.append(occupation)
            _take(occupation, row.occupation_name, _occupation_facts(row))
        elif changes := _take(occupation, row.occupation_name, _occupation_facts(row)):
            changed.append((occupation, changes))
    Occupation.objects.bulk_create(new)
    _update(Occupation, changed, OCCUPATION_FIELDS)
    return stored, {(occupation.scheme, occupation.code) for occupation, _ in changed}


def _occupation_facts(row: CatalogueRow) -> Facts:
    engineering = row.occupation_key in ENGINEERING_TITLED
    titles = LevelTitles.ENGINEERING if engineering else LevelTitles.WORKER
    return {"category": row.category, "level_titles": titles.value}


def _trade_key(trade: Trade) -> Key:
    own = "" if trade.stands_for_occupation else trade.code or trade.source_name
    return trade.occupation.scheme, trade.occupation.code, own


def _trade_facts(row: CatalogueRow) -> Facts:
    return {
        "sequence": row.sequence,
        "levels": row.levels,
        "stands_for_occupation": row.stands_for_occupation,
        "note": row.note,
        "retired_on": None,
    }


def _take(entry: NamedEntry, name: str, facts: Facts) -> Changes:
    """Set on `entry` what the file says, and return what differed: field to old and new value."""
    facts = {**facts, "source_name": name}
    if entry.corrected_on is None:
        facts["name"] = name
    changes = {
        field: (old, value) for field, value in facts.items() if (old := getattr(entry, field)) != value
    }
    for field, (_, value) in changes.items():
        setattr(entry, field, value)
    if "name" in changes:
        entry.rename(entry.name)
    return changes


def _update(model: type[E], changed: list[tuple[E, Changes]], fields: tuple[str, ...]) -> None:
    model._default_manager.bulk_update([entry for entry, _ in changed], fields)  # noqa: SLF001  any of the two
    for entry, changes in changed:
        told = {_label(model, field): pair for field, pair in changes.items()}
        audit.record(entry, action="load", sentence="按评价范围目录更新", actor=None, changes=told)


def _label(model: type[NamedEntry], field: str) -> str:
    return str(cast("Field[Any, Any]", model._meta.get_field(field)).verbose_name)  # noqa: SLF001  Django's own name


def _retire(gone: list[Trade], today: date) -> None:
    for trade in gone:
        trade.retired_on = today
        changes = {"停用日期": (None, today)}
        audit.record(
            trade, action="retire", sentence="评价范围目录已无此项，停用", actor=None, changes=changes
        )
    Trade.objects.bulk_update(gone, ("retired_on",))
