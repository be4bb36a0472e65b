"""The columns of the roster: one table for the page, the choice of columns and the export."""

from collections.abc import Iterable

from accounts.models import User
from documents.list_columns import NAME, ListColumn, chosen
from documents.sheets import ColumnKind
from examiners.models import Examiner, ExaminerState
from examiners.selectors import sees_phones

COLOURS = {
    ExaminerState.VALID.label: "success",
    ExaminerState.AHEAD.label: "primary",
    ExaminerState.EXPIRED.label: "warning",
    ExaminerState.SUSPENDED.label: "danger",
    ExaminerState.ENDED.label: "dark",
}
PRIVATE = frozenset({"phone", "email"})
ExaminerColumn = ListColumn[Examiner]


def _trades(examiner: Examiner) -> str:
    return "、".join(place.trade.name for place in examiner.trade_places.all())


COLUMNS = (
    ExaminerColumn(NAME, "姓名", lambda row, _: row.person_name, ("person_name",), usual=True),
    ExaminerColumn("grade", "类别", lambda row, _: row.get_grade_display(), ("grade",), width=12, usual=True),
    ExaminerColumn(
        "number",
        "考评员证号",
        lambda row, _: row.certificate_number,
        ("certificate_number",),
        width=18,
        usual=True,
    ),
    ExaminerColumn(
        "station",
        "考试站",
        lambda row, _: row.station.organisation.name,
        ("station__organisation__code",),
        width=38,
        usual=True,
    ),
    ExaminerColumn(
        "code", "机构编码", lambda row, _: row.station.code, ("station__organisation__code",), width=12
    ),
    ExaminerColumn(
        "province",
        "省份",
        lambda row, _: row.station.organisation.province,
        ("station__organisation__province",),
        width=12,
    ),
    ExaminerColumn("trades", "工种", lambda row, _: _trades(row), width=40, usual=True),
    ExaminerColumn(
        "valid_from", "有效期起", lambda row, _: row.valid_from, ("valid_from",), ColumnKind.DATE, usual=True
    ),
    ExaminerColumn(
        "valid_to", "有效期至", lambda row, _: row.valid_to, ("valid_to",), ColumnKind.DATE, usual=True
    ),
    ExaminerColumn(
        "left", "剩余天数", lambda row, on: (row.valid_to - on).days, ("valid_to",), ColumnKind.NUMBER, 10
    ),
    ExaminerColumn(
        "state",
        "有效性",
        lambda row, on: row.state_on(on).label,
        width=10,
        usual=True,
        colours=COLOURS,
    ),
    ExaminerColumn(
        "ended", "终止日期", lambda row, _: row.ended_on, ("ended_on",), ColumnKind.DATE, blank="—"
    ),
    ExaminerColumn(
        "appointed",
        "取得资格日期",
        lambda row, _: row.appointed_on,
        ("appointed_on",),
        ColumnKind.DATE,
        width=14,
    ),
    ExaminerColumn("phone", "联系电话", lambda row, _: row.phone, width=16),
    ExaminerColumn("email", "邮箱", lambda row, _: row.email, width=28),
)


def columns_for(user: User) -> list[ExaminerColumn]:
    """Return the columns that `user` may choose: phones and mailboxes only for those who are shown them."""
    return [column for column in COLUMNS if column.key not in PRIVATE or sees_phones(user)]


def chosen_columns(user: User, keys: Iterable[str]) -> list[ExaminerColumn]:
    """Return the columns called by `keys` of those that `user` may choose; the usual ones where none is."""
    return chosen(columns_for(user), keys)
