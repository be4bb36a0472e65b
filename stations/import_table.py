"""The table by which stations are imported: its columns and how each is read."""

from documents.import_contacts import folded_text, mailbox, phone
from documents.table_import import ImportColumn, TableImport, choice, day, text
from stations.importing import check_stations
from stations.provinces import PROVINCES

TITLE = "考试站"


def station_import() -> TableImport:
    """Return what a table of stations must look like."""
    provinces = choice({name: name for name in PROVINCES})
    columns = (
        ImportColumn(
            "机构名称",
            "name",
            folded_text(100),
            hint="标准名称，空格不影响",
            sample="机械行业职业能力评价职教901考试站",
        ),
        ImportColumn("机构编码", "code", folded_text(20), hint="49284 加站名中的三位编号", sample="49284901"),
        ImportColumn(
            "承建单位", "host_organization", folded_text(100), hint="单位全称", sample="示例职业技术学院"
        ),
        ImportColumn("所在省份", "province", provinces, required=False, blank="", sample="江苏省"),
        ImportColumn(
            "法人代表", "legal_representative", text(50), required=False, blank="", hint="承建单位法人代表"
        ),
        ImportColumn("联系电话", "phone", phone, required=False, blank="", sample="0519-80000000"),
        ImportColumn(
            "预留邮箱",
            "email",
            mailbox,
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
