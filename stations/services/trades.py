"""The trades that an application asks for, each with levels, equipment and examiners (guide 2.1.2, 2.3)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.http import Http404

from accounts.models import User
from ostami import policy
from ostami.problems import Problem, refuse_if
from scope_catalog.models import Trade
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    EquipmentItem,
    PersonRole,
    RequestedTrade,
    StationApplication,
)
from stations.services.drafting import own_draft
from stations.services.levels import digits_of
from stations.trade_choice import wrong_levels


@transaction.atomic
def request_trade(
    *, application: StationApplication, actor: User, trade: Trade, levels: Iterable[int], today: date
) -> RequestedTrade:
    """Ask for `trade` at `levels`, or in a reduction give them up.

    Args:
        application: the draft.
        actor: who fills it in.
        trade: of the application's scheme; live on `today`, or for a reduction granted.
        levels: levels 5 to 1, in any order.
        today: the day on which the trade must be live.

    Raises:
        BlockedError: the application was handed in, the trade can't be chosen or is chosen already, or the
            levels don't fit.
    """
    draft, digits = own_draft(application, actor), digits_of(levels)
    refuse_if(
        [
            *_not_choosable(draft, trade, today),
            *_chosen_already(draft, trade),
            *wrong_levels(draft, trade, digits),
        ]
    )
    return RequestedTrade.objects.create(application=draft, trade=trade, levels=digits)


@transaction.atomic
def change_request(
    *,
    requested: RequestedTrade,
    actor: User,
    levels: Iterable[int],
    equipment: Collection[EquipmentItem] = (),
    examiners: Collection[ApplicationPerson] = (),
) -> RequestedTrade:
    """Set a requested trade's levels, its equipment and its examiners.

    Fewer than three examiners can be saved; only handing in asks for all (guide 2.1.2).

    Args:
        requested: a trade of a draft.
        actor: who fills it in.
        levels: levels 5 to 1, in any order.
        equipment: items of the same application.
        examiners: people of the same application with the role examiner.

    Raises:
        BlockedError: the application was handed in, the levels don't fit, or somebody would examine more than
            three trades (guide 3.2).
    """
    draft = own_draft(requested.application, actor)
    row = _fresh(draft, requested)
    digits = digits_of(levels)
    sitting = draft.people.filter(pk__in=[person.pk for person in examiners], role=PersonRole.EXAMINER)
    refuse_if([*wrong_levels(draft, row.trade, digits), *_overloaded(row, sitting)])
    row.levels = digits
    row.save(update_fields=["levels"])
    row.examiners.set(sitting)
    row.equipment.set(draft.equipment.filter(pk__in=[item.pk for item in equipment]))
    return row


@transaction.atomic
def remove_trade(*, requested: RequestedTrade, actor: User) -> None:
    """Take a trade out of a draft.

    Raises:
        BlockedError: the application was handed in.
    """
    draft = own_draft(requested.application, actor)
    _fresh(draft, requested).delete()


def _fresh(draft: StationApplication, requested: RequestedTrade) -> RequestedTrade:
    row = draft.trades.select_related("trade__occupation").filter(pk=requested.pk).first()
    if row is None:
        raise Http404
    return row


def other_trades_of(requested: RequestedTrade) -> dict[int, int]:
    """Return for how many other trades of the application each examiner is named, by the person's key."""
    others = RequestedTrade.objects.filter(application=requested.application_id).exclude(pk=requested.pk)
    counted = ApplicationPerson.objects.filter(trades__in=others).annotate(named=Count("trades"))
    return dict(counted.values_list("pk", "named"))


def _not_choosable(draft: StationApplication, trade: Trade, today: date) -> Iterator[Problem]:
    if draft.kind != ApplicationKind.SCOPE_REDUCTION and not trade.is_live(today):
        yield Problem(f"工种“{trade.name}”已停用", remedy="请改选目录中现行的工种")
    if trade.occupation.scheme != draft.scheme:
        yield Problem(f"“{trade.name}”不属于“{draft.get_scheme_display()}”", "2.5", "请改选，或另行申请")


def _chosen_already(draft: StationApplication, trade: Trade) -> Iterator[Problem]:
    if draft.trades.filter(trade=trade).exists():
        yield Problem(f"“{trade.code_and_name}”已在申请中", remedy="需要增减等级时，请修改已有的这一条")


def _overloaded(row: RequestedTrade, sitting: Iterable[ApplicationPerson]) -> Iterator[Problem]:
    others, limit = other_trades_of(row), policy.EXAMINER_MAX_TRADES
    for person in sitting:
        if others.get(person.pk, 0) >= limit:
            text = f"考评员{person.name}已对应 {others[person.pk]} 个工种，每人限 {limit} 个"
            yield Problem(text, "3.2", "请另选考评员，或先减少其对应的工种", "examiners")
