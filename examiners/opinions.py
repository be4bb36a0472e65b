"""The opinions on an examiner application that stand (guide 3.2)."""

from dataclasses import dataclass

from examiners.models import ExaminerApplication
from workflow.opinions import Opinion, OpinionRules, standing_opinions

ALL = ("unit", "check", "centre")
RULES = OpinionRules(
    given={
        "submit": "unit",
        "check": "check",
        "reject": "check",
        "approve": "centre",
        "refuse": "centre",
    },
    taken_back={
        "recall": ALL,
        "return": ALL,
        "return_to_applicant": ALL,
        "return_to_check": ("check",),
    },
    refusals={"reject": "不予推荐：", "refuse": "不予批准："},
)


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions after the department's, which stands in the form; F2 has no row for the check."""

    unit: Opinion | None = None
    check: Opinion | None = None
    centre: Opinion | None = None


def opinions_of(application: ExaminerApplication) -> Opinions:
    """Return the opinions that stand: a return or recall drops those that it sends back."""
    return Opinions(**standing_opinions(application, RULES))
