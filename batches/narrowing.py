"""What the apps above narrow the list of batches by, of which this app knows nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.rights import Perm

Keys = Callable[[User, datetime], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One choice of the filter 办理环节.

    Attributes:
        label: its words.
        permission: the right of those who are offered it.
        keys: gives the keys of the batches that it leaves, for a person at an instant.
    """

    label: str
    permission: Perm
    keys: Keys


_narrowings: dict[str, Narrowing] = {}


def register_narrowing(name: str, narrowing: Narrowing) -> None:
    """Add a choice; called from the `AppConfig.ready` of an app above."""
    _narrowings[name] = narrowing


def narrowings_for(user: User) -> dict[str, Narrowing]:
    """Return the choices that a person is offered, by their names in the address."""
    return {name: one for name, one in _narrowings.items() if user.has_right(one.permission)}
