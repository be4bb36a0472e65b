"""Batches whose results are published, and candidates who come again."""

from datetime import date

from accounts.models import User
from batches.models import Batch
from candidates.models import Candidate, Enrolment
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import exam, results

Scores = tuple[str | None, str | None]
# After the year in which the first exam was held, but within 365 days of it.
SECOND_EXAM = date(2027, 3, 1)


def notice_batch(station: Station, management: User, people: dict[str, Scores]) -> Batch:
    """A batch of the scheme skill_level whose results were approved on the exam day, and stand in notice."""
    facts = {"trade": exam.skill_trade(), "scheme": Scheme.SKILL_LEVEL}
    return results.approved(station, management, people, **facts)


def later_batch(first: Batch, management: User, *, exam_date: date = SECOND_EXAM) -> Batch:
    """Another approved batch of the station for the same trade and level, open for enrolment."""
    item = first.items.get()
    plan = exam.approved_plan(
        first.station,
        management,
        {"trade": item.trade, "level": item.level, "month": exam_date.month},
        year=exam_date.year,
    )
    return exam.approved_batch(first.station, management, plan.items.get(), exam_date=exam_date)


def again(batch: Batch, person: Candidate) -> Enrolment:
    """The person's accepted enrolment for a later batch."""
    return exam.accepted_enrolment(batch.items.get(), person, at=exam.noon(date(2027, 1, 15)))
