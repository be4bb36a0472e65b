"""What a clause requires: each kind a small record that says itself in Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from candidates.education import Education
from candidates.eligibility.facts import Programme, Rank
from scope_catalog.levels import Level


class Students(StrEnum):
    """Which people still at school meet a requirement on schooling beside those who graduated."""

    NONE = "none"
    FINAL_YEAR = "final_year"
    ALL = "all"

    @property
    def label(self) -> str:
        """The choice in Chinese."""
        return {"none": "须已毕业", "final_year": "毕业或应届在读", "all": "毕业或在读"}[self.value]


def level_words(level: int) -> str:
    """Return a level's short name, such as 五级."""
    return str(Level(level).label).split("/", maxsplit=1)[0]


def listed(options: Iterable[Education | Programme]) -> str:
    """Return options as one phrase, joined by 、."""
    return "、".join(str(option.label) for option in options)


@dataclass(frozen=True, slots=True)
class MinimumAge:
    """The person is at least so old, in full years."""

    years: int

    def __str__(self) -> str:
        return f"年满 {self.years} 周岁"


@dataclass(frozen=True, slots=True)
class Work:
    """Full years of work in the occupation or a related one, added up; 0 asks only for a job in it."""

    years: int

    def __str__(self) -> str:
        return f"累计从事本职业或相关职业工作满 {self.years} 年" if self.years else "从事本职业或相关职业工作"


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate of this level held for full years; with `working`, years of work since then as well."""

    level: int
    years: int = 0
    working: bool = False

    def __str__(self) -> str:
        return f"取得{level_words(self.level)}证书{term_words(self.years, working=self.working)}"


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title of this rank held for full years; with `working`, years of work since then as well."""

    rank: Rank
    years: int = 0
    working: bool = False

    def __str__(self) -> str:
        return f"取得{self.rank.label}职称{term_words(self.years, working=self.working)}"


@dataclass(frozen=True, slots=True)
class Schooling:
    """A school of one of these kinds, in the subject or a related one; `programmes` narrows to classes."""

    educations: tuple[Education, ...]
    programmes: tuple[Programme, ...] = ()
    students: Students = Students.NONE

    def __str__(self) -> str:
        classes = f"的{listed(self.programmes)}" if self.programmes else ""
        return f"{listed(self.educations)}{classes}，本专业或相关专业，{self.students.label}"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Something that only a person can judge."""

    text: str

    def __str__(self) -> str:
        return self.text


Requirement = MinimumAge | Work | HeldCertificate | HeldTitle | Schooling | Confirmation


def term_words(years: int, *, working: bool) -> str:
    """Return what follows 取得…: 满 3 年, 后从事工作满 3 年, or nothing for no term."""
    if not years:
        return ""
    return f"后累计从事工作满 {years} 年" if working else f"满 {years} 年"
