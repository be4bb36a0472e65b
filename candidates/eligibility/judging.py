"""Each kind of requirement against the facts."""

from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from candidates.eligibility.facts import Facts, Programme, Relation, Study
from candidates.eligibility.points import JudgedPoint
from candidates.eligibility.requirements import (
    Confirmation,
    HeldCertificate,
    HeldTitle,
    MinimumAge,
    Requirement,
    Schooling,
    Students,
    Work,
    level_words,
    listed,
)
from candidates.eligibility.verdicts import Finding, Verdict, best, looked_at, met_if, related
from candidates.eligibility.working import judge_work
from ostami import policy


@singledispatch
def judge(requirement: Requirement, facts: Facts) -> Finding:
    """Return what is found on a requirement.

    Raises:
        TypeError: there is no such kind of requirement.
    """
    raise TypeError(requirement)


@judge.register
def _(requirement: MinimumAge, facts: Facts) -> Finding:
    age = policy.full_years(facts.birth_date, facts.exam_day)
    words = f"{facts.birth_date} 出生，到考试日 {facts.exam_day} 满 {age} 周岁，须满 {requirement.years} 周岁"
    return Finding(met_if(age >= requirement.years), words)


@judge.register
def _(requirement: Work, facts: Facts) -> Finding:
    return judge_work(facts, years=requirement.years)


@judge.register
def _(requirement: HeldCertificate, facts: Facts) -> Finding:
    name = f"{level_words(requirement.level)}证书"
    held = [(one.issued_on, one.relation) for one in facts.certificates if one.level == requirement.level]
    return _best_held(held, requirement, facts, name=name)


@judge.register
def _(requirement: HeldTitle, facts: Facts) -> Finding:
    name = f"{requirement.rank.label}职称"
    held = [(one.obtained_on, one.relation) for one in facts.titles if one.rank == requirement.rank]
    return _best_held(held, requirement, facts, name=name)


@judge.register
def _(requirement: Schooling, facts: Facts) -> Finding:
    found = best(_judge_study(study, requirement, facts) for study in facts.studies)
    return found or Finding(Verdict.NOT_MET, "未填写学历")


@judge.register
def _(requirement: Confirmation, facts: Facts) -> Finding:
    return looked_at(f"{requirement.text}，须由考试站核对", facts, JudgedPoint.CONFIRMATION)


Held = tuple[date | None, Relation]


def _best_held(
    held: Iterable[Held], requirement: HeldCertificate | HeldTitle, facts: Facts, *, name: str
) -> Finding:
    """Return the finding on the one of several certificates or titles that helps most."""
    point = _point_of(requirement)
    found = best(
        related(_judge_held(day, requirement, facts, name), relation, facts, point=point)
        for day, relation in held
    )
    return found or Finding(Verdict.NOT_MET, f"未填写{name}")


def _point_of(requirement: HeldCertificate | HeldTitle) -> JudgedPoint:
    return JudgedPoint.TITLE if isinstance(requirement, HeldTitle) else JudgedPoint.CERTIFICATE


def _judge_held(
    since: date | None, requirement: HeldCertificate | HeldTitle, facts: Facts, name: str
) -> Finding:
    if since is None:
        return looked_at(f"{name}未填写取得日期，须由考试站核对", facts, _point_of(requirement))
    if since > facts.exam_day:
        return Finding(Verdict.NOT_MET, f"{name} {since} 才取得，晚于考试日 {facts.exam_day}")
    if not requirement.years:
        return Finding(Verdict.MET, f"{name} {since} 已取得")
    held = _term(since, requirement.years, facts, name)
    if not requirement.working or held.verdict == Verdict.NOT_MET:
        return held
    work = judge_work(facts, years=requirement.years, after=since)
    return Finding(min(held.verdict, work.verdict), f"{held.words}；取得后{work.words}", work.points)


def _term(since: date, years: int, facts: Facts, name: str) -> Finding:
    full = policy.full_years(since, facts.exam_day)
    head = f"取得{name}{'满' if full >= years else '不满'} {years} 年"
    words = f"{head}：{since} 取得，到考试日 {facts.exam_day} 满 {full} 年"
    return Finding(met_if(full >= years), words)


def _judge_study(study: Study, requirement: Schooling, facts: Facts) -> Finding:
    if study.education not in requirement.educations:
        wanted = listed(requirement.educations)
        return Finding(Verdict.NOT_MET, f"学历为{study.education.label}，须为{wanted}")
    parts = (_programme(study, requirement, facts), _graduation(study, requirement, facts))
    words = "，".join(part.words for part in parts if part.words)
    points = frozenset[JudgedPoint]().union(*(part.points for part in parts))
    whole = Finding(min(part.verdict for part in parts), f"{study.education.label}{words}", points)
    return related(whole, study.subject, facts, point=JudgedPoint.SUBJECT)


def _programme(study: Study, requirement: Schooling, facts: Facts) -> Finding:
    if not requirement.programmes:
        return Finding(Verdict.MET, "")
    wanted = listed(requirement.programmes)
    if study.programme == Programme.UNKNOWN:
        words = f"未说明班别，是否{wanted}须由考试站核对"
        return looked_at(words, facts, JudgedPoint.SCHOOLING)
    return Finding(
        met_if(study.programme in requirement.programmes), f"{study.programme.label}，须为{wanted}"
    )


def _graduation(study: Study, requirement: Schooling, facts: Facts) -> Finding:
    if not study.in_study:
        return _graduated(study, facts)
    if requirement.students == Students.ALL:
        return Finding(Verdict.MET, "在读")
    if requirement.students == Students.NONE:
        return Finding(Verdict.NOT_MET, "在读，须已毕业")
    if study.graduates_on is None:
        words = "在读，未填写预计毕业日期，是否应届须由考试站核对"
        return looked_at(words, facts, JudgedPoint.SCHOOLING)
    last = policy.anniversary(facts.exam_day, years=policy.FINAL_YEAR)
    is_final = study.graduates_on <= last
    tail = "应届在读" if is_final else "还不是应届毕业生"
    return Finding(met_if(is_final), f"预计 {study.graduates_on} 毕业，{tail}")


def _graduated(study: Study, facts: Facts) -> Finding:
    if study.graduates_on is None:
        return Finding(Verdict.NOT_MET, "未填写毕业时间，凭毕业证书申报的须填写")
    if study.graduates_on > facts.exam_day:
        return Finding(Verdict.NOT_MET, f"{study.graduates_on} 才毕业，晚于考试日 {facts.exam_day}")
    return Finding(Verdict.MET, f"{study.graduates_on} 毕业")
