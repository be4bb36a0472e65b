"""To whom something is told: an office with all its people, or one person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Q

from accounts.models import Organisation, OrganisationKind, User
from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from examiners.models import Examiner, Supervisor
from exams.models import SupervisionAssignment
from portal.inbox.wishes import OFFICE_ROLES, acts_for_office


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told.

    Attributes:
        name: as a mail addresses them.
        users: the logins whose inboxes get it; each is mailed as each chose.
        mailbox: the mailbox that gets it whatever anybody chose: an office's.
        office: the office, where it is one.
    """

    name: str
    users: tuple[User, ...]
    mailbox: str = ""
    office: Organisation | None = None

    def did_it(self, actor: User | None) -> bool:
        """Tell whether what is told is the addressee's own act."""
        if actor is None:
            return False
        if self.office is not None:
            return actor.organisation_id == self.office.pk and acts_for_office(actor)
        return self.users == (actor,)


def office(organisation: Organisation | None) -> Iterator[Addressee]:
    """Yield an office: everybody who acts for it, and its mailbox."""
    if organisation is not None:
        people = organisation.users.filter(role__in=OFFICE_ROLES, is_active=True).order_by("pk")
        yield Addressee(str(organisation), tuple(people), organisation.email, organisation)


def inside(organisation: Organisation | None) -> Iterator[Addressee]:
    """Yield the people of an office, in whose mailbox it would only be noise."""
    for one in office(organisation):
        for user in one.users:
            yield Addressee(str(user), (user,))


def centre() -> Iterator[Addressee]:
    """Yield the centre."""
    return office(Organisation.objects.filter(kind=OrganisationKind.CENTRE).order_by("pk").first())


def person(user: User) -> Iterator[Addressee]:
    """Yield a person who can log in; for one who acts for an office, its mailbox gets it too."""
    if user.is_active:
        organisation = user.organisation if acts_for_office(user) else None
        yield Addressee(str(user), (user,), organisation.email if organisation else "")


def officer(row: Examiner | Supervisor) -> Iterator[Addressee]:
    """Yield an examiner or a supervisor; without a login of one's own, the mailbox that the roster names."""
    login = row.user
    if login is None or not login.is_active:
        yield Addressee(str(row), (), row.email)
        return
    for one in person(login):
        yield one if login.email else replace(one, mailbox=row.email)


def panel_of(batch: Batch) -> Iterator[Addressee]:
    """Yield the examiners of a batch."""
    items = BatchItem.objects.filter(batch=batch)
    sitting = Q(pk__in=items.values("leader")) | Q(pk__in=items.values("examiners"))
    for examiner in Examiner.objects.filter(sitting).select_related("user").order_by("pk"):
        yield from officer(examiner)


def supervisors_of(batch: Batch) -> Iterator[Addressee]:
    """Yield the supervisors who are sent to a batch."""
    sent = SupervisionAssignment.objects.live().filter(batch=batch).order_by("pk")
    for assignment in sent.select_related("supervisor__user"):
        yield from officer(assignment.supervisor)


def roster_of(batch: Batch) -> Iterator[Addressee]:
    """Yield the candidates of a batch whose enrolments were accepted."""
    return holders(Enrolment.objects.accepted().filter(batch=batch).select_related("candidate__user"))


def holders(enrolments: Iterable[Enrolment]) -> Iterator[Addressee]:
    """Yield the candidates of enrolments that were read with their logins."""
    for enrolment in enrolments:
        yield from person(enrolment.candidate.user)
