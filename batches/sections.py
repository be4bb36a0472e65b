"""Sections that the apps above add to the batch page: rosters, scores, certificates.

A batch's page belongs to this app, and this app knows nothing of the floors above it. They register what
they have to show, from their `AppConfig.ready`:

    register_panel(roster_panel)

The section's template also knows `batch` and `user`.
"""

from batches.models import Batch
from workflow.sections import Section, Sections

__all__ = ["Section", "batch_sections", "panels_for", "register_panel"]

batch_sections: Sections[Batch] = Sections()
register_panel = batch_sections.register
panels_for = batch_sections.shown_to
