"""The table by which stations are imported: its columns and how each is read."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.names import fold
from accounts.phones import clean_phone, is_phone
from documents.table_import import ImportColumn, TableImport, choice, day, text
from stations.importing import check_stations
from stations.provinces import PROVINCES

TITLE = "考试站"


def _phone(cell: str) -> str:
    number = clean_phone(cell)
    if not is_phone(number):
        raise ValueError("不是电话号码，请填写 11 位手机号码，或带区号的固定电话，如 0519-80000000")
    return number


def _mailbox(cell: str) -> str:
    address = fold(cell)
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("不是邮箱地址，应如 name@example.com") from None
    return address


def _folded(max_length: int) -> Callable[[str], str]:
    """Return the reader of a name or code as the registry writes it: without spaces and full-width forms."""
    read = text(max_length)
    return lambda cell: read(fold(cell))


def station_import() -> TableImport:
    """Return what a table of stations must look like."""
    provinces = choice({name: name for name in PROVINCES})
    columns = (
        ImportColumn(
            "机构名称",
            "name",
            _folded(100),
            hint="标准名称，空格不影响",
            sample="机械行业职业能力评价职教901考试站",
        ),
        ImportColumn("机构编码", "code", _folded(20), hint="49284 加站名中的三位编号", sample="49284901"),
        ImportColumn(
            "承建单位", "host_organization", _folded(100), hint="单位全称", sample="示例职业技术学院"
        ),
        ImportColumn("所在省份", "province", provinces, required=False, blank="", sample="江苏省"),
        ImportColumn(
            "法人代表", "legal_representative", text(50), required=False, blank="", hint="承建单位法人代表"
        ),
        ImportColumn("联系电话", "phone", _phone, required=False, blank="", sample="0519-80000000"),
        ImportColumn(
            "预留邮箱",
            "email",
            _mailbox,
            required=False,
            blank="",
            hint="接收提醒和首次登录验证码",
            sample="name@example.com",
        ),
        ImportColumn("许可证编号", "licence_number", text(40), required=False, blank="", hint="不能重复"),
        ImportColumn(
            "有效期起",
            "valid_from",
            day,
            required=False,
            hint="与有效期止同时填写，或同时留空",
            sample="2026-01-01",
        ),
        ImportColumn(
            "有效期止", "valid_to", day, required=False, hint="最后一天，当日有效", sample="2028-12-31"
        ),
    )
    return TableImport(TITLE, columns, check_table=check_stations)
