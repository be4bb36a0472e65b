"""The form that confirms an upload: 表5 职业技能等级证书数据审核确认表."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from batches.models import Batch
from certificates.upload.rows import UploadRow
from documents.sheets import FormSheet, Grid, Heading, Row, date_in_words, label, row, signature, value
from documents.watermarks import practice_mark

TITLE = "职业技能等级证书数据审核确认表"
PAIRS = (30, 57, 30, 57)
COUNTS = (54, 54, 40, 26)
ONE = (30, 144)
LINE_MM, SIGNED_MM = 10.0, 34.0
ADDED = "新增"

Group = tuple[str, str, str]


def confirmation_form(
    batch: Batch, rows: Sequence[UploadRow], *, uploaded_on: date, administrator: str = ""
) -> FormSheet:
    """Return the form for the rows of a batch, to be signed by the branch and sent with them.

    Args:
        batch: which.
        rows: the rows that were checked, one at least.
        uploaded_on: the day that is printed as that of the upload.
        administrator: the branch's 信息管理员; empty to fill in by hand.
    """
    return FormSheet(
        title=TITLE,
        code="表5",
        blocks=(
            Heading("基本信息"),
            _head(batch, rows, uploaded_on, administrator),
            Heading("数据信息"),
            _counts(rows),
            Heading("审核意见"),
            Grid(ONE, (_opinion("信息管理员\n意见", "签字："), _opinion("单位意见", "领导签字（盖章）："))),
        ),
        watermark=practice_mark(),
        numbered=True,
        footer=f"{batch}",
    )


def upload_title(batch: Batch, rows: Sequence[UploadRow]) -> str:
    """Return the title under which a batch is uploaded: 机构（新增N条，批次号）."""
    return f"{body_of(rows)}（{ADDED}{len(rows)}条，{batch.number}）"


def body_of(rows: Sequence[UploadRow]) -> str:
    """Return the evaluation body as the certificates print it; a batch has one."""
    return rows[0].certificate.body_name if rows else ""


def counted(rows: Iterable[UploadRow]) -> list[tuple[Group, int]]:
    """Count rows by occupation, trade and level, in the catalogue's order, the lower levels first."""
    certificates = [one.certificate for one in rows]
    order = {
        (one.occupation_name, one.trade_words, one.level_label): (
            one.occupation_code,
            one.trade_code,
            -one.level,
        )
        for one in certificates
    }
    counts = Counter((one.occupation_name, one.trade_words, one.level_label) for one in certificates)
    return sorted(counts.items(), key=lambda pair: order[pair[0]])


def _head(batch: Batch, rows: Sequence[UploadRow], uploaded_on: date, administrator: str) -> Grid:
    return Grid(
        PAIRS,
        (
            _line("单位名称", body_of(rows), "单位负责人", ""),
            _line("信息管理员", administrator, "上传日期", date_in_words(uploaded_on)),
            row(label("标题名称"), value(upload_title(batch, rows), colspan=3), height_mm=LINE_MM),
        ),
    )


def _line(first: str, held: str, second: str, other: str) -> Row:
    return row(label(first), value(held), label(second), value(other), height_mm=LINE_MM)


def _counts(rows: Sequence[UploadRow]) -> Grid:
    kind = row(label("数据类型"), value(ADDED, colspan=3), height_mm=LINE_MM)
    heads = ("职业名称", "工种名称", "级别", "数量（条）")
    head = row(*map(label, heads), height_mm=LINE_MM)
    body = (row(*map(value, group), value(str(count)), height_mm=LINE_MM) for group, count in counted(rows))
    total = row(label("合计", colspan=3), value(str(len(rows))), height_mm=LINE_MM)
    return Grid(COUNTS, (kind, head, *body, total))


def _opinion(name: str, foot: str) -> Row:
    return row(label(name), signature(foot=f"{foot}            {date_in_words(None)}"), height_mm=SIGNED_MM)
