"""Word files: paper, type, lines, heights, photos, marks."""

from datetime import UTC
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from documents.docx import render_docx
from documents.grids import KEPT_TOGETHER_MM
from ostami import clock
from tests.documents.papers import examiner_form, personal_form, photo_file, roster, station_form
from tests.documents.reading import open_docx, table_texts


def test_a_word_file_is_a_chinese_a4_document_with_the_form_s_title() -> None:
    document = open_docx(render_docx(personal_form()))
    section, properties = document.sections[0], document.core_properties

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert (properties.title, properties.language) == ("机械行业职业能力水平评价个人申报表", "zh-CN")
    assert (properties.author, properties.comments) == ("", "")


def test_chinese_text_is_set_in_song_which_every_office_has() -> None:
    (fonts,) = (
        open_docx(render_docx(personal_form())).styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts"))
    )
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == ("宋体", "Times New Roman")


def test_every_cell_has_half_point_black_lines() -> None:
    table = open_docx(render_docx(personal_form())).tables[0]
    (borders,) = table._tbl.iter(qn("w:tblBorders"))
    lines = list(borders)

    assert len(lines) == 6
    assert {(line.get(qn("w:val")), line.get(qn("w:sz"))) for line in lines} == {("single", "4")}


def test_rows_are_at_least_as_high_as_the_sheet_says() -> None:
    sheet = personal_form()
    rows = open_docx(render_docx(sheet)).tables[0].rows

    assert [round(row.height.mm) for row in rows if row.height] == [
        row.height_mm for row in sheet.grids[0].rows
    ]
    assert all("atLeast" in etree.tostring(row._tr.trPr).decode() for row in rows)


def test_the_photo_stands_in_its_cell_in_its_printed_size() -> None:
    document = open_docx(render_docx(personal_form(photo=photo_file())))
    (shape,) = document.inline_shapes

    assert (shape.width, shape.height) == (Mm(33), Mm(48))
    cell = document.tables[0].cell(0, 6)
    assert cell._tc is document.tables[0].cell(3, 6)._tc
    assert len(list(cell._tc.iter(qn("w:drawing")))) == 1


def test_a_list_repeats_its_heading_row() -> None:
    rows = open_docx(render_docx(roster(people=60))).tables[0].rows
    repeated = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in rows]

    assert repeated == [True] + [False] * 60


def test_a_long_block_keeps_label_and_heading_on_every_page() -> None:
    table = open_docx(render_docx(station_form(equipment=30))).tables[2]

    assert station_form(equipment=30).grids[2].repeated_rows == 1
    assert table_texts(table)[0] == ["培训及考核设备", "设备名称、型号", "数量", "设备名称、型号", "数量"]
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows[:2]] == [True, False]


def test_a_low_block_is_one_merged_cell_and_stays_together() -> None:
    sheet = station_form()
    table = open_docx(render_docx(sheet)).tables[2]

    assert sum(row.height_mm for row in sheet.grids[2].rows) <= KEPT_TOGETHER_MM
    assert table.cell(0, 0)._tc is table.cell(4, 0)._tc
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in table.cell(1, 1).paragraphs)


def test_sheets_of_one_document_lie_as_each_demands() -> None:
    sections = open_docx(render_docx([personal_form(), roster(), examiner_form()])).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENTATION.PORTRAIT,
        WD_ORIENTATION.LANDSCAPE,
        WD_ORIENTATION.PORTRAIT,
    ]


def test_only_practice_papers_carry_the_mark() -> None:
    sections = open_docx(render_docx([personal_form(watermark="演练"), personal_form()])).sections

    assert [section.header.paragraphs[0].text for section in sections] == ["演练", ""]
    drawn = ["textpath" in etree.tostring(section.header._element).decode() for section in sections]
    assert drawn == [True, False]


@pytest.mark.parametrize("typed", ["林\x00若\x0b溪", "<w:t>&amp;</w:t>", "\ud83d", "]]>", "a\tb\nc"])
def test_anything_typed_makes_a_file_that_opens(typed: str) -> None:
    sheet = personal_form(name=typed, history=typed, watermark="演练\"'<&>")
    content = render_docx(sheet)

    assert table_texts(open_docx(content).tables[0]) == sheet.grids[0].texts()
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                etree.fromstring(parts.read(name))


def test_the_file_says_the_portal_s_day_not_the_template_s() -> None:
    created = open_docx(render_docx(personal_form())).core_properties.created
    assert created is not None
    assert created.date() == clock.now().astimezone(UTC).date()
