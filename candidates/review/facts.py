"""What the form says, grouped like the candidate's pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.identity import age_on
from candidates.models import Enrolment, HistoryEntry, HistoryKind

NOTHING = "未填写"


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading: labels with what was filled in."""

    heading: str
    rows: list[tuple[str, str]]


def groups_of(enrolment: Enrolment) -> list[Group]:
    """Return the facts of an enrolment by their pages; the document number is masked."""
    groups = [
        Group("本人", _person(enrolment)),
        Group("报考", _exam(enrolment)),
        Group("学校和专业" if enrolment.is_student else "单位和学历", list(_school(enrolment))),
    ]
    held = list(_held(enrolment))
    return [*groups, Group("已取得的证书和职称", held or [("证书和职称", "无")])]


def _person(enrolment: Enrolment) -> list[tuple[str, str]]:
    person = enrolment.candidate
    age = age_on(enrolment.batch.exam_date, born=person.birth_date)
    return [
        ("姓名", person.name),
        ("性别", person.get_sex_display()),
        ("出生日期", f"{person.birth_date}（考试日 {age} 周岁）"),
        (person.get_document_type_display(), person.masked_number),
        ("考生电话", person.phone),
    ]


def _exam(enrolment: Enrolment) -> list[tuple[str, str]]:
    item = enrolment.batch_item
    return [
        ("申报职业", item.trade.name),
        ("申报等级", str(item.plan_item.level_label)),
        ("考试日期", str(enrolment.batch.exam_date)),
    ]


def _school(enrolment: Enrolment) -> Iterator[tuple[str, str]]:
    yield enrolment.institution_label, enrolment.institution or NOTHING
    yield "文化程度", enrolment.get_education_display() or NOTHING
    yield "专业", enrolment.subject or NOTHING
    yield "所学专业与申报工种", enrolment.get_subject_relation_display() or NOTHING
    if enrolment.entered_on or enrolment.is_student:
        yield "入学时间", _month(enrolment.entered_on)
    if enrolment.graduated_on:
        yield "毕业时间" if not enrolment.is_student else "预计毕业时间", _month(enrolment.graduated_on)
    if enrolment.programme:
        yield "班别", enrolment.get_programme_display()
    yield from _only_students(enrolment) if enrolment.is_student else _only_workers(enrolment)
    if enrolment.other:
        yield "其他", enrolment.other


def _only_students(enrolment: Enrolment) -> Iterator[tuple[str, str]]:
    yield "班级", enrolment.class_name or NOTHING
    hours = enrolment.training_hours
    yield "正规培训学时", NOTHING if hours is None else f"{hours} 学时"
    if enrolment.asks_internship:
        yield "大三外出实习", "申请按实习例外报考（服务指南 4.7-4）"


def _only_workers(enrolment: Enrolment) -> Iterator[tuple[str, str]]:
    years = enrolment.years_in_occupation
    yield "申报职业工龄", NOTHING if years is None else f"{years} 年"


def _held(enrolment: Enrolment) -> Iterator[tuple[str, str]]:
    if enrolment.prior_skill or enrolment.prior_level:
        level = enrolment.get_prior_level_display() if enrolment.prior_level else ""
        yield "已取得职业技能名称及等级", " ".join(filter(None, (enrolment.prior_skill, level)))
        yield "已取得证书编号", enrolment.prior_certificate_number or NOTHING
        yield "发证单位", enrolment.prior_issuer or NOTHING
        yield "证书取得日期", _day(enrolment.prior_issued_on)
        yield "证书职业与申报工种", enrolment.get_prior_relation_display() or NOTHING
    if enrolment.title_name or enrolment.title_rank:
        rank = enrolment.get_title_rank_display()
        yield "职称", " ".join(filter(None, (enrolment.title_name, rank)))
        yield "职称取得日期", _day(enrolment.title_obtained_on)
        yield "职称专业与申报工种", enrolment.get_title_relation_display() or NOTHING


def history_of(enrolment: Enrolment) -> list[tuple[str, list[HistoryEntry]]]:
    """Return schooling, work and all else with their periods, where there are any."""
    entries = sorted(enrolment.history.all(), key=lambda entry: entry.start)
    found = [(str(kind.label), [entry for entry in entries if entry.kind == kind]) for kind in HistoryKind]
    return [(label, periods) for label, periods in found if periods]


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else NOTHING


def _day(day: date | None) -> str:
    return str(day) if day else NOTHING
