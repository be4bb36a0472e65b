"""Which messages a person wants by mail."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from accounts.models import User
from accounts.rights import Role
from portal.models import How, MailChoice, Topic

# Who acts for an office, whose own mailbox is told besides.
OFFICE_ROLES = frozenset({Role.APPLICANT, Role.STATION, Role.MANAGEMENT, Role.BRANCH, Role.CENTRE})


def acts_for_office(user: User) -> bool:
    """Tell whether a person acts for an office, and not in the own name as examiners and candidates do."""
    return user.role in OFFICE_ROLES


def unless_chosen(user: User) -> How:
    """Return how a person who chose nothing is mailed: an office's people find it in its mailbox."""
    return How.NONE if acts_for_office(user) else How.AT_ONCE


def hows(users: Iterable[User], topic: Topic) -> dict[int, How]:
    """Return how each of many people wants a topic, by their keys; one query."""
    asked = {user.pk: unless_chosen(user) for user in users}
    chosen = MailChoice.objects.filter(user__in=asked, topic=topic).values_list("user", "how")
    return asked | {user: How(how) for user, how in chosen}


def wishes_of(user: User) -> dict[Topic, How]:
    """Return how a person wants each topic."""
    chosen = {Topic(one.topic): How(one.how) for one in MailChoice.objects.filter(user=user)}
    return {topic: chosen.get(topic, unless_chosen(user)) for topic in Topic}


@transaction.atomic
def choose(*, user: User, wishes: Mapping[Topic, How]) -> None:
    """Store how a person wants each topic from here on."""
    for topic, how in wishes.items():
        MailChoice.objects.update_or_create(user=user, topic=topic, defaults={"how": how})
