"""Returning an application: every part that has to be mended is named at once, and read back part by part."""

from collections.abc import Mapping
from dataclasses import dataclass

from batches.models import Batch
from workflow.audit import history_of
from workflow.lifecycle import Case
from workflow.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an application: its key, its words, and where below the batch's page it is mended."""

    key: str
    label: str
    place: str = ""


PARTS = (
    Part("when_and_where", "考试日期、地点", "edit/#id_exam_date"),
    Part("candidates", "考生类型", "edit/#id_candidate_type"),
    Part("plan_items", "计划项", "#items-heading"),
    Part("panels", "考评组", "#items-heading"),
    Part("other", "其他"),
)
MARK = "："
SENTENCE_ENDS = ("。", "；", "！", "？", "，", "：", "、")


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong with one part, and where it is mended; both empty parts where the text names none."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class StandingReturn:
    """The return that put an application back, as long as nobody has moved it on."""

    event: AuditEvent
    reasons: list[Reason]


def composed(said: Mapping[str, str]) -> str:
    """Return what was said of the parts, by their keys, as one text with a line for each part."""
    lines = ((part.label, _one_line(said.get(part.key) or "")) for part in PARTS)
    return "\n".join(f"{label}{MARK}{text}" for label, text in lines if text)


def _one_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines() if line.strip())
    return "".join(line if line.endswith(SENTENCE_ENDS) else f"{line}；" for line in lines).removesuffix("；")


def reasons_in(text: str, *, page: str) -> list[Reason]:
    """Return the lines of a return's text, those of a part with the address where it is mended."""
    return [_reason(line.strip(), page) for line in text.splitlines() if line.strip()]


def _reason(line: str, page: str) -> Reason:
    for part in PARTS:
        if line.startswith(f"{part.label}{MARK}"):
            address = f"{page}{part.place}" if part.place else ""
            return Reason(part.label, line.removeprefix(f"{part.label}{MARK}"), address)
    return Reason("", line, "")


def standing_return(batch: Batch) -> StandingReturn | None:
    """Return why an application was returned; None once it moved on, or if it never was."""
    moved = last_move(batch)
    if moved is None or moved.action != "return":
        return None
    return StandingReturn(moved, reasons_in(moved.reason, page=batch.get_absolute_url()))


def last_move(case: Case) -> AuditEvent | None:
    """Return the last transition of a case."""
    return history_of(case).exclude(target="").order_by("-pk").first()
