"""What certificates cost: the fee of the exam date counts, whenever the batch is settled."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.rights import Perm, need
from certificates.models import Fee, Settlement
from ostami.problems import BlockedError, Problem, refuse_if
from scope_catalog.levels import Level
from workflow import audit


def fees_on(*, scheme: str, day: date) -> dict[int, Decimal]:
    """Return what a certificate of each level costs on a day, in yuan; a level without a fee isn't there."""
    rows = Fee.objects.filter(scheme=scheme, valid_from__lte=day).order_by("valid_from")
    return dict(rows.values_list("level", "amount"))


@transaction.atomic
def set_fees(
    *, scheme: str, levels: Iterable[int], amount: Decimal, valid_from: date, actor: User
) -> list[Fee]:
    """Set what a certificate of a scheme and some levels costs from a day on; all or none.

    What was settled before stays as it was.

    Raises:
        PermissionDenied: the actor's role sets no fees.
        BlockedError: one of the levels has a fee of that very day.
    """
    need(actor, Perm.FEE_EDIT)
    levels = sorted(set(levels), reverse=True)
    refuse_if(_same_day(scheme, levels, valid_from))
    try:
        with transaction.atomic():
            return [_set(scheme, level, amount, valid_from, actor) for level in levels]
    except IntegrityError as twice:
        raise BlockedError([_taken(Level(levels[0]).label, valid_from)]) from twice


def _set(scheme: str, level: int, amount: Decimal, valid_from: date, actor: User) -> Fee:
    fee = Fee.objects.create(scheme=scheme, level=level, amount=amount, valid_from=valid_from, set_by=actor)
    audit.record(fee, action="set", sentence=f"设定收费标准：{fee}，{valid_from} 起", actor=actor)
    return fee


def _same_day(scheme: str, levels: Iterable[int], day: date) -> Iterator[Problem]:
    for fee in Fee.objects.filter(scheme=scheme, level__in=levels, valid_from=day):
        yield _taken(fee.get_level_display(), day)


def _taken(level: str, day: date) -> Problem:
    return Problem(
        f"{level}在 {day} 已有收费标准",
        remedy="请换一个生效日期，或先删除尚未用过的那一条",
        field="valid_from",
    )


@transaction.atomic
def remove_fee(*, fee: Fee, actor: User) -> None:
    """Remove a fee that no batch was settled by, such as one that was mistyped.

    Raises:
        PermissionDenied: the actor's role sets no fees.
        BlockedError: a batch was settled since it holds.
    """
    need(actor, Perm.FEE_EDIT)
    if used(fee):
        text = f"{fee}（{fee.valid_from} 起）已用于结算，不能删除"
        raise BlockedError([Problem(text, remedy="请另设一条新的收费标准")])
    audit.record(fee, action="remove", sentence=f"删除收费标准：{fee}，{fee.valid_from} 起", actor=actor)
    fee.delete()


def used(fee: Fee) -> bool:
    """Tell whether a batch may have been settled by a fee: one of its level and of an exam date since."""
    return used_fees().filter(pk=fee.pk).exists()


def used_fees() -> QuerySet[Fee]:
    """Return the fees with a settlement of their scheme and level whose exam date they reach."""
    reached = Settlement.objects.filter(
        batch__scheme=OuterRef("scheme"),
        batch__exam_date__gte=OuterRef("valid_from"),
        batch__items__plan_item__level=OuterRef("level"),
    )
    return Fee.objects.filter(Exists(reached)).order_by()
