"""What can be found, kind by kind: by which right, by which facts, and how a find is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import Certificate
from examiners.models import Examiner
from scope_catalog.models import Trade
from stations.models import Station
from workflow.lifecycle import Case

MOST = 10  # finds of a kind that are shown


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is searched.

    Attributes:
        label: what people call it.
        right: who doesn't hold it finds none.
        find: the rows of the person's scope that words lead to, best first.
        detail: what tells one find from another, besides its title.
        title: what a find is called.
        address: the page of a find; its own where none is named.
    """

    label: str
    right: Perm | None
    find: Callable[[User, str], QuerySet[Any]]
    detail: Callable[[Any], str]
    title: Callable[[Any], str] = str
    address: Callable[[Any], str] | None = None

    def address_of(self, row: Any) -> str:
        """Return the page of a find."""
        return self.address(row) if self.address else str(row.get_absolute_url())


@dataclass(frozen=True, slots=True)
class Find:
    """A find as the page shows it; `case` where it has a status."""

    title: str
    detail: str
    address: str
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The finds of one kind, and whether there are more."""

    label: str
    finds: tuple[Find, ...]
    more: bool


def search(user: User, words: str) -> list[Group]:
    """Return what words lead to in the person's scope, kind by kind; one query each."""
    groups = (_group(kind, user, words) for kind in KINDS if kind.right is None or user.has_right(kind.right))
    return [group for group in groups if group.finds]


def _group(kind: Kind, user: User, words: str) -> Group:
    rows = list(kind.find(user, words)[: MOST + 1])
    finds = tuple(
        Find(kind.title(row), kind.detail(row), kind.address_of(row), row if isinstance(row, Case) else None)
        for row in rows[:MOST]
    )
    return Group(kind.label, finds, more=len(rows) > MOST)


def _visible(model: type[Model], user: User) -> Any:
    rows: Any = model._default_manager  # noqa: SLF001  Django's documented API
    return rows.visible_to(user)


def _batches(user: User, words: str) -> QuerySet[Batch]:
    named = Q(number__icontains=words) | Q(station__organisation__name__icontains=words)
    found: QuerySet[Batch] = _visible(Batch, user).filter(named)
    return found.select_related("station__organisation").order_by("-exam_date", "-pk")


def _stations(user: User, words: str) -> QuerySet[Station]:
    named = Q(organisation__name__icontains=words) | Q(organisation__code__startswith=words)
    found: QuerySet[Station] = _visible(Station, user).filter(named)
    return found.select_related("organisation").order_by("organisation__code")


def _enrolments(user: User, words: str) -> QuerySet[Enrolment]:
    found: QuerySet[Enrolment] = _visible(Enrolment, user).filter(candidate__name__startswith=words)
    return found.select_related(
        "candidate", "batch__station__organisation", "batch_item__plan_item__trade__occupation"
    ).order_by("-batch__exam_date", "sequence")


def _certificates(user: User, words: str) -> QuerySet[Certificate]:
    named = Q(number=words.upper()) | Q(holder_name=words)
    found: QuerySet[Certificate] = _visible(Certificate, user).filter(named)
    return found.order_by("-issued_on", "number")


def _examiners(user: User, words: str) -> QuerySet[Examiner]:
    named = Q(person_name__startswith=words) | Q(certificate_number__iexact=words)
    found: QuerySet[Examiner] = _visible(Examiner, user).filter(named)
    return found.select_related("station__organisation").order_by("person_name", "pk")


def _trades(_user: User, words: str) -> QuerySet[Trade]:
    return Trade.objects.search(words).select_related("occupation").order_by("occupation__code", "pk")


KINDS = (
    Kind("批次", Perm.BATCH_VIEW, _batches, lambda one: f"{one.station}，考试日期 {one.exam_date}"),
    Kind(
        "考生报名",
        Perm.ENROLMENT_VIEW,
        _enrolments,
        lambda one: f"{one.batch_item}，{one.batch}",
        title=lambda one: str(one.candidate.name),
    ),
    Kind(
        "证书",
        Perm.CERTIFICATE_VIEW,
        _certificates,
        lambda one: f"{one.occupation_name} {one.level_label}，{one.station_name}，{one.issued_on}",
        title=lambda one: f"{one.holder_name} {one.number}",
    ),
    Kind(
        "考评员",
        Perm.EXAMINER_VIEW,
        _examiners,
        lambda one: f"{one.station}，证号 {one.certificate_number}",
        title=lambda one: str(one.person_name),
    ),
    Kind("考试站", None, _stations, lambda one: str(one.organisation.code)),
    Kind(
        "评价范围",
        None,
        _trades,
        lambda one: str(one.occupation),
        title=lambda one: str(one.name),
        address=lambda one: reverse("scope_catalog:list", query={"q": one.name}),
    ),
)
