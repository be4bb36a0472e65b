"""The numbers in manuals: `$NAME` in a chapter stands for a rule's number, so that none can go stale."""

from string import Template

from django.conf import settings

from ostami import policy
from portal.help.limits import SENTENCES, amount

# Settings of this portal that chapters name.
SETTINGS = (
    "ANNUAL_REVIEW_GRACE_DAYS",
    "ANSWER_DAYS",
    "BATCH_WORKING_DAYS",
    "BLANK_LOW_STOCK",
    "BRANCH_WORKING_DAYS",
    "CARRY_DAYS",
    "DATE_CHANGE_WORKING_DAYS",
    "EXAMINER_RENEWAL_DAYS",
    "EXAMINER_TRAINING_VALID_DAYS",
    "EXAMINER_YEARS",
    "FIRST_ACCESS_HOURS",
    "INVITATION_HOURS",
    "LICENCE_YEARS",
    "PANEL_MAX_REPEATS",
    "PAPER_LOOKBACK",
    "PLAN_WORKING_DAYS",
    "RESULT_NOTICE_WORKING_DAYS",
    "SCORE_REVIEW_WORKING_DAYS",
)


def numbers() -> dict[str, str]:
    """Return every number by the name that chapters use."""
    month, _, day = settings.ANNUAL_REVIEW_DUE.partition("-")
    return {
        **{name: amount(name) for name in SENTENCES},
        **{name: str(getattr(settings, name)) for name in SETTINGS},
        # The day before the windows shut, counted back from the exam.
        "ROSTER_LAST_DAY": str(policy.ROSTER_LEAD_DAYS + 1),
        "PANEL_MIN_CHANGED": str(settings.PANEL_MIN_CHANGED),
        "ANNUAL_REVIEW_DUE": f"{int(month)} 月 {int(day)} 日",
        "EVIDENCE_YEARS": str(settings.EVIDENCE_YEARS["default"]),
    }


def with_numbers(text: str) -> str:
    """Return a chapter's text with its numbers put in.

    Raises:
        KeyError: the text names a number that there is none of.
    """
    return Template(text).substitute(numbers())
