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
STATION_MIN_DEPUTIES = 1  # guide 2.1.2
STATION_PHOTOS = 5  # guide 2.3, note 6: 学校实训环境照片5张
STATION_CODE_HEAD = "49284"  # guide 2.4: a station's code is this and the three-digit number in its name
EXAMINER_MAX_TRADES = 3  # guide 3.2: 限三个
EXAMINER_SKILL_LEVEL = 3  # guide 3.1.2: 高级工及以上; a smaller number is a higher level
SENIOR_EXAMINER_SKILL_LEVEL = 1  # guide 3.1.2: 高级技师
SENIOR_EXAMINER_YEARS = 1  # guide 3.1.2: 取得考评员资格一年以上
SENIOR_EXAMINER_LEVELS = frozenset({1, 2})  # guide 3.1: levels that only senior examiners judge
STUDENT_YEARS_ENROLLED = 2  # guide 4.3-1, 4.7-4: 在校满两年
STUDENT_INTERNSHIP_YEARS = 1  # guide 4.7-4: 大二下学期 lies in the second year
STUDENT_TRAINING_HOURS = 400  # guide 4.3-1: 400 学时以上 includes 400
FINAL_YEAR = 1  # guide 4.3-2: 应届在读 is who graduates within a year of the exam
# Guide 4.3-3, 4.7-2: a history without gaps; from June, when school ends, to September is none.
HISTORY_GAP_MONTHS = 3
UPLOAD_MAX_BYTES = 1024 * 1024  # guide 4.3-3: images up to 1 MB, as they are stored
UPLOAD_SENT_MAX_BYTES = 10 * UPLOAD_MAX_BYTES  # a phone's photo as it is sent; the portal shrinks it
SCANS_SENT_MAX_BYTES = 50 * UPLOAD_MAX_BYTES  # a class's stamped forms, sent together
SCANS_MAX_PAGES = 200  # of one PDF from an office scanner
SUPERVISION_PEOPLE = 80  # guide 4.5.1-11: 80人以上 includes 80
BLANK_SPARE_PERCENT = 110  # blanks handed out for a batch, of those who passed, without a reason

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


def earliest_changed_date(on: date, *, roster_in: bool) -> date:
    """Return the first exam date that a change decided on the day `on` may set (guide 4.5.1-6).

    The new date lies after that day. While no roster is in, enrolment and roster need their time too: their
    last day, ten days and one before the exam, is `on` at the earliest. Decided on 08-22, that is 09-02.
    """
    return on + timedelta(days=1) if roster_in else on + ROSTER_LEAD + timedelta(days=1)


def paper_window(exam_date: date) -> tuple[datetime, datetime]:
    """Return the instants between which papers can be signed for (guide 4.5.1-6).

    The first is included, the second is not: it is 00:00 of the day after the exam.
    """
    opens = datetime.combine(exam_date - timedelta(days=PAPER_LEAD_DAYS), time.min, SHANGHAI)
    closes = datetime.combine(exam_date + timedelta(days=1), time.min, SHANGHAI)
    return opens, closes


def answer_window(exam_date: date, *, days: int) -> tuple[datetime, datetime]:
    """Return the instants between which answers can be had: from the exam day to the end of `days` after it.

    The first is included, the second is not. An exam on 09-01 with 30 days gives 10-02 00:00 as the second.
    Examiners need the answers from the exam on; the guide sets no end.
    """
    opens = datetime.combine(exam_date, time.min, SHANGHAI)
    return opens, opens + timedelta(days=days + 1)


def carried_until(exam_date: date, *, days: int) -> date:
    """Return the last exam day on which a paper passed on `exam_date` still counts in a make-up exam.

    Passed on 2026-09-01 with 365 days, 2027-09-01 is the last such day. The guide sets none.
    """
    return exam_date + timedelta(days=days)


def keep_until(exam_date: date, *, years: int) -> date:
    """Return the last day on which evidence of an exam has to be kept (guide 4.6-6, 4.7-5: 存档备查).

    An exam on 2026-09-01 with five years gives 2031-09-01, so that 2031-09-02 is the first day on which it
    may be destroyed; one on 29 February gives 1 March in a year without that day.
    """
    return anniversary(exam_date, years=years)


def term_ends(valid_from: date, *, years: int) -> date:
    """Return the last day of a licence or an appointment that holds for `years` from `valid_from` on.

    From 2026-06-10 three years last to 2029-06-09; those from a 29 February end on 28 February.
    """
    return anniversary(valid_from, years=years) - timedelta(days=1)


def examiner_for_a_year(since: date, on: date) -> bool:
    """Tell whether somebody who became an examiner on `since` has been one for a year on `on` (guide 3.1.2).

    From 2025-03-01 on, 2026-03-01 is the first such day. Who became one on 29 February has the year full on
    1 March.
    """
    return on >= anniversary(since, years=SENIOR_EXAMINER_YEARS)


def anniversary(day: date, *, years: int) -> date:
    """Return the same day `years` later; 1 March for a 29 February in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def full_years(since: date, on: date) -> int:
    """Return how many years are full on the day `on`, counted from `since`; below 0 where `since` lies later.

    From 2021-09-01 five years are full on 2026-09-01, four on the day before.
    """
    years = on.year - since.year
    return years if anniversary(since, years=years) <= on else years - 1


def review_opens_on(year: int) -> date:
    """Return the first day on which the annual review of `year` can be filed: the first of the next year."""
    return date(year + 1, 1, 1)


def review_due_on(year: int, *, due: str) -> date:
    """Return the last day for the annual review of `year`: the day `due` (``MM-DD``) of the next year.

    Raises:
        ValueError: `due` is no day of that year.
    """
    return date.fromisoformat(f"{year + 1:04d}-{due}")


def review_blocks_from(year: int, *, due: str, grace_days: int) -> date:
    """Return the first day on which a missing review of `year` blocks new plans: the one after the grace.

    Due 03-31 with a grace of 30 days, 04-30 is the last day of the grace and 05-01 the first that blocks.
    """
    return review_due_on(year, due=due) + timedelta(days=grace_days + 1)


def review_years(registered_on: date, *, on: date) -> range:
    """Return the years whose reviews a station owes by the day `on`, oldest first.

    A year counts if the station was registered by its last day, and once it is over.
    """
    return range(registered_on.year, on.year)


def most_blanks(passed: int) -> int:
    """Return how many blank certificates a batch with `passed` people gets without a reason: 10 give 11."""
    return passed * BLANK_SPARE_PERCENT // 100
