"""The stored rules of eligibility, put to a person's facts."""

from candidates.eligibility.answer import Answer, answer
from candidates.eligibility.facts import Facts
from candidates.models import BirthYearWindow, EligibilityClause


def eligibility_of(facts: Facts, *, level: int) -> Answer:
    """Judge a person for a level by the rules that are stored for the exam day (guide 4.3)."""
    clauses = EligibilityClause.objects.filter(level=level).valid_on(facts.exam_day)
    windows = BirthYearWindow.objects.filter(level=level, year=facts.exam_day.year)
    return answer(
        facts,
        level=level,
        clauses=[clause.as_clause() for clause in clauses],
        windows=[window.as_window() for window in windows],
    )
