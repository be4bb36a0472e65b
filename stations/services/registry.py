"""What staff change in a station's entry: host, contact data, province and licence."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import models, transaction

from accounts.models import User
from ostami.problems import Problem, refuse_if
from stations.access import lock_station
from stations.models import Station, StationStatus
from workflow import audit

# What an application and the registry call by the same names: of the station, and of its organisation.
HOST_FACTS = ("host_organization", "nature", "legal_representative", "address", "postcode")
CONTACT_FACTS = ("province", "phone", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryFacts:
    """A station's entry, clean: texts without outer spaces, empty where nothing is known."""

    host_organization: str
    nature: str
    legal_representative: str
    address: str
    postcode: str
    province: str
    phone: str
    email: str
    licence_number: str
    valid_from: date | None
    valid_to: date | None


@transaction.atomic
def change_registry(*, station: Station, facts: RegistryFacts, actor: User) -> Station:
    """Store a station's entry as `facts` say; audited with old and new. Nothing changed leaves no line.

    The main login's address for reset links follows the reserved mailbox, as long as it was the same.

    Raises:
        BlockedError: the station is closed, or the licence's facts don't fit; every reason at once.
    """
    stored = lock_station(station)
    refuse_if([*_closed(stored), *licence_problems(facts, code=stored.code)])
    changes = apply_facts(stored, facts)
    if changes:
        audit.record(
            stored, action="change_registry", sentence="修改了登记资料", actor=actor, changes=changes
        )
    return stored


def licence_problems(facts: RegistryFacts, *, code: str = "") -> Iterator[Problem]:
    """Yield what is wrong with a licence's number and dates; `code` is the station's, if it has one yet."""
    yield from date_problems(facts.valid_from, facts.valid_to)
    yield from number_problems(facts.licence_number, code=code)


def number_problems(number: str, *, code: str) -> Iterator[Problem]:
    """Yield why a licence's number can't be that of the station with this code: another one has it."""
    others = Station.objects.exclude(organisation__code=code).select_related("organisation")
    if number and (held := others.filter(licence_number=number).first()):
        yield Problem(
            f"许可证编号“{number}”已登记给{held}",
            remedy="许可证编号不能重复，请核对",
            field="licence_number",
        )


def date_problems(first: date | None, last: date | None) -> Iterator[Problem]:
    """Yield what is wrong with a licence's first and last day: both or neither, in order."""
    if (first is None) != (last is None):
        missing = "valid_from" if first is None else "valid_to"
        yield Problem("许可证有效期只填了一半", remedy="起止日期须同时填写，或同时留空", field=missing)
    elif first and last and last < first:
        yield Problem(
            f"许可证截止日期 {last} 早于起始日期 {first}",
            remedy="请核对两个日期",
            field="valid_to",
        )


def _closed(station: Station) -> Iterator[Problem]:
    if station.status == StationStatus.CLOSED:
        yield Problem("该考试站已关闭，不能修改登记", remedy="请核对是否选错了考试站")


def apply_facts(station: Station, facts: RegistryFacts) -> audit.Changes:
    """Write what differs at a station that is locked, and return it by the fields' Chinese names."""
    organisation = station.organisation
    mailbox = organisation.email
    changes: dict[str, tuple[object, object]] = {}
    for name, value in asdict(facts).items():
        held_by = organisation if name in CONTACT_FACTS else station
        old = getattr(held_by, name)
        if old != value:
            changes[_label(held_by, name)] = (old, value)
            setattr(held_by, name, value)
    if changes:
        organisation.save(update_fields=CONTACT_FACTS)
        station.save(update_fields=[name for name in asdict(facts) if name not in CONTACT_FACTS])
        logins = User.objects.get_queryset().filter(organisation=organisation, username=organisation.name)
        logins.filter(email=mailbox).update(email=organisation.email)
    return changes


def _label(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)  # noqa: SLF001  Django's documented API
    return str(getattr(field, "verbose_name", name))
