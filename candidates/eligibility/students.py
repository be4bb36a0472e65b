"""What students must meet for levels 4 and 3, all of it (guide 4.3-1, 4.7-4)."""

from collections.abc import Iterable

from candidates.education import Education
from candidates.eligibility.clauses import BirthYears
from candidates.eligibility.facts import Facts, Study
from candidates.eligibility.requirements import level_words, listed
from candidates.eligibility.verdicts import Finding, Verdict, met_if
from ostami import policy
from scope_catalog.levels import Level

COLLEGE_OR_HIGHER = (Education.COLLEGE, Education.BACHELOR, Education.GRADUATE)
EDUCATIONS: dict[int, tuple[Education, ...]] = {
    Level.FOUR: (Education.VOCATIONAL, Education.SENIOR_WORKER, *COLLEGE_OR_HIGHER),
    Level.THREE: COLLEGE_OR_HIGHER,
}


def judge_student(facts: Facts, *, level: int, windows: Iterable[BirthYears]) -> tuple[Finding, ...]:
    """Return the findings on education, year of birth, time at school and hours of training, in this order.

    Raises:
        KeyError: the guide has no rule for students of this level.
    """
    study = max((one for one in facts.studies if one.in_study), key=_schooling_so_far, default=None)
    return (
        _education(study, EDUCATIONS[level]),
        _birth_year(facts, level, windows),
        _enrolled(study, facts),
        _trained(facts),
    )


def _schooling_so_far(study: Study) -> int:
    return list(Education).index(study.education)


def _education(study: Study | None, wanted: tuple[Education, ...]) -> Finding:
    if study is None:
        return Finding(Verdict.NOT_MET, "未填写在读院校，须为职业院校在籍学生")
    return Finding(
        met_if(study.education in wanted), f"就读学历为{study.education.label}，须为{listed(wanted)}"
    )


def _birth_year(facts: Facts, level: int, windows: Iterable[BirthYears]) -> Finding:
    year, born = facts.exam_day.year, facts.birth_date.year
    window = next((one for one in windows if (one.year, one.level) == (year, level)), None)
    if window is None:
        words = f"{year} 年{level_words(level)}的出生年份范围尚未公布，{born} 年出生是否符合须由管理站核对"
        return Finding(Verdict.LOOK, words)
    inside = window.born_from <= born <= window.born_to
    words = f"{born} 年出生，{year} 年{level_words(level)}须为 {window.born_from}–{window.born_to} 年出生"
    return Finding(met_if(inside), words)


def _enrolled(study: Study | None, facts: Facts) -> Finding:
    if study is None or study.entered_on is None:
        return Finding(Verdict.NOT_MET, "未填写入学时间")
    years = policy.full_years(study.entered_on, facts.exam_day)
    wanted = policy.STUDENT_YEARS_ENROLLED
    words = f"{study.entered_on} 入学，到考试日 {facts.exam_day} 在校满 {max(years, 0)} 年，须满 {wanted} 年"
    if years >= wanted or not facts.asks_internship:
        return Finding(met_if(years >= wanted), words)
    return _internship(words, years)


def _internship(words: str, years: int) -> Finding:
    """Judge who asks for the exception: 大二下学期 lies in the second year, the rest needs a look."""
    if years < policy.STUDENT_INTERNSHIP_YEARS:
        return Finding(Verdict.NOT_MET, f"{words}；外出实习的例外从大二下学期起适用")
    return Finding(Verdict.LOOK, f"{words}；申请大三外出实习的例外，须由考试站核对")


def _trained(facts: Facts) -> Finding:
    wanted = policy.STUDENT_TRAINING_HOURS
    if facts.training_hours is None:
        return Finding(Verdict.LOOK, f"未填写培训学时，是否达到 {wanted} 学时须由考试站核对")
    words = f"经本校正规培训 {facts.training_hours} 学时，须达到 {wanted} 学时"
    return Finding(met_if(facts.training_hours >= wanted), words)
