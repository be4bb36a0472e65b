"""Reading a long table row by row, so that it takes no more memory than a short one."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from documents.import_archive import LARGE
from documents.import_cells import SheetRow, sheet_rows
from documents.import_reading import Places, heading_places, judged_row, untrusted_cells
from documents.import_spec import ImportedRow, TableImport
from documents.upload_limits import file_refusal


def streamed_rows(spec: TableImport, content: bytes) -> Iterator[ImportedRow]:
    """Yield the rows of a workbook in order, each judged by itself; `spec.check_table` isn't asked.

    A cell that can't be trusted (a formula, an error, digits that were lost) is its row's problem.

    Raises:
        BlockedError: the file can't be taken as a whole: no plain .xlsx, too large, other headings, too many
            rows.
    """
    with sheet_rows(content, tab=spec.title, bounds=LARGE) as rows:
        head = next(rows, None)
        if head is None:
            raise file_refusal("表格是空的", "请下载模板，填写后上传")
        places = heading_places(spec, head)
        known = [places[column.header] for column in spec.columns]
        count = 0
        for row in rows:
            if not any(row.texts[place] for place in known):
                continue
            count += 1
            if count > spec.max_rows:
                raise file_refusal(f"表格超过 {spec.max_rows} 行数据", "请分几份导入")
            yield _judged(spec, places, row)


def streamed_chunks(spec: TableImport, content: bytes, size: int) -> Iterator[list[ImportedRow]]:
    """Yield the rows of `streamed_rows` in lists of `size`, the last one shorter."""
    rows = streamed_rows(spec, content)
    while chunk := list(islice(rows, size)):
        yield chunk


def _judged(spec: TableImport, places: Places, row: SheetRow) -> ImportedRow:
    judged = judged_row(spec, places, row)
    distrusted = tuple(str(problem) for problem in untrusted_cells([row]))
    return replace(judged, problems=(*judged.problems, *distrusted)) if distrusted else judged
