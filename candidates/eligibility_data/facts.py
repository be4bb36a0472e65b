"""What an enrolment says of its candidate, as the rules of eligibility read it (guide 4.3)."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from batches.models import CandidateType
from candidates.education import Education
from candidates.eligibility.facts import (
    Facts,
    PriorCertificate,
    Programme,
    Rank,
    Relation,
    Study,
    Title,
    WorkPeriod,
)
from candidates.eligibility.points import JudgedPoint
from candidates.models import Enrolment, HistoryKind

# The fields of the personal form that are judged.
JUDGED_FIELDS = (
    "education",
    "entered_on",
    "graduated_on",
    "programme",
    "subject_relation",
    "training_hours",
    "asks_internship",
    "years_in_occupation",
    "prior_level",
    "prior_issued_on",
    "prior_relation",
    "title_rank",
    "title_obtained_on",
    "title_relation",
)
Answers = Mapping[str, Any]


def facts_of(enrolment: Enrolment) -> Facts:
    """Return the facts of an enrolment as of its exam day.

    What reviewers judged counts once the form is handed in: while it is open, its own facts are all.
    """
    return facts_from(
        {name: getattr(enrolment, name) for name in JUDGED_FIELDS},
        exam_day=enrolment.batch.exam_date,
        birth_date=enrolment.candidate.birth_date,
        candidate_type=CandidateType(enrolment.batch.candidate_type),
        work=tuple(_work(enrolment)),
        judged={} if enrolment.is_open else _judged(enrolment),
    )


def facts_from(answers: Answers, *, candidate_type: CandidateType, **known: Any) -> Facts:
    """Return the facts that answers by the names of `JUDGED_FIELDS` tell.

    Args:
        answers: the answers; what is empty wasn't said.
        candidate_type: students name the school they are in, all others the highest they graduated from.
        known: the facts besides, by their names in `Facts`.
    """
    return Facts(
        candidate_type=candidate_type,
        stated_years=answers.get("years_in_occupation"),
        certificates=tuple(_certificates(answers)),
        titles=tuple(_titles(answers)),
        studies=tuple(_studies(answers, in_study=candidate_type == CandidateType.STUDENT)),
        training_hours=answers["training_hours"],
        asks_internship=answers["asks_internship"],
        **known,
    )


def relation_of(stored: str) -> Relation:
    """Return a relation as it is stored; blank is not said."""
    return Relation(stored) if stored else Relation.UNKNOWN


def _studies(answers: Answers, *, in_study: bool) -> Iterator[Study]:
    if answers["education"]:
        yield Study(
            education=Education(answers["education"]),
            in_study=in_study,
            entered_on=answers["entered_on"],
            graduates_on=answers["graduated_on"],
            subject=relation_of(answers["subject_relation"]),
            programme=Programme(answers["programme"] or Programme.UNKNOWN),
        )


def _certificates(answers: Answers) -> Iterator[PriorCertificate]:
    if answers["prior_level"]:
        relation = relation_of(answers["prior_relation"])
        yield PriorCertificate(int(answers["prior_level"]), answers["prior_issued_on"], relation)


def _titles(answers: Answers) -> Iterator[Title]:
    if answers["title_rank"]:
        relation = relation_of(answers["title_relation"])
        yield Title(Rank(answers["title_rank"]), answers["title_obtained_on"], relation)


def _work(enrolment: Enrolment) -> Iterator[WorkPeriod]:
    for row in enrolment.history.all():
        if row.kind == HistoryKind.WORK:
            yield WorkPeriod(row.start, row.end and _end_of_month(row.end), relation_of(row.relation))


def _end_of_month(day: date) -> date:
    """Return the last day of a month: the form asks for months, and both of a period's count."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _judged(enrolment: Enrolment) -> dict[JudgedPoint, bool]:
    return {JudgedPoint(row.point): row.accepted for row in enrolment.judgements.all()}
