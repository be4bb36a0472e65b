"""Sections that the apps above add to the batch page: rosters, scores, certificates.

A batch's page belongs to this app, and this app knows nothing of the floors above it. They register what
they have to show, from their `AppConfig.ready`:

    register_panel(roster_panel)

The section's template also knows `batch` and `user`. What should be known before a
batch is cancelled stands on the page that cancels it: `register_consequence`.
"""

from batches.models import Batch
from workflow.sections import Section, Sections

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

cancel_sections: Sections[Batch] = Sections()
register_consequence = cancel_sections.register
consequences_for = cancel_sections.shown_to
