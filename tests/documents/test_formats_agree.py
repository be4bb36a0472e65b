"""Every format of a paper holds the same cells."""

import pytest

from documents.docx import render_docx
from documents.pdf import render_pdf
from documents.sheets import Align, Field, Fields, FormSheet, Heading, Text
from tests.documents.papers import RARE_NAME, examiner_form, personal_form, photo_file, roster, station_form
from tests.documents.reading import open_docx, pdf_pages, squeezed, strings_of, table_texts

LETTER = FormSheet(
    "关于批次安排的通知",
    (
        Fields((Field("考试站", "海滨机械职业学院考试站"), Field("机构编码", "49284299"))),
        Heading("考试安排"),
        Text("请各位考评员于考试当日 8 时前到场，按时签到。" * 6, indent=True),
        Text("管理站\n2026 年 9 月 1 日", align=Align.END),
    ),
    subtitle=("2026 年第 1 号",),
    footer="",
)

PAPERS = {
    "personal form": personal_form(),
    "personal form with a photo and a rare name": personal_form(name=RARE_NAME, photo=photo_file()),
    "examiner application": examiner_form(),
    "station application": station_form(),
    "list": roster().as_form(),
    "letter": LETTER,
}


@pytest.mark.parametrize("sheet", PAPERS.values(), ids=PAPERS.keys())
def test_the_pdf_holds_every_string_of_the_sheet_in_order_and_nothing_else(sheet: FormSheet) -> None:
    printed = "".join(pdf_pages(render_pdf(sheet).content))
    assert squeezed(printed) == squeezed("".join(strings_of(sheet)))


@pytest.mark.parametrize("sheet", PAPERS.values(), ids=PAPERS.keys())
def test_the_word_file_holds_the_same_cells_merged_the_same_way(sheet: FormSheet) -> None:
    tables = open_docx(render_docx(sheet)).tables

    assert [table_texts(table) for table in tables] == [grid.texts() for grid in sheet.grids]


@pytest.mark.parametrize("sheet", PAPERS.values(), ids=PAPERS.keys())
def test_the_word_file_holds_the_same_text_outside_the_cells(sheet: FormSheet) -> None:
    outside = [
        text for text in strings_of(sheet) if not any(text in line for g in sheet.grids for line in g.texts())
    ]
    paragraphs = "".join(paragraph.text for paragraph in open_docx(render_docx(sheet)).paragraphs)

    assert squeezed(paragraphs) == squeezed("".join(outside))
