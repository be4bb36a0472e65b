"""The roster of a batch."""

from collections.abc import Sequence

from batches.models import Batch
from candidates.models import Enrolment, FrozenRoster
from candidates.rosters.frozen import Row, contents_of, short_digest
from candidates.selectors import roster_of
from documents.sheets import Column, ColumnKind, TableSheet
from documents.table_sheets import Pair
from documents.watermarks import practice_mark
from ostami.clock import SHANGHAI

DRAFT_MARK = "未提交"

ROSTER_COLUMNS = (
    Column("序号", ColumnKind.NUMBER, 5),
    Column("姓名", width=10),
    Column("性别", width=5),
    Column("证件类型", width=12),
    Column("证件号码", width=21),
    Column("出生日期", ColumnKind.DATE, 12),
    Column("文化程度", width=11),
    Column("就读院校（工作单位）", width=24),
    Column("入学时间", width=9),
    Column("专业", width=14),
    Column("申报工种", width=14),
    Column("等级", width=13),
    Column("考生类型", width=9),
    Column("已取得证书编号", width=18),
    Column("联系电话", width=14),
)


def roster_sheet(batch: Batch) -> TableSheet:
    """Return the roster of a batch, numbers in full: as it was handed in, or as it stands before that.

    Raises:
        BlockedError: the roster that was handed in no longer gives its digest.
    """
    frozen = FrozenRoster.objects.filter(batch=batch).first()
    return frozen_roster(frozen) if frozen else live_roster(batch, list(roster_of(batch)))


def live_roster(batch: Batch, people: Sequence[Enrolment]) -> TableSheet:
    """Return the roster as it stands: the accepted candidates in the order of their first submission."""
    organisation = batch.station.organisation
    return _sheet(
        ROSTER_COLUMNS,
        rows=tuple(_roster_row(number, enrolment) for number, enrolment in enumerate(people, start=1)),
        facts=(
            ("机构名称", organisation.name),
            ("机构编码", organisation.code),
            ("批次号", batch.number),
            ("考试日期", batch.exam_date),
            ("人数", len(people)),
        ),
        mark=DRAFT_MARK,
    )


def frozen_roster(frozen: FrozenRoster) -> TableSheet:
    """Return the roster as it was handed in, with its digest.

    Raises:
        BlockedError: its bytes no longer give the digest.
    """
    held = contents_of(frozen, columns=ROSTER_COLUMNS)
    known = {column.header: column for column in ROSTER_COLUMNS}
    return _sheet(
        tuple(known.get(header, Column(header)) for header in held.columns),
        rows=held.rows,
        facts=(
            *held.facts,
            ("提交时间", f"{frozen.frozen_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
            ("摘要（SHA-256）", frozen.digest),
        ),
        footer=f"花名册摘要 {short_digest(frozen.digest)}",
    )


def _sheet(
    columns: tuple[Column, ...],
    *,
    rows: tuple[Row, ...],
    facts: tuple[Pair, ...],
    mark: str | None = None,
    footer: str = "",
) -> TableSheet:
    return TableSheet(
        title="机械行业职业能力评价考生花名册",
        tab="考生花名册",
        columns=columns,
        rows=rows,
        facts=facts,
        signatures=(("填表人", ""), ("审核人", ""), ("填表日期", "")),
        frozen_columns=2,
        watermark=practice_mark(mark),
        footer=footer,
    )


def _roster_row(number: int, enrolment: Enrolment) -> Row:
    person, item = enrolment.candidate, enrolment.batch_item
    return (
        number,
        person.name,
        person.get_sex_display(),
        person.get_document_type_display(),
        person.document_number,
        person.birth_date,
        enrolment.get_education_display(),
        enrolment.institution,
        f"{enrolment.entered_on:%Y-%m}" if enrolment.entered_on else "",
        enrolment.subject,
        item.trade.name,
        item.plan_item.level_label,
        enrolment.batch.get_candidate_type_display(),
        enrolment.prior_certificate_number,
        person.phone,
    )
