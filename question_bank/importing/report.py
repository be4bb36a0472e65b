"""What came of an import: the numbers of the stored questions, and what was left out. It holds no words."""

from documents.sheets import Column, ColumnKind, TableSheet
from documents.xlsx import render_xlsx
from question_bank.models import ItemStatus
from question_bank.services.importing import ImportedBook

COLUMNS = (
    Column("工作表", width=12),
    Column("行号", ColumnKind.NUMBER, 8),
    Column("结果", width=10),
    Column("说明", width=60),
)


def told(done: ImportedBook) -> str:
    """Return what the import did, and what comes next."""
    left = f"，跳过重复的 {len(done.left_out)} 题" if done.left_out else ""
    waits = done.stored[0][1].status == ItemStatus.SUBMITTED
    following = "已提交，请由另一名人员复核" if waits else "已存为草稿，请核对后提交复核"
    return f"已导入 {len(done.stored)} 题{left}。{following}。"


def result_workbook(done: ImportedBook) -> bytes:
    """Return a list with a row for each row of the imported workbook."""
    stored = [(row.kind.label, row.row.number, "已导入", str(question)) for row, question in done.stored]
    left = [(row.kind.label, row.row.number, "已跳过", row.twin) for row in done.left_out]
    return render_xlsx(TableSheet("试题导入结果", COLUMNS, (*stored, *left)))
