"""What a clause may ask of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from batches.models import CandidateType
from candidates.education import Education
from candidates.eligibility.points import JudgedPoint


class Relation(StrEnum):
    """How a job, a certificate, a title or a subject stands to the trade that is enrolled for.

    Whether something is 相关 can't be judged by a machine: `RELATED` is claimed, `CONFIRMED` was judged by
    a person.
    """

    SAME = "same"
    CONFIRMED = "confirmed"
    RELATED = "related"
    UNKNOWN = "unknown"
    UNRELATED = "unrelated"


class Rank(StrEnum):
    """The rank of a professional title (职称)."""

    JUNIOR = "junior"
    MIDDLE = "middle"
    SENIOR = "senior"

    @property
    def label(self) -> str:
        """The rank in Chinese."""
        return {"junior": "初级", "middle": "中级", "senior": "高级"}[self.value]


class Programme(StrEnum):
    """Which class of a technical school somebody is in or left."""

    UNKNOWN = "unknown"
    SENIOR_WORKER = "senior_worker"
    TECHNICIAN = "technician"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The class in Chinese."""
        names = {"senior_worker": "高级工班", "technician": "预备技师班或技师班", "other": "其他班"}
        return names.get(self.value, "未说明")


@dataclass(frozen=True, slots=True)
class WorkPeriod:
    """Time in one job: from its first to its last day, both included; without a last day it goes on."""

    start: date
    end: date | None = None
    relation: Relation = Relation.SAME


@dataclass(frozen=True, slots=True)
class PriorCertificate:
    """A certificate of 职业资格, 职业技能等级 or 职业能力 that the person holds."""

    level: int
    issued_on: date | None
    relation: Relation = Relation.SAME


@dataclass(frozen=True, slots=True)
class Title:
    """A professional title (职称, 专业技术人员职业资格)."""

    rank: Rank
    obtained_on: date | None
    relation: Relation = Relation.SAME


@dataclass(frozen=True, slots=True)
class Study:
    """A school that the person is in, or has graduated from.

    Attributes:
        in_study: still at school on the exam day.
        graduates_on: the day of graduation, expected while in study; None where it isn't known.
    """

    education: Education
    in_study: bool
    entered_on: date | None = None
    graduates_on: date | None = None
    subject: Relation = Relation.UNKNOWN
    programme: Programme = Programme.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a clause may ask, as of one exam day.

    Attributes:
        stated_years: the years of work that the person wrote down; asked only where no periods are given.
        training_hours: hours of regular training by the school; None where the school hasn't said.
        asks_internship: whether the exception for an internship in the third year is asked for (guide 4.7-4).
        judged: what a reviewer found on points that need a look: whether it is so.
    """

    exam_day: date
    birth_date: date
    candidate_type: CandidateType
    work: tuple[WorkPeriod, ...] = ()
    stated_years: int | None = None
    certificates: tuple[PriorCertificate, ...] = ()
    titles: tuple[Title, ...] = ()
    studies: tuple[Study, ...] = ()
    training_hours: int | None = None
    asks_internship: bool = False
    judged: Mapping[JudgedPoint, bool] = field(default_factory=dict)

    def settled(self, claimed: Relation, point: JudgedPoint) -> Relation:
        """Return a relation as a reviewer found it; what needed no look stays as it is."""
        if claimed not in {Relation.RELATED, Relation.UNKNOWN} or point not in self.judged:
            return claimed
        return Relation.CONFIRMED if self.judged[point] else Relation.UNRELATED
