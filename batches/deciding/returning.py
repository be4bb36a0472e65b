"""Returning an application, or results: their parts, and where each is mended."""

from collections.abc import Mapping
from typing import Any

from batches.models import Batch
from workflow import returning
from workflow.returning import Part, Reason, StandingReturn

PARTS = (
    Part("when_and_where", "考试日期、地点", "edit/#id_exam_date"),
    Part("candidates", "考生类型", "edit/#id_candidate_type"),
    Part("plan_items", "计划项", "#items-heading"),
    Part("panels", "考评组", "#items-heading"),
    Part("other", "其他"),
)


EVALUATION = "evaluation"
# Of results that go back to the station.
RESULT_PARTS = (
    Part("scores", "成绩"),
    Part(EVALUATION, "评价报告"),
    Part("supervision", "督导整改"),
    Part("evidence", "考试资料"),
    Part("other", "其他"),
)


def said_of_results(text: str, part: str) -> str:
    """Return what the text of returned results says of a part, by its key; empty where it isn't named."""
    (named,) = (one for one in RESULT_PARTS if one.key == part)
    lines = returning.reasons_in(text, [named], page="")
    return "；".join(line.text for line in lines if line.label)


def composed(said: Mapping[str, Any]) -> str:
    """Return what was said of the parts, by their keys, as one text with a line for each part."""
    return returning.composed(said, PARTS)


def reasons_in(text: str, *, page: str) -> list[Reason]:
    """Return the lines of a return's text, those of a part with the address where it is mended."""
    return returning.reasons_in(text, PARTS, page=page)


def standing_return(batch: Batch) -> StandingReturn | None:
    """Return why an application was returned; None once it moved on, or if it never was."""
    return returning.standing_return(batch, PARTS)
