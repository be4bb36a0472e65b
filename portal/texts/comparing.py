"""What differs between two versions of a text, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from portal.models import TextVersion

AROUND = 3  # lines that are shown around each change


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what became of it."""

    change: Change
    text: str


def lines_of(*, title: str, summary: str, body: str, files: Sequence[str] = ()) -> list[str]:
    """Return a text as lines: title, summary and files first, then the body."""
    head = [f"标题：{title}", f"摘要：{summary}", *(f"附件：{name}" for name in files)]
    return [*head, "", *body.splitlines()]


def lines_of_version(version: TextVersion) -> list[str]:
    """Return a version as lines."""
    files = [file.name for file in version.files.all()]
    return lines_of(title=version.title, summary=version.summary, body=version.body, files=files)


def compared(old: Sequence[str], new: Sequence[str]) -> list[list[Line]]:
    """Return the places that differ, each with the lines around it; empty where nothing does."""
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    return [list(_lines(group, old, new)) for group in groups]


def _lines(
    group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[Line]:
    for tag, old_from, old_to, new_from, new_to in group:
        if tag == "equal":
            yield from (Line(Change.SAME, text) for text in old[old_from:old_to])
            continue
        yield from (Line(Change.REMOVED, text) for text in old[old_from:old_to])
        yield from (Line(Change.ADDED, text) for text in new[new_from:new_to])
