"""What staff change in the catalogue."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.names import fold
from ostami.problems import Problem, refuse_if
from scope_catalog.models import NamedEntry, Trade
from workflow import audit

NAME_FIELDS = ("name", "initials", "corrected_on", "corrected_by")


@transaction.atomic
def correct_name(*, trade: Trade, name: str, seen: str, reason: str, actor: User, today: date) -> Trade:
    """Give a trade the name that staff found right, or confirm the name of a doubtful one; audited.

    Where the trade stands for its occupation, the occupation takes the name as well. Later loads of the
    catalogue file keep it.

    Args:
        trade: the trade.
        name: the right name; the present one confirms it.
        seen: the name that the actor saw, so that two people don't overwrite each other.
        reason: by which source, in the actor's words.
        actor: who corrects.
        today: the day that is noted.

    Raises:
        BlockedError: the name was changed by somebody else, is taken, or nothing would change.
    """
    trade = Trade.objects.select_for_update(of=("self",)).select_related("occupation").get(pk=trade.pk)
    old, name = trade.name, fold(name)
    refuse_if(_obstacles(trade, name=name, seen=seen))
    _sign(trade, name=name, actor=actor, today=today)
    trade.save(update_fields=[*NAME_FIELDS, "machine_category", "machine"])
    if trade.stands_for_occupation:
        _sign(trade.occupation, name=name, actor=actor, today=today)
        trade.occupation.save(update_fields=NAME_FIELDS)
    confirmed = old == name
    audit.record(
        trade,
        action="correct_name",
        sentence="核对名称无误" if confirmed else "更正了名称",
        actor=actor,
        changes={} if confirmed else {"名称": (old, name)},
        reason=reason,
    )
    return trade


def _obstacles(trade: Trade, *, name: str, seen: str) -> Iterator[Problem]:
    if trade.name != seen:
        yield Problem(f"名称已由他人更正为“{trade.name}”", remedy="请核对后再决定是否更正", field="name")
    elif trade.name == name and not trade.doubtful:
        yield Problem("新名称与现名称相同", remedy="请填写更正后的名称", field="name")
    others = Trade.objects.filter(occupation=trade.occupation, name=name).exclude(pk=trade.pk)
    if others.exists():
        yield Problem(
            f"{trade.occupation.code_and_name}中已有工种“{name}”", remedy="请核对工种编码和名称", field="name"
        )


def _sign(entry: NamedEntry, *, name: str, actor: User, today: date) -> None:
    entry.rename(name)
    entry.corrected_on, entry.corrected_by = today, actor
