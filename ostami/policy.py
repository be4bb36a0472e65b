"""The service guide's numbers and the functions that apply them, each with its clause.

Everything takes and returns plain dates, instants and numbers: no model, no request, no clock. Days and
instants are those of Asia/Shanghai.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ostami.clock import SHANGHAI

BATCH_LEAD_DAYS = 30  # guide 4.5.1-2: an exam lies at least this many days after the application
ROSTER_LEAD_DAYS = 10  # guide 4.5.1-2: roster and enrolment close this many days before the exam
ROSTER_LEAD = timedelta(days=ROSTER_LEAD_DAYS)
PAPER_LEAD_DAYS = 10  # guide 4.5.1-6: papers can be signed for from this many days before the exam
PLAN_ITEM_MAX_PEOPLE = 99  # guide 4.5.1-1: more people need more plan items
PANEL_MIN_EXAMINERS = 3  # guide 4.5.1-4: per batch item, the leader counted
EXAMINERS_PER_TRADE = 3  # guide 2.1.2: per declared trade
EXAMINER_MAX_TRADES = 3  # guide 3.2: 限三个
SENIOR_EXAMINER_LEVELS = frozenset({1, 2})  # guide 3.1: levels that only senior examiners judge
UPLOAD_MAX_BYTES = 1024 * 1024  # guide 4.3-3: images up to 1 MB
SUPERVISION_PEOPLE = 80  # guide 4.5.1-11: 80人以上 includes 80

SCORE_STEP = Decimal("0.5")
SCORE_MAX = Decimal(100)
PASS_SCORE = Decimal(60)  # guide 4.6-1
GOOD_SCORE = Decimal(80)  # guide 4.6-1
EXCELLENT_SCORE = Decimal(90)  # guide 4.6-1


def earliest_exam_date(applied_on: date) -> date:
    """Return the first exam date that a batch applied for on `applied_on` may have (guide 4.5.1-2).

    Applied on 06-01, the first allowed day is 07-01: thirty full days later.
    """
    return applied_on + timedelta(days=BATCH_LEAD_DAYS)


def last_enrolment_day(exam_date: date) -> date:
    """Return the last day on which candidates enrol and the roster is handed in (guide 4.5.1-2).

    An exam on 09-01 gives 08-22 as the day on which the windows are shut, hence 08-21.
    """
    return exam_date - ROSTER_LEAD - timedelta(days=1)


def enrolment_closes_at(exam_date: date) -> datetime:
    """Return the first instant at which enrolment is shut: 00:00 after the last enrolment day."""
    return datetime.combine(last_enrolment_day(exam_date) + timedelta(days=1), time.min, SHANGHAI)


def paper_window(exam_date: date) -> tuple[datetime, datetime]:
    """Return the instants between which papers can be signed for (guide 4.5.1-6).

    The first is included, the second is not: it is 00:00 of the day after the exam.
    """
    opens = datetime.combine(exam_date - timedelta(days=PAPER_LEAD_DAYS), time.min, SHANGHAI)
    closes = datetime.combine(exam_date + timedelta(days=1), time.min, SHANGHAI)
    return opens, closes
