"""Reading a workbook with several tables, a tab each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from documents.import_cells import SheetRow, workbook_tabs
from documents.import_reading import NOTHING, NOTHING_REMEDY, shortened, table_below
from documents.import_spec import ImportedTable, TableImport
from documents.import_values import folded
from documents.upload_limits import file_refusal
from ostami.problems import BlockedError, Problem, refuse_if


def read_tables(
    specs: Sequence[TableImport], content: bytes, *, aside: Collection[str] = ()
) -> dict[str, ImportedTable]:
    """Return the tables of a workbook with a tab for each of `specs`, by title; tabs may lack or be empty.

    Args:
        specs: what each tab must look like; a tab is found by the title.
        content: the file as it was sent.
        aside: names of tabs that hold no table, such as notes.

    Raises:
        BlockedError: as `read_table` does; each sentence names its tab. So does a filled tab that is none of
            the template's, and a workbook without a single row.
    """
    found = {spec.title: ImportedTable() for spec in specs}
    titles = {folded(spec.title): spec for spec in specs}
    problems: list[Problem] = []
    with workbook_tabs(content) as tabs:
        for name, rows in tabs.items():
            if name in aside:
                continue
            try:
                _read_tab(found, titles.get(folded(name)), rows)
            except BlockedError as blocked:
                tab = f"工作表“{shortened(name)}”"
                problems += [replace(one, text=f"{tab}：{one.text}") for one in blocked.problems]
    refuse_if(problems)
    if not any(table.rows for table in found.values()):
        raise file_refusal(NOTHING, NOTHING_REMEDY)
    return found


def _read_tab(found: dict[str, ImportedTable], spec: TableImport | None, rows: Iterator[SheetRow]) -> None:
    head = next(rows, None)
    if head is None:
        return
    if spec is None:
        raise file_refusal("不是模板中的工作表，其中的内容不会导入", "请移到模板的工作表中，或删除它")
    found[spec.title] = table_below(spec, head, rows)
