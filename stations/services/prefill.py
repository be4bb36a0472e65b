"""What a new draft is filled with: nobody types again what the portal knows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from stations.completeness import AREAS, sections_of
from stations.models import (
    ApplicationPerson,
    ApplicationStatus,
    EquipmentItem,
    PersonRole,
    Station,
    StationApplication,
)
from stations.sections import SECTIONS, Section
from stations.services.registry import CONTACT_FACTS, HOST_FACTS

STAFF_ROLES = frozenset({PersonRole.DIRECTOR, PersonRole.DEPUTY, PersonRole.MANAGER})


def prefill_facts(application: StationApplication) -> None:
    """Set host facts and areas: a school's from its registration, a station's from the registry.

    What the registry doesn't hold comes from the station's latest approved application.
    """
    for name in CONTACT_FACTS:
        setattr(application, name, getattr(application.organisation, name))
    station = application.station
    if station is None:
        application.host_organization = application.organisation.name
        return
    for name in HOST_FACTS:
        setattr(application, name, getattr(station, name))
    if before := _latest_with(Section.PREMISES, station):
        for name in ("head", *AREAS):
            setattr(application, name, getattr(before, name))


def prefill_rows(application: StationApplication, *, today: date) -> None:
    """Add a station's people and equipment, where the application has a section for them."""
    station, sections = application.station, sections_of(application)
    if station is None:
        return
    if Section.EQUIPMENT in sections:
        _add_equipment(application, station)
    if Section.PEOPLE in sections:
        people = [*_staff(station), *_examiners(station, today), *_named(station, PersonRole.TRAINER)]
        _add_people(application, people)


def _latest_with(section: Section, station: Station) -> StationApplication | None:
    kinds = [kind for kind, sections in SECTIONS.items() if section in sections]
    approved = station.applications.filter(status=ApplicationStatus.APPROVED, kind__in=kinds)
    return approved.order_by("-submitted_at", "-pk").first()


def _add_equipment(application: StationApplication, station: Station) -> None:
    before = _latest_with(Section.EQUIPMENT, station)
    items = before.equipment.all() if before else ()
    EquipmentItem.objects.bulk_create(
        EquipmentItem(
            application=application,
            use=item.use,
            position=item.position,
            name=item.name,
            quantity=item.quantity,
        )
        for item in items
    )


def _staff(station: Station) -> Iterator[dict[str, Any]]:
    """Yield who runs the station, with title and subject as they were told last."""
    before = _latest_with(Section.HOST, station)
    told = {(person.role, person.name): person for person in before.people.all()} if before else {}
    order = list(PersonRole)
    for member in sorted(station.staff.serving(), key=lambda one: order.index(PersonRole(one.position))):
        person = told.get((member.position, member.name))
        yield {
            "role": PersonRole(member.position),
            "name": member.name,
            "phone": member.phone,
            "title": person.title if person else "",
            "subject": person.subject if person else "",
        }


def _examiners(station: Station, today: date) -> Iterator[dict[str, Any]]:
    """Yield the station's valid examiners, and those named before who aren't registered as examiners yet.

    The app of examiners lies above this one, and may not be installed.
    """
    examiners: Any = getattr(station, "examiners", None)
    for examiner in examiners.valid_on(today) if examiners is not None else ():
        yield {
            "role": PersonRole.EXAMINER,
            "name": examiner.person_name,
            "title": examiner.get_grade_display(),
            "phone": examiner.phone,
            "certificate_number": examiner.certificate_number,
        }
    registered = {one.person_name for one in examiners.all()} if examiners is not None else set()
    yield from (facts for facts in _named(station, PersonRole.EXAMINER) if facts["name"] not in registered)


def _named(station: Station, role: PersonRole) -> Iterator[dict[str, Any]]:
    """Yield the people of a role whom the latest approved application named."""
    before = _latest_with(Section.PEOPLE, station)
    for person in before.people.filter(role=role) if before else ():
        facts = ("name", "title", "subject", "phone")
        yield {"role": role, **{name: getattr(person, name) for name in facts}}


def _add_people(application: StationApplication, people: list[dict[str, Any]]) -> None:
    """Add rows in order; an addition of scope names examiners and trainers alone."""
    if Section.HOST not in sections_of(application):
        people = [facts for facts in people if facts["role"] not in STAFF_ROLES]
    ApplicationPerson.objects.bulk_create(
        ApplicationPerson(application=application, position=position, **facts)
        for position, facts in enumerate(people, start=1)
    )
