"""Many people with the same complete form, made in a few statements."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Model

from accounts.models import User
from accounts.names import login_key
from batches.models import BatchItem
from candidates.models import Candidate, Consent, Enrolment, HistoryEntry, Upload
from tests.factories import people

M = TypeVar("M", bound=Model)


def drafts_like(pattern: Enrolment, items: Sequence[BatchItem]) -> list[Enrolment]:
    """One draft a place in `items`, each of a person of their own, filled in as `pattern` is.

    All of them name the same stored pictures.
    """
    made = Enrolment.objects.bulk_create(
        copied(pattern, batch_item=item, batch=item.batch, candidate=person)
        for item, person in zip(items, crowd(pattern.candidate, len(items)), strict=True)
    )
    periods, uploads = list(pattern.history.all()), list(pattern.uploads.all())
    HistoryEntry.objects.bulk_create(copied(row, enrolment=draft) for draft in made for row in periods)
    Upload.objects.bulk_create(copied(row, enrolment=draft) for draft in made for row in uploads)
    return made


def crowd(pattern: Candidate, number: int) -> list[Candidate]:
    """People like `pattern`, who agreed to what it agreed to."""
    users = User.objects.bulk_create(_logins(pattern.user, number))
    consents = pattern.user.consents.all()
    Consent.objects.bulk_create(copied(row, user=user) for user in users for row in consents)
    return Candidate.objects.bulk_create(_person(pattern, user) for user in users)


def _logins(pattern: User, number: int) -> Iterable[User]:
    names = [f"{pattern.username}之{place}" for place in range(number)]
    return (copied(pattern, username=name, login_key=login_key(name)) for name in names)


def _person(pattern: Candidate, user: User) -> Candidate:
    # The number is sealed for its row: neither is the pattern's.
    fresh = Candidate._meta.get_field("uid").get_default()
    person = copied(pattern, user=user, uid=fresh)
    person.document_number = people.document_number(born=pattern.birth_date)
    return person


def copied(row: M, **new: object) -> M:
    """A row that isn't stored, the same but for `new`."""
    facts = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields}
    return type(row)(**{**facts, row._meta.pk.name: None, **new})
