"""Sections that the apps above add to a supervisor's page, such as the exams that the person is sent to.

They register from their `AppConfig.ready`. The section's template also knows `supervisor` and `user`, which
may be the supervisor on the own page.
"""

from examiners.models import Supervisor
from workflow.sections import Section, Sections

__all__ = ["Section", "panels_for", "register_panel", "supervisor_sections"]

supervisor_sections: Sections[Supervisor] = Sections()
register_panel = supervisor_sections.register
panels_for = supervisor_sections.shown_to
