"""Returning a case: every part that has to be mended is named at once, and read back part by part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.audit import history_of
from workflow.lifecycle import Case
from workflow.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a case: its key, its words, and where below the case's page it is mended."""

    key: str
    label: str
    place: str = ""


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
    """The return that put a case back, as long as nobody has moved it on."""

    event: AuditEvent
    reasons: list[Reason]


def composed(said: Mapping[str, Any], parts: Iterable[Part]) -> str:
    """Return what was said of the parts, by their keys, as one text with a line for each part."""
    lines = ((part.label, one_line(said.get(part.key) or "")) for part in parts)
    return "\n".join(f"{label}{MARK}{text}" for label, text in lines if text)


def one_line(text: str) -> str:
    """Return the lines of a text as one, each ended by its own stop or by a semicolon."""
    lines = (line.strip() for line in text.splitlines() if line.strip())
    return "".join(line if line.endswith(SENTENCE_ENDS) else f"{line}；" for line in lines).removesuffix("；")


def reasons_in(text: str, parts: Iterable[Part], *, page: str) -> list[Reason]:
    """Return the lines of a return's text, those of a part with the address where it is mended."""
    known = list(parts)
    return [_reason(line.strip(), known, page) for line in text.splitlines() if line.strip()]


def _reason(line: str, parts: Iterable[Part], page: str) -> Reason:
    for part in parts:
        if line.startswith(f"{part.label}{MARK}"):
            address = f"{page}{part.place}" if part.place else ""
            return Reason(part.label, line.removeprefix(f"{part.label}{MARK}"), address)
    return Reason("", line, "")


def standing_return(case: Case, parts: Iterable[Part]) -> StandingReturn | None:
    """Return why a case was returned; None once it moved on, or if it never was."""
    moved = last_move(case)
    if moved is None or moved.action != "return":
        return None
    page: str = case.get_absolute_url()  # type: ignore[attr-defined]  # every case has a page
    return StandingReturn(moved, reasons_in(moved.words, parts, page=page))


def last_move(case: Case) -> AuditEvent | None:
    """Return the last transition of a case."""
    return history_of(case).exclude(target="").order_by("-pk").first()
