"""Requirements as they are stored: a list of JSON objects, each with its kind, none of them twice."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from candidates.education import Education
from candidates.eligibility.facts import Programme, Rank
from candidates.eligibility.requirements import (
    Confirmation,
    HeldCertificate,
    HeldTitle,
    MinimumAge,
    Requirement,
    Schooling,
    Students,
    Work,
)
from scope_catalog.levels import Level

LONGEST_TERM = 99
LONGEST_TEXT = 100


class RequirementError(ValueError):
    """Stored requirements can't be read; the text says why, in Chinese."""


def read_requirements(data: Any) -> tuple[Requirement, ...]:
    """Return the requirements of a clause from what is stored.

    Raises:
        RequirementError: no list, an empty one, an unknown or repeated kind, or a wrong value.
    """
    if not isinstance(data, list) or not data:
        raise RequirementError("条件须为不为空的列表。")
    made = tuple(_read(one) for one in data)
    if len({type(one) for one in made}) < len(made):
        raise RequirementError("同一类条件只能写一次。")
    return made


def _read(data: Any) -> Requirement:
    facts = dict(data) if isinstance(data, dict) else {}
    kind = facts.pop("kind", None)
    try:
        made = READERS[kind](facts)
    except (KeyError, TypeError, ValueError) as error:
        raise RequirementError(f"条件“{kind or data}”无法识别，请核对种类和数值。") from error
    if facts:
        raise RequirementError(f"条件“{kind}”含有不认识的项：{'、'.join(map(str, facts))}。")
    return made


Values = dict[str, Any]


def _term(facts: Values) -> int:
    years = facts.pop("years", 0)
    if type(years) is not int or not 0 <= years <= LONGEST_TERM:
        raise ValueError(years)
    return years


def _flag(facts: Values) -> bool:
    working = facts.pop("working", False)
    if not isinstance(working, bool):
        raise TypeError(working)
    return working


def _age(facts: Values) -> MinimumAge:
    made = MinimumAge(_term(facts))
    if not made.years:
        raise ValueError(made.years)
    return made


def _certificate(facts: Values) -> HeldCertificate:
    return HeldCertificate(Level(facts.pop("level")).value, _term(facts), _flag(facts))


def _title(facts: Values) -> HeldTitle:
    return HeldTitle(Rank(facts.pop("rank")), _term(facts), _flag(facts))


def _schooling(facts: Values) -> Schooling:
    educations = tuple(Education(one) for one in facts.pop("educations"))
    programmes = tuple(Programme(one) for one in facts.pop("programmes", ()))
    if not educations or Programme.UNKNOWN in programmes:
        raise ValueError(educations)
    return Schooling(educations, programmes, Students(facts.pop("students", "none")))


def _confirmation(facts: Values) -> Confirmation:
    text = facts.pop("text")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
        raise ValueError(text)
    return Confirmation(text.strip())


READERS: Mapping[Any, Callable[[Values], Requirement]] = {
    "age": _age,
    "work": lambda facts: Work(_term(facts)),
    "certificate": _certificate,
    "title": _title,
    "schooling": _schooling,
    "confirmation": _confirmation,
}


def as_data(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Return requirements as they are stored; `read_requirements` gives them back."""
    return [_as_object(one) for one in requirements]


def _as_object(requirement: Requirement) -> dict[str, Any]:
    match requirement:
        case MinimumAge(years):
            return {"kind": "age", "years": years}
        case Work(years):
            return {"kind": "work", "years": years}
        case HeldCertificate(level, years, working):
            return {"kind": "certificate", "level": level, "years": years, "working": working}
        case HeldTitle(rank, years, working):
            return {"kind": "title", "rank": rank.value, "years": years, "working": working}
        case Schooling(educations, programmes, students):
            return {
                "kind": "schooling",
                "educations": [one.value for one in educations],
                "programmes": [one.value for one in programmes],
                "students": students.value,
            }
        case Confirmation(text):
            return {"kind": "confirmation", "text": text}
