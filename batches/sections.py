"""Sections that the apps above add to the batch page: rosters, scores, certificates.

A batch's page belongs to this app, and this app knows nothing of the floors above it. They register what
they have to show, from their `AppConfig.ready`:

    register_panel(roster_panel)

The section's template also knows `batch` and `user`. What should be known before a
batch is moved stands on the page that moves it: `register_consequence("cancel")`.
"""

from collections import defaultdict
from collections.abc import Callable

from accounts.models import User
from batches.models import Batch
from workflow.sections import Panel, Section, Sections

__all__ = [
    "Section",
    "batch_sections",
    "consequences_for",
    "panels_for",
    "register_consequence",
    "register_panel",
]

batch_sections: Sections[Batch] = Sections()
register_panel = batch_sections.register
panels_for = batch_sections.shown_to

_consequences: defaultdict[str, Sections[Batch]] = defaultdict(Sections)


def register_consequence(move: str) -> Callable[[Panel[Batch]], Panel[Batch]]:
    """Add a section to the page on which a batch makes the transition `move`; used as a decorator."""
    return _consequences[move].register


def consequences_for(move: str, batch: Batch, user: User) -> list[Section]:
    """Return the sections that the page of the transition `move` shows to `user`."""
    return _consequences[move].shown_to(batch, user) if move in _consequences else []
