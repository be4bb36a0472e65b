"""Verbs on the prefixes of branches, and the one that counts on a day."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.models import Organisation, OrganisationKind, User
from accounts.names import fold
from accounts.rights import Perm, need
from certificates.models import BranchPrefix, Certificate
from certificates.numbers.national import CLAUSE, FIELD, prefix_problems
from ostami.problems import Problem, refuse_if
from stations.guards import branches
from workflow import audit


def prefixes_on(day: date, *, province: str) -> QuerySet[BranchPrefix]:
    """Return the prefixes that count on `day` for the branches of a province, one where all is in order."""
    return valid_prefixes(day).filter(branch__in=branches(province))


def valid_prefixes(day: date) -> QuerySet[BranchPrefix]:
    """Return the prefixes of all branches that count on `day`."""
    open_end = Q(valid_to=None) | Q(valid_to__gte=day)
    return BranchPrefix.objects.filter(open_end, valid_from__lte=day).order_by("pk")


@transaction.atomic
def add_prefix(
    *, branch: Organisation, prefix: str, valid_from: date, actor: User, valid_to: date | None = None
) -> BranchPrefix:
    """Enter the thirteen characters with which a branch's certificates begin, from a day on.

    Raises:
        PermissionDenied: the actor's role keeps no prefixes.
        BlockedError: the prefix has another shape or province, is another branch's, or its days are out of
            order or taken.
    """
    need(actor, Perm.CERTIFICATE_NUMBERS)
    held = _locked(branch)
    made = BranchPrefix(
        branch=held, prefix=fold(prefix).upper(), valid_from=valid_from, valid_to=valid_to, set_by=actor
    )
    refuse_if(_problems(made))
    made.save()
    audit.record(made, action="add", sentence=f"登记了证书编号前缀：{made}（{_days(made)}）", actor=actor)
    return made


@transaction.atomic
def end_prefix(*, prefix: BranchPrefix, valid_to: date, actor: User) -> BranchPrefix:
    """Name the last day on which a prefix counts; that day may be moved until certificates stand on it.

    Raises:
        PermissionDenied: the actor's role keeps no prefixes.
        BlockedError: the day lies before the first one or before an issued certificate, or reaches into the
            days of another prefix.
    """
    need(actor, Perm.CERTIFICATE_NUMBERS)
    _locked(prefix.branch)
    held = BranchPrefix.objects.select_for_update(of=("self",)).select_related("branch").get(pk=prefix.pk)
    before, held.valid_to = held.valid_to, valid_to
    refuse_if([*_day_problems(held), *_issued_after(held)])
    held.save(update_fields=["valid_to"])
    changes = {"停用日期": (before, valid_to)}
    audit.record(held, action="end", sentence=f"停用了证书编号前缀：{held}", actor=actor, changes=changes)
    return held


@transaction.atomic
def remove_prefix(*, prefix: BranchPrefix, actor: User) -> None:
    """Take back a prefix that was entered by mistake and stands on no certificate.

    Raises:
        PermissionDenied: the actor's role keeps no prefixes.
        BlockedError: certificates begin with it.
    """
    need(actor, Perm.CERTIFICATE_NUMBERS)
    _locked(prefix.branch)
    held = BranchPrefix.objects.select_for_update(of=("self",)).select_related("branch").get(pk=prefix.pk)
    if _issued(held).exists():
        refuse_if([Problem(f"已有证书使用前缀 {held}", CLAUSE, "请改为填写停用日期")])
    audit.record(
        held, action="remove", sentence=f"删除了未使用的证书编号前缀：{held}（{_days(held)}）", actor=actor
    )
    held.delete()


def _locked(branch: Organisation) -> Organisation:
    """Hold all branches, so that of two changes of prefixes, whosever, the second sees the first."""
    kind = OrganisationKind.BRANCH
    rows = Organisation.objects.filter(kind=kind).order_by("pk").select_for_update(of=("self",), no_key=True)
    return next(row for row in rows if row.pk == branch.pk)


def _problems(made: BranchPrefix) -> Iterator[Problem]:
    yield from prefix_problems(made.prefix, province=made.branch.province)
    yield from _day_problems(made)
    other = BranchPrefix.objects.filter(prefix=made.prefix).exclude(branch=made.branch).first()
    if other is not None:
        yield Problem(f"前缀 {made} 已登记给{other.branch}", CLAUSE, "请核对备案文件", FIELD)


def _day_problems(row: BranchPrefix) -> Iterator[Problem]:
    if row.valid_to and row.valid_to < row.valid_from:
        text = f"停用日期 {row.valid_to} 早于启用日期 {row.valid_from}"
        yield Problem(text, remedy="请填写最后一个使用该前缀的日期", field="valid_to")
        return
    clash = Q(valid_to=None) | Q(valid_to__gte=row.valid_from)
    others = BranchPrefix.objects.filter(clash, branch=row.branch_id).exclude(pk=row.pk)
    if row.valid_to:
        others = others.filter(valid_from__lte=row.valid_to)
    for other in others:
        text = f"与前缀 {other}（{_days(other)}）的日期重叠，同一天只能有一个前缀"
        field = "valid_to" if other.valid_from > row.valid_from else "valid_from"
        yield Problem(text, CLAUSE, "请先停用原前缀，或更改日期", field)


def _issued(row: BranchPrefix) -> QuerySet[Certificate]:
    own = Certificate.objects.filter(number__startswith=row.prefix, issued_on__gte=row.valid_from)
    return own.filter(issued_on__lte=row.valid_to) if row.valid_to else own


def _issued_after(row: BranchPrefix) -> Iterator[Problem]:
    issued = Certificate.objects.filter(number__startswith=row.prefix, issued_on__gte=row.valid_from)
    last = issued.aggregate(last=Max("issued_on"))["last"]
    if last and row.valid_to and row.valid_to < last:
        text = f"{last} 还有使用该前缀核发的证书"
        yield Problem(text, CLAUSE, f"停用日期请填写 {last} 或以后", "valid_to")


def _days(row: BranchPrefix) -> str:
    return f"{row.valid_from} 至 {row.valid_to}" if row.valid_to else f"{row.valid_from} 起"
