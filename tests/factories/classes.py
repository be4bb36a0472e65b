"""A class's table as a station sends it."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from candidates.classes.table import TITLE, class_import
from candidates.models import Activation
from candidates.services.activation import keep_codes, new_code
from candidates.services.importing import import_class
from documents.table_import import ImportedTable, read_table
from tests.documents.workbooks import sheet
from tests.factories import people

ITEM = "数控车工 四级/中级工"


def pupil(name: str, **facts: Any) -> dict[str, Any]:
    """A row that is in order."""
    usual = {
        "姓名": name,
        "证件类型": "居民身份证",
        "证件号码": people.document_number(),
        "联系电话": "139 0000 0000",
        "班级": "数控2301",
        "申报工种等级": ITEM,
        "就读院校": "练习职业技术学校",
        "文化程度": "中专/职高/技校",
        "入学时间": "2023-09-01",
        "专业": "数控技术应用",
        "培训学时": "420",
    }
    return {**usual, **facts}


def workbook(batch: Batch, *rows: dict[str, Any], at: datetime) -> bytes:
    headers = [column.header for column in class_import(batch, at=at).columns]
    return sheet(*([row.get(header) for header in headers] for row in rows), headers=headers, tab=TITLE)


def read(batch: Batch, *rows: dict[str, Any], at: datetime) -> ImportedTable:
    return read_table(class_import(batch, at=at), workbook(batch, *rows, at=at))


def reasons(batch: Batch, *rows: dict[str, Any], at: datetime) -> list[str]:
    return ["".join(row.problems) for row in read(batch, *rows, at=at).rows]


def entered(batch: Batch, *rows: dict[str, Any], at: datetime) -> list[Activation]:
    """The entries of a class that was imported by the batch's station."""
    login = batch.station.organisation.users.get(role=Role.STATION)
    import_class(batch=batch, rows=read(batch, *rows, at=at).rows, actor=login, at=at)
    return list(Activation.objects.filter(batch=batch).order_by("pk"))


def slip_code(entry: Activation, *, actor: User, at: datetime) -> str:
    """The code of a slip that was printed for an entry, be its login open or not."""
    code = new_code()
    keep_codes(codes={entry.pk: code}, actor=actor, at=at, reset=True)
    return code
