"""The letter that announces a supervision to a station, 督导通知书 (guide 4.5.1-11)."""

from collections.abc import Sequence
from datetime import date

from batches.models import Batch
from documents.sheets import Align, Block, FormSheet, Grid, Row, Text, date_in_words, label, row, value
from documents.watermarks import practice_mark
from exams.models import SupervisionAssignment
from ostami import clock

TITLE = "督导通知书"
COLUMNS = (34, 140)
LINE_MM = 10
UNNAMED = "考试当日持本通知书和督导员证到场"


def sent_to(batch: Batch) -> list[SupervisionAssignment]:
    """Return the live assignments to a batch."""
    live = SupervisionAssignment.objects.live().filter(batch=batch)
    return list(live.select_related("supervisor__organisation").order_by("pk"))


def names_open(batch: Batch, *, on: date) -> bool:
    """Tell whether the station may know who comes: from the exam day on, not before."""
    return on >= batch.exam_date


def letter_sheet(batch: Batch, sent: Sequence[SupervisionAssignment], *, named: bool) -> FormSheet:
    """Return the letter to a batch's station.

    Args:
        batch: the batch, its station's organisation joined.
        sent: who comes, at least one.
        named: whether it says who: name and card number, nothing else about the person.
    """
    blocks: tuple[Block, ...] = (
        Text(f"{batch.station}："),
        Text(
            "根据服务指南 4.5.1 第 11 项，现派督导员到你站下列考试现场督导。请予以配合：开放考场和实操场地，"
            "提供试卷签收、签到、评分等资料备查，并如实回答询问。督导报告提交后，方可提交本批次的成绩。",
            indent=True,
        ),
        Text("督导员不收取任何费用，不接受吃请和礼品，不参与考评。到场时请核对督导员证。", indent=True),
        Grid(COLUMNS, tuple(_rows(batch, sent, named=named))),
        Text(str(sent[0].supervisor.organisation), align=Align.END),
        Text(date_in_words(clock.day_of(sent[0].assigned_at)), align=Align.END),
    )
    return FormSheet(title=TITLE, blocks=blocks, watermark=practice_mark())


def _rows(batch: Batch, sent: Sequence[SupervisionAssignment], *, named: bool) -> list[Row]:
    told = [
        ("批次号", batch.number or ""),
        ("考试日期", date_in_words(batch.exam_date)),
        ("考试地点", batch.place),
        ("督导员（证号）", "、".join(map(_named, sent)) if named else UNNAMED),
    ]
    return [row(label(name), value(text, align=Align.START), height_mm=LINE_MM) for name, text in told]


def _named(assignment: SupervisionAssignment) -> str:
    supervisor = assignment.supervisor
    return f"{supervisor.person_name}（{supervisor.certificate_number}）"
