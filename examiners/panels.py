"""Sections that the apps above add to an examiner's page, such as the batches sat on.

They register from their `AppConfig.ready`. The section's template also knows `examiner` and `user`, which
may be the examiner on the own page.
"""

from examiners.models import Examiner
from workflow.sections import Section, Sections

__all__ = ["Section", "examiner_sections", "panels_for", "register_panel"]

examiner_sections: Sections[Examiner] = Sections()
register_panel = examiner_sections.register
panels_for = examiner_sections.shown_to
