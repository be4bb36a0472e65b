"""People and certificates, counted by the database: a line a year, province, station or whatever is asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from batches.models import BatchStatus
from candidates.models import EnrolmentQuerySet
from certificates.models import CertificateQuerySet, CertificateStatus
from certificates.models.certificates import ENDED
from exams.figures import rate
from exams.grading import ExamGrade
from exams.models import PUBLISHED
from portal.figures import scope
from portal.figures.asked import OF_ENROLMENT, OF_PLAN_ITEM, Asked
from portal.figures.labels import labelled

NOT_HELD = (BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)
# Results count once management has approved them, as in a station's annual review.
APPROVED = Q(batch__status__in=PUBLISHED)
ABSENT = Q(result__theory_absent=True) | Q(result__practical_absent=True)
GRADES = {
    "excellent": ExamGrade.EXCELLENT,
    "good": ExamGrade.GOOD,
    "fair": ExamGrade.PASSED,
    "failed": ExamGrade.FAILED,
}


class Tally(Counter[str]):
    """Counts by name; what follows from them has a name of its own."""

    @property
    def passed(self) -> int:
        """How many passed, whatever the grade."""
        return self["excellent"] + self["good"] + self["fair"]

    @property
    def sat(self) -> int:
        """How many sat both papers: who did has a grade."""
        return self.passed + self["failed"]

    @property
    def rate(self) -> str:
        """The share of those who sat that passed."""
        return rate(self.passed, self.sat)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: whose, and the counts."""

    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Tallies:
    """All lines in order, and their sum."""

    lines: list[Line]
    total: Tally


def tallies(user: User, asked: Asked) -> Tallies:
    """Count within what `user` sees: three grouped queries, whatever the number of rows."""
    by_key: defaultdict[Any, Tally] = defaultdict(Tally)
    for rows in (_planned(user, asked), _people(user, asked), _issued(user, asked)):
        for row in rows:
            by_key[row.pop("key")].update({name: count or 0 for name, count in row.items()})
    total = Tally()
    for tally in by_key.values():
        total.update(tally)
    return Tallies([Line(label, by_key[key]) for key, label in labelled(asked.by, by_key)], total)


def _planned(user: User, asked: Asked) -> Iterable[dict[str, Any]]:
    if not asked.of_plans_too:
        return ()
    rows = scope.plan_items(user, asked).approved()
    return _grouped(rows, OF_PLAN_ITEM[asked.by], planned=Sum("headcount"))


def _people(user: User, asked: Asked) -> Iterable[dict[str, Any]]:
    return count_people(scope.enrolments(user, asked), OF_ENROLMENT[asked.by])


def count_people(enrolments: EnrolmentQuerySet, path: str) -> Iterable[dict[str, Any]]:
    """Count those on the rosters of exams that weren't called off, and the outcome, by the fact at `path`."""
    graded = {name: Count("pk", APPROVED & Q(result__grade=grade)) for name, grade in GRADES.items()}
    rows = enrolments.accepted().filter(~Q(batch__status__in=NOT_HELD))
    return _grouped(rows, path, enrolled=Count("pk"), absent=Count("pk", APPROVED & ABSENT), **graded)


def _issued(user: User, asked: Asked) -> Iterable[dict[str, Any]]:
    return count_certificates(scope.certificates(user, asked), scope.OF_CERTIFICATE[asked.by])


def count_certificates(certificates: CertificateQuerySet, path: str) -> Iterable[dict[str, Any]]:
    """Count those that stand, one a holder, and those that were revoked, by the fact at `path`."""
    return _grouped(
        certificates,
        path,
        standing=Count("pk", ~Q(status__in=ENDED)),
        revoked=Count("pk", Q(status=CertificateStatus.REVOKED)),
    )


def _grouped(rows: QuerySet[Any], path: str, **counts: Any) -> Iterable[dict[str, Any]]:
    """Return a dictionary a group: its `key` and the counts."""
    grouped: Iterable[Mapping[str, Any]] = rows.order_by().values(path).annotate(**counts)
    return ({"key": row[path], **{name: row[name] for name in counts}} for row in grouped)
