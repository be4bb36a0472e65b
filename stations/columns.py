"""The columns of the staff's list of stations: one table for the page, the choice and the export."""

from collections.abc import Iterable
from datetime import date

from documents.list_columns import NAME, ListColumn, chosen
from documents.sheets import ColumnKind
from stations.licence_days import days_left
from stations.models import LicenceState, Station, StationStatus
from stations.reviews import ReviewState, state_of, years_owed

NO_REVIEW = "无须年审"
# Words that pages show in colour; what is in order stays quiet.
COLOURS = {
    StationStatus.ACTIVE.label: "success",
    StationStatus.SUSPENDED.label: "danger",
    StationStatus.CLOSED.label: "dark",
    LicenceState.UNKNOWN.label: "secondary",
    LicenceState.AHEAD.label: "primary",
    LicenceState.VALID.label: "success",
    LicenceState.EXPIRED.label: "danger",
    ReviewState.OVERDUE.label: "warning",
    ReviewState.BLOCKING.label: "danger",
}
StationColumn = ListColumn[Station]


def review_year(on: date) -> int:
    """Return the year whose review is filed on the day `on`: the last one that is over."""
    return on.year - 1


def _review(station: Station, on: date) -> str:
    year = review_year(on)
    if year not in years_owed(station, on=on):
        return NO_REVIEW
    status = getattr(station, "review_status", None)
    return state_of(status, year=year, on=on).label


COLUMNS = (
    StationColumn("code", "机构编码", lambda row, _: row.code, ("organisation__code",), width=12, usual=True),
    StationColumn(
        NAME, "考试站", lambda row, _: row.organisation.name, ("organisation__name",), width=38, usual=True
    ),
    StationColumn(
        "host", "承建单位", lambda row, _: row.host_organization, ("host_organization",), width=32, usual=True
    ),
    StationColumn(
        "province",
        "省份",
        lambda row, _: row.organisation.province,
        ("organisation__province",),
        width=12,
        usual=True,
    ),
    StationColumn(
        "status",
        "状态",
        lambda row, _: row.get_status_display(),
        ("status",),
        width=9,
        usual=True,
        colours=COLOURS,
    ),
    StationColumn(
        "licence",
        "许可证状态",
        lambda row, on: row.licence_state_on(on).label,
        width=12,
        usual=True,
        colours=COLOURS,
    ),
    StationColumn("number", "许可证编号", lambda row, _: row.licence_number, ("licence_number",), width=18),
    StationColumn("valid_from", "起始日期", lambda row, _: row.valid_from, ("valid_from",), ColumnKind.DATE),
    StationColumn(
        "valid_to", "截止日期", lambda row, _: row.valid_to, ("valid_to",), ColumnKind.DATE, usual=True
    ),
    StationColumn(
        "left", "剩余天数", lambda row, on: days_left(row, on=on), ("valid_to",), ColumnKind.NUMBER, 10
    ),
    StationColumn(
        "trades",
        "工种数",
        lambda row, _: getattr(row, "trade_count", None),
        ("trade_count",),
        ColumnKind.NUMBER,
        8,
        usual=True,
    ),
    StationColumn("review", "上年度年审", _review, width=14, colours=COLOURS),
    StationColumn(
        "head", "法人代表", lambda row, _: row.legal_representative, ("legal_representative",), width=12
    ),
    StationColumn(
        "phone", "联系电话", lambda row, _: row.organisation.phone, ("organisation__phone",), width=16
    ),
    StationColumn(
        "email", "预留邮箱", lambda row, _: row.organisation.email, ("organisation__email",), width=28
    ),
    StationColumn("nature", "单位性质", lambda row, _: row.nature, ("nature",), width=18),
    StationColumn("address", "单位地址", lambda row, _: row.address, ("address",), width=36),
    StationColumn("postcode", "邮政编码", lambda row, _: row.postcode, ("postcode",), width=10),
    StationColumn(
        "registered", "登记日期", lambda row, _: row.registered_on, ("registered_on",), ColumnKind.DATE
    ),
)
USUAL = tuple(column.key for column in COLUMNS if column.usual)


def chosen_columns(keys: Iterable[str]) -> list[StationColumn]:
    """Return the columns called by `keys` in the table's order; the usual ones where none is called."""
    return chosen(COLUMNS, keys)
