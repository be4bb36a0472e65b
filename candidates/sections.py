"""Sections that the apps above add to an enrolment's page: seats, reviews of scores, carried scores.

They register what they have to show, from their `AppConfig.ready`:

    register_panel(review_panel)

The section's template also knows `enrolment` and `user`.
"""

from candidates.models import Enrolment
from workflow.sections import Sections

enrolment_sections: Sections[Enrolment] = Sections()
register_panel = enrolment_sections.register
panels_for = enrolment_sections.shown_to
