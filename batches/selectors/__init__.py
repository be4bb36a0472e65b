"""What the pages of plans and batches read."""

from batches.selectors.batches import (
    planned_people,
    urgent_first,
)
from batches.selectors.choices import Choice, choices_of, matching, of_other_scheme
from batches.selectors.panels import Sat, Unfit, items_with_panels, not_sitting, sat_before, sitting
from batches.selectors.plans import (
    Offer,
    PlanLine,
    fingerprint,
    items_for_pages,
    offers_of,
    plan_lines,
    plans_urgent_first,
)
from batches.selectors.timeline import Day, days_of

__all__ = [
    "Choice",
    "Day",
    "Offer",
    "PlanLine",
    "Sat",
    "Unfit",
    "choices_of",
    "days_of",
    "fingerprint",
    "items_for_pages",
    "items_with_panels",
    "matching",
    "not_sitting",
    "of_other_scheme",
    "offers_of",
    "plan_lines",
    "planned_people",
    "plans_urgent_first",
    "sat_before",
    "sitting",
    "urgent_first",
]
