"""What students must meet for levels 4 and 3, all of it (guide 4.3-1, 4.7-4)."""

from collections.abc import Iterable

from candidates.education import Education
from candidates.eligibility.clauses import BirthYears
from candidates.eligibility.facts import Facts, Study
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.requirements import level_words, listed
from candidates.eligibility.verdicts import Finding, Verdict, looked_at, met_if
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
        _education(study, EDUCATIONS[level], facts),
        _birth_year(facts, level, windows),
        _enrolled(study, facts),
        _trained(facts),
    )


def _schooling_so_far(study: Study) -> int:
    return list(Education).index(study.education)


def _education(study: Study | None, wanted: tuple[Education, ...], facts: Facts) -> Finding:
    if study is None:
        return Finding(Verdict.NOT_MET, "未填写就读院校的文化程度，须为职业院校在籍学生")
    words = f"就读学历为{study.education.label}，须为{listed(wanted)}"
    if study.education not in wanted:
        return Finding(Verdict.NOT_MET, words)
    leaves = study.graduates_on
    if leaves is None or leaves > facts.exam_day:
        return Finding(Verdict.MET, words)
    words = f"{words}；{leaves} 毕业，到考试日 {facts.exam_day} 是否仍为在籍学生须由考试站核对"
    return looked_at(words, facts, JudgedPoint.SCHOOLING)


def _birth_year(facts: Facts, level: int, windows: Iterable[BirthYears]) -> Finding:
    year, born = facts.exam_day.year, facts.birth_date.year
    window = next((one for one in windows if (one.year, one.level) == (year, level)), None)
    if window is None:
        words = f"{year} 年{level_words(level)}的出生年份范围尚未公布，{born} 年出生是否符合须由管理站核对"
        return looked_at(words, facts, JudgedPoint.BIRTH_YEAR)
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
    return _internship(words, years, facts)


def _internship(words: str, years: int, facts: Facts) -> Finding:
    """Judge who asks for the exception: 大二下学期 lies in the second year, the rest needs a look."""
    if years < policy.STUDENT_INTERNSHIP_YEARS:
        return Finding(Verdict.NOT_MET, f"{words}；外出实习的例外从大二下学期起适用")
    words = f"{words}；申请大三外出实习的例外，须由考试站核对"
    return looked_at(words, facts, JudgedPoint.INTERNSHIP)


def _trained(facts: Facts) -> Finding:
    wanted = policy.STUDENT_TRAINING_HOURS
    if facts.training_hours is None:
        words = f"未填写培训学时，是否达到 {wanted} 学时须由考试站核对"
        return looked_at(words, facts, JudgedPoint.HOURS)
    words = f"经本校正规培训 {facts.training_hours} 学时，须达到 {wanted} 学时"
    return Finding(met_if(facts.training_hours >= wanted), words)
