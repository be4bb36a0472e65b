"""Who may enrol, and with which papers (guide 4.3 and 4.5.1-3), from the tables that staff keep."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from batches.models import CandidateType
from candidates.eligibility.requirements import listed
from candidates.eligibility.students import EDUCATIONS
from candidates.models import BirthYearWindow, EligibilityClause, Need
from candidates.models.eligibility import STUDENT_LEVELS
from candidates.personal_form.materials import Material, asked_materials, stored_rules
from ostami import policy
from portal.texts.rules.tables import RuleTable


def eligibility(day: date) -> RuleTable:
    """Return every level's clauses that hold for exams on a day: one of a level's is enough."""
    by_level = groupby(EligibilityClause.objects.valid_on(day), EligibilityClause.get_level_display)
    rows = tuple((level, *_together(list(clauses))) for level, clauses in by_level)
    nothing = "申报条件正在登记，请向考试站咨询。"
    return RuleTable("具备所报等级的任何一条即可申报", ("等级", "条件", "依据"), rows, nothing)


def _together(clauses: list[EligibilityClause]) -> tuple[str, str]:
    words = [f"（{one.number}）{one.text}" for one in clauses]
    return "\n".join(words), "\n".join(dict.fromkeys(one.source for one in clauses))


def students(day: date) -> RuleTable:
    """Return what students meet besides: education, years of birth, time at school, hours of training."""
    windows = {one.level: one for one in BirthYearWindow.objects.filter(year=day.year)}
    rows: list[tuple[str, str]] = []
    for level in STUDENT_LEVELS:
        window = windows.get(level)
        born = f"{window.born_from}–{window.born_to} 年" if window else "尚未公布，由管理站核对"
        rows.append((f"{level.label}的学历", f"就读{listed(EDUCATIONS[level])}"))
        rows.append((f"{level.label}的出生年份（{day.year} 年考试）", born))
    rows.append(("在校时间", f"到考试日满 {policy.STUDENT_YEARS_ENROLLED} 年"))
    rows.append(("培训学时", f"经本校正规培训，不少于 {policy.STUDENT_TRAINING_HOURS} 学时"))
    return RuleTable("在读学生须同时符合（服务指南 4.3-1）", ("事项", "规定"), tuple(rows))


def materials(day: date) -> RuleTable:
    """Return what each type of candidate uploads."""
    rules = stored_rules()
    rows = tuple((whom.label, *_asked(asked_materials(whom, rules))) for whom in CandidateType)
    return RuleTable("报名时上传的材料（服务指南 4.5.1-3）", ("考生类型", "必须提交", "视情况提交"), rows)


def _asked(materials: Iterable[Material]) -> tuple[str, str]:
    """Return what everybody hands in, and what those do to whom a condition applies."""
    always: list[str] = []
    sometimes: list[str] = []
    for one in materials:
        if one.need == Need.REQUIRED:
            always.append(f"{one.kind.label}（{one.note}）" if one.note else one.kind.label)
        else:
            sometimes.append(f"{one.kind.label}：{one.words}")
    return "\n".join(always), "\n".join(sometimes) or "无"
