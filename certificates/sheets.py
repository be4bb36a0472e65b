"""The qualified roster (F4, annex 2 of the guide)."""

from collections.abc import Iterable
from datetime import date

from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import NO_TRADE
from certificates.rosters.standing import is_revoked, person_of
from documents.sheets import Column, ColumnKind, TableSheet, TableValue
from documents.watermarks import practice_mark
from exams.models import PUBLISHED
from exams.selectors import carried_notes, qualified
from ostami.problems import Problem, refuse_if
from question_bank.paper_kinds import PaperKind

TITLE = "机械行业人才评价合格人员名册"
COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 6),
    Column("姓名", width=12),
    Column("性别", width=6),
    Column("证件类型", width=14),
    Column("证件号码", width=22),
    Column("出生日期", ColumnKind.DATE, 12),
    Column("文化程度", width=14),
    Column("考生类型", width=10),
    Column("工作单位（院校）", width=26),
    Column("职业编码", width=13),
    Column("职业名称", width=18),
    Column("工种编码", width=16),
    Column("工种名称", width=18),
    Column("等级", width=14),
    Column("理论成绩", ColumnKind.NUMBER, 10),
    Column("实操成绩", ColumnKind.NUMBER, 10),
    Column("评定成绩", width=10),
    Column("考试日期", ColumnKind.DATE, 12),
    Column("证书编号", width=20),
    Column("发证日期", ColumnKind.DATE, 12),
    Column("联系电话", width=15),
    Column("备注", width=26),
)


def qualified_roster(batch: Batch, *, filled_by: str = "", filled_on: date | None = None) -> TableSheet:
    """Return the qualified roster of a batch, one row a person who passed, in roster order (guide 4.6-3, -4).

    Once the certificates are issued it says what they say, with their numbers and dates; the remarks tell
    which were reissued or revoked.

    Args:
        batch: a batch whose results were approved.
        filled_by: the name printed as 填表人; empty to sign by hand.
        filled_on: the day printed as 填表日期; empty to date by hand.

    Raises:
        BlockedError: the results aren't approved yet.
    """
    refuse_if(results_missing(batch))
    people = list(qualified(batch).select_related("carried__source__batch").prefetch_related("certificates"))
    return TableSheet(
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(_row(number, enrolment) for number, enrolment in enumerate(people, start=1)),
        facts=_facts(batch, people),
        signatures=(("填表人", filled_by), ("审核人", ""), ("填表日期", filled_on)),
        tab="合格人员名册",
        frozen_columns=2,
        watermark=practice_mark(),
    )


def results_missing(batch: Batch) -> Iterable[Problem]:
    """Yield the problem that a batch's results aren't approved yet, on which the roster stands."""
    if batch.status not in PUBLISHED:
        yield Problem(
            f"{batch} 当前状态为“{batch.get_status_display()}”，还没有合格人员名册",
            "4.6-3",
            "请在成绩审核通过后导出",
        )


def _facts(batch: Batch, people: list[Enrolment]) -> tuple[tuple[str, TableValue], ...]:
    revoked = sum(map(is_revoked, people))
    return (
        ("机构名称", batch.station.organisation.name),
        ("机构编码", batch.station.code),
        ("批次号", batch.number or ""),
        ("考试日期", batch.exam_date),
        ("人数", len(people) - revoked),
        *((("另有证书已撤销", revoked),) if revoked else ()),
    )


def _row(number: int, enrolment: Enrolment) -> tuple[TableValue, ...]:
    person = person_of(enrolment)
    return (
        number,
        person.name,
        person.sex,
        person.document_type,
        person.document_number,
        person.birth_date,
        enrolment.get_education_display(),
        enrolment.batch.get_candidate_type_display(),
        enrolment.institution,
        *_trade(enrolment),
        person.theory,
        person.practical,
        person.grade,
        enrolment.batch.exam_date,
        person.number,
        person.issued_on,
        enrolment.candidate.phone,
        "；".join(filter(None, (_carried(enrolment), person.note))),
    )


def _carried(enrolment: Enrolment) -> str:
    """Return which score is of an earlier exam, as its row names one date: 理论为保留成绩（2026-09-01）."""
    notes = carried_notes(enrolment).items()
    return "；".join(f"{PaperKind(kind).label}为{words}" for kind, words in notes)


def _trade(enrolment: Enrolment) -> tuple[str, ...]:
    item = enrolment.batch_item
    name = NO_TRADE if item.trade.stands_for_occupation else item.trade.name
    occupation = item.trade.occupation
    return occupation.code, occupation.name, item.trade.code or NO_TRADE, name, item.plan_item.level_label
