"""What management says of a training, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from examiners.models import Training, TrainingResult
from ostami.problems import Problem

MOST_PLACES = 999  # three fields a person: the grid of results stays below what the server takes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """What management says of a training.

    Attributes:
        title: its name.
        sought: whom it is for: examiners, senior examiners or managers (guide 3.2).
        is_online: whether people attend from where they are.
        place: the room, or the entrance to the meeting.
        starts_on: first day.
        ends_on: last day.
        enrol_until: last day for entries, to its end; not after the first day.
        capacity: how many people can be entered.
        remarks: may be empty.
    """

    title: str
    sought: str
    is_online: bool
    place: str
    starts_on: date
    ends_on: date
    enrol_until: date
    capacity: int
    remarks: str = ""


def date_problems(facts: TrainingFacts, *, today: date, until_is_new: bool) -> Iterator[Problem]:
    """Yield what is wrong with the days; the last day for entries may be past unless it `until_is_new`."""
    if facts.ends_on < facts.starts_on:
        yield Problem(
            f"结班日期 {facts.ends_on} 早于开班日期 {facts.starts_on}", remedy="请核对日期", field="ends_on"
        )
    if facts.enrol_until > facts.starts_on:
        yield Problem(
            f"报名截止 {facts.enrol_until} 晚于开班日期 {facts.starts_on}",
            remedy="报名最晚在开班当日截止",
            field="enrol_until",
        )
    if until_is_new and facts.enrol_until < today:
        yield Problem(
            f"报名截止 {facts.enrol_until} 已经过去", remedy="请填写今天或以后的日期", field="enrol_until"
        )


def place_problems(facts: TrainingFacts, *, taken: int) -> Iterator[Problem]:
    """Yield what is wrong with the places, of which `taken` are."""
    least = max(taken, 1)
    if facts.capacity < least:
        text = f"已有 {taken} 人报名，名额不能少于 {taken} 人" if taken else "名额至少 1 人"
        yield Problem(text, remedy="请调整名额", field="capacity")
    if facts.capacity > MOST_PLACES:
        yield Problem(f"名额最多 {MOST_PLACES} 人", remedy="请分班举办", field="capacity")


def fixed_problems(training: Training, changes: dict[str, Any], *, taken: int) -> Iterator[Problem]:
    """Yield what can't be changed because of what was done by it."""
    if not changes:
        yield Problem("没有任何改动", remedy="请修改后再保存，或返回")
    if "sought" in changes and taken:
        yield Problem(
            f"已有 {taken} 人按“{training.get_sought_display()}”报名，不能更改培训对象",
            remedy="请另开班次",
            field="sought",
        )
    if "starts_on" in changes and training.entries.exclude(result=TrainingResult.PENDING).exists():
        yield Problem("已登记结果，不能更改开班日期", remedy="请恢复原来的日期", field="starts_on")
