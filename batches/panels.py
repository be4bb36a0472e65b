"""Sections that the apps above add to the batch page: rosters, scores, certificates.

A batch's page belongs to this app, and this app knows nothing of the floors above it. They register what
they have to show, from their `AppConfig.ready`:

    register_panel(roster_panel)

A panel is a function of the batch and the person who looks at it. It returns the section's template and the
template's variables, or None where there is nothing to show. The template also knows `batch` and `user`.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from batches.models import Batch

Section = tuple[str, dict[str, Any]]
Panel = Callable[[Batch, User], Section | None]
_panels: list[Panel] = []


def register_panel(panel: Panel) -> Panel:
    """Add a section to every batch page, below those registered before; usable as a decorator."""
    if panel not in _panels:
        _panels.append(panel)
    return panel


def panels_for(batch: Batch, user: User) -> list[Section]:
    """Return the sections that a batch's page shows to `user`, in the order of registration."""
    return [section for section in (panel(batch, user) for panel in _panels) if section is not None]
