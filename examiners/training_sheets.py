"""The sign-in sheet of a training."""

from collections.abc import Sequence
from datetime import timedelta

from documents.sheets import Column, ColumnKind, TableSheet
from documents.watermarks import practice_mark
from examiners.models import Training, TrainingEntry

MOST_DAYS = 5


def sign_in_sheet(training: Training, entries: Sequence[TrainingEntry]) -> TableSheet:
    """Return the list in which the people entered sign: a column a day, or a single one for many days.

    Names and units alone: the sheet lies open in the room.
    """
    heads = _signing_heads(training)
    blank = ("",) * len(heads)
    return TableSheet(
        title="机械行业考评人员培训认证班签到表",
        tab="签到表",
        columns=(
            Column("序号", ColumnKind.NUMBER, 6),
            Column("姓名", width=12),
            Column("单位", width=40),
            *(Column(head, width=16) for head in heads),
        ),
        rows=tuple(
            (number, entry.application.person_name, entry.application.organisation.name, *blank)
            for number, entry in enumerate(entries, start=1)
        ),
        facts=(
            ("班次", str(training)),
            ("培训对象", training.get_sought_display()),
            ("时间", f"{training.starts_on} 至 {training.ends_on}"),
            ("线上入口" if training.is_online else "地点", training.place),
            ("人数", len(entries)),
        ),
        signatures=(("班主任", ""), ("日期", "")),
        landscape=len(heads) > 1,
        watermark=practice_mark(),
    )


def _signing_heads(training: Training) -> list[str]:
    days = (training.ends_on - training.starts_on).days + 1
    if days > MOST_DAYS:
        return ["签到"]
    return [f"{training.starts_on + timedelta(days=day):%m-%d} 签到" for day in range(days)]
