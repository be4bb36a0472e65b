"""Who becomes an examiner (guide 3.1 and 3.2)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from examiners.models import SoughtGrade
from examiners.rules.qualification import DECLARED, DECLARED_OF_MANAGERS
from ostami import policy
from portal.texts.rules.tables import RuleTable
from scope_catalog.levels import Level

GRADE_CLAUSES = {SoughtGrade.EXAMINER: "3.1.2-1(1)", SoughtGrade.SENIOR: "3.1.2-1(2)"}


def conditions(day: date) -> RuleTable:
    """Return the conditions of office of each grade."""
    examiner = f"具有{_level(policy.EXAMINER_SKILL_LEVEL)}职业技能等级，或中级及以上专业技术职称"
    senior = (
        f"具有{_level(policy.SENIOR_EXAMINER_SKILL_LEVEL)}职业技能等级，或高级专业技术职称；"
        f"并且取得考评员资格满 {policy.SENIOR_EXAMINER_YEARS} 年"
    )
    both = f"{SoughtGrade.EXAMINER.label}、{SoughtGrade.SENIOR.label}"
    rows = (
        (SoughtGrade.EXAMINER.label, examiner, GRADE_CLAUSES[SoughtGrade.EXAMINER]),
        (SoughtGrade.SENIOR.label, senior, GRADE_CLAUSES[SoughtGrade.SENIOR]),
        *((both, words, clause) for clause, words in DECLARED),
        *((SoughtGrade.MANAGER.label, words, clause) for clause, words in DECLARED_OF_MANAGERS),
    )
    return RuleTable("具备本类别的全部条件，方可申报", ("类别", "条件", "服务指南"), rows)


def terms(day: date) -> RuleTable:
    """Return what grades may judge, how many trades one has, and for how long trainings and terms hold."""
    usual = sorted(set(Level.values) - policy.SENIOR_EXAMINER_LEVELS, reverse=True)
    rows = (
        (f"{SoughtGrade.EXAMINER.label}可评等级", _levels(usual)),
        (f"{SoughtGrade.SENIOR.label}可评等级", _levels(sorted(Level.values, reverse=True))),
        ("申报工种", f"1 至 {policy.EXAMINER_MAX_TRADES} 个"),
        ("培训认证班", f"合格后 {settings.EXAMINER_TRAINING_VALID_DAYS} 天内申报有效"),
        ("任期", f"{settings.EXAMINER_YEARS} 年，届满前 {settings.EXAMINER_RENEWAL_DAYS} 天起可以办理续任"),
    )
    return RuleTable("可评等级、工种和期限", ("事项", "规定"), rows)


def _level(level: int) -> str:
    above = "及以上" if level > min(Level.values) else ""
    return f"{Level(level).label}{above}"


def _levels(levels: Iterable[int]) -> str:
    return "、".join(Level(level).label for level in levels)
