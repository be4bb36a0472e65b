"""Lists of a batch that are printed for its archive alone."""

from collections.abc import Iterable
from datetime import datetime

from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from documents.sheets import Column, ColumnKind, TableSheet
from documents.table_sheets import Pair
from documents.watermarks import practice_mark
from documents.wording import TableValue
from exams.models import Attendance, PaperCopy, PaperReceipt, ScoreConfirmation, Seat
from exams.scores import MISSED
from exams.scoring.papers import papers_of, with_carried
from exams.seating.tickets import ticket_number
from exams.selectors import by_item, examined, scores_of
from ostami.clock import SHANGHAI

SERIAL = Column("序号", ColumnKind.NUMBER, 5)
PERSON = (Column("准考证号", width=14), Column("姓名", width=12), Column("工种等级", width=24))
Rows = Iterable[tuple[TableValue, ...]]


def _sheet(
    batch: Batch, title: str, columns: Iterable[Column], rows: Rows, facts: tuple[Pair, ...] = ()
) -> TableSheet:
    return TableSheet(
        title=title,
        columns=(SERIAL, *columns),
        rows=tuple((number, *row) for number, row in enumerate(rows, start=1)),
        facts=(
            ("机构名称", batch.station.organisation.name),
            ("批次号", batch.number),
            ("考试日期", batch.exam_date),
            *facts,
        ),
        watermark=practice_mark(),
    )


def instant(at: datetime | None) -> str:
    """Return an instant as people read it in Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if at else ""


def _person(enrolment: Enrolment) -> tuple[str, str, str]:
    return ticket_number(enrolment), enrolment.candidate.name, str(enrolment.batch_item)


def attendance_sheet(batch: Batch) -> TableSheet:
    """Return who came to which paper, as it was recorded."""
    rows = Attendance.objects.filter(enrolment__in=examined(batch)).select_related(
        "enrolment__candidate",
        "enrolment__batch",
        "enrolment__batch_item__plan_item__trade__occupation",
        "recorded_by__staff_member",
    )
    columns = (*PERSON, *map(Column, ("科目", "到考情况", "说明", "登记人", "登记时间")))
    return _sheet(batch, "到考登记", columns, map(_attendance, rows))


def _attendance(one: Attendance) -> tuple[TableValue, ...]:
    state = (one.get_kind_display(), one.get_state_display(), one.note)
    return (*_person(one.enrolment), *state, str(one.recorded_by), instant(one.recorded_at))


def seats_sheet(batch: Batch) -> TableSheet:
    """Return who sat where, session by session."""
    rows = Seat.objects.filter(place__session__batch=batch).select_related(
        "place__session",
        "place__room",
        "enrolment__candidate",
        "enrolment__batch",
        "enrolment__batch_item__plan_item__trade__occupation",
    )
    ordered = rows.order_by("-kind", "place__session__number", "place__room__name", "number")
    columns = (*map(Column, ("场次", "考场", "座位号", "试卷")), *PERSON)
    return _sheet(batch, "考场座位安排", columns, map(_seat, ordered))


def _seat(one: Seat) -> tuple[TableValue, ...]:
    place = (str(one.place.session), str(one.place.room), str(one.number), one.get_version_display())
    return (*place, *_person(one.enrolment))


def outcome_sheet(batch: Batch) -> TableSheet:
    """Return how many of each trade and level passed, failed and were absent."""
    columns = (Column("工种等级", width=24), *(Column(word, ColumnKind.NUMBER) for word in OUTCOMES))
    return _sheet(batch, "考试结果汇总", columns, (_outcome(*pair) for pair in by_item(examined(batch))))


OPEN = "未填全"
OUTCOMES = ("花名册人数", "优秀", "良好", "合格", "不合格", MISSED, OPEN)


def _outcome(item: BatchItem, people: list[Enrolment]) -> tuple[TableValue, ...]:
    papers = papers_of(people)
    words = [str(with_carried(scores_of(one), papers[one.pk]).outcome or OPEN) for one in people]
    return (str(item), len(people), *(words.count(word) for word in OUTCOMES[1:]))


def confirmations_sheet(batch: Batch) -> TableSheet:
    """Return who read the scores against the papers a second time, and when."""
    rows = ScoreConfirmation.objects.filter(item__batch=batch).select_related(
        "item__plan_item__trade__occupation", "confirmed_by__staff_member"
    )
    columns = (
        Column("工种等级", width=24),
        Column("复核人"),
        Column("复核时间", width=20),
        Column("成绩摘要（SHA-256）", width=66),
    )
    found = ((str(one.item), str(one.confirmed_by), instant(one.confirmed_at), one.digest) for one in rows)
    return _sheet(batch, "成绩复核记录", columns, found)


def receipts_sheet(batch: Batch) -> TableSheet:
    """Return who signed for which paper."""
    rows = PaperReceipt.objects.filter(use__item__batch=batch).select_related(
        "use__item__plan_item__trade__occupation", "signed_by__staff_member"
    )
    columns = (
        Column("试卷", width=40),
        Column("签收人"),
        Column("签收时间", width=20),
        Column("所依考试日期", ColumnKind.DATE),
    )
    found = ((str(one.use), str(one.signed_by), instant(one.signed_at), one.exam_date) for one in rows)
    return _sheet(batch, "试卷签收记录", columns, found)


def copies_sheet(batch: Batch) -> TableSheet:
    """Return every copy of a paper that was handed out, with its number."""
    rows = PaperCopy.objects.filter(use__item__batch=batch).select_related(
        "use__item__plan_item__trade__occupation", "person__staff_member"
    )
    columns = (*map(Column, ("编号", "试卷", "部分", "版式", "下载人")), Column("下载时间", width=20))
    return _sheet(batch, "试卷下载记录", columns, map(_copy, rows.order_by("pk")))


def _copy(one: PaperCopy) -> tuple[TableValue, ...]:
    what = (str(one), str(one.use), one.get_part_display(), one.get_size_display())
    return (*what, str(one.person), instant(one.made_at))
