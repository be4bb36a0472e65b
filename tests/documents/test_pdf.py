"""Printed PDFs: type, pages, marks, and characters that no font has."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from documents.pdf import PaperError, render_html_pdf, render_pdf
from documents.press import print_html
from documents.sheets import FormSheet, Grid, Photo, portrait, row
from documents.watermarks import watermark_url
from tests.documents.papers import RARE_NAME, examiner_form, personal_form, photo_file, roster, station_form
from tests.documents.reading import (
    page_image,
    pdf_fonts,
    pdf_objects,
    pdf_page_sizes,
    pdf_pages,
    pdf_text,
    run,
    squeezed,
)

SONG = {"Noto-Serif-CJK-SC", "Noto-Serif-CJK-SC-Bold"}
NO_FONT_HAS_IT = "\U0010fff0"


def test_a_row_of_the_form_reads_as_one_line() -> None:
    lines = pdf_text(render_pdf(personal_form()).content).splitlines()
    assert ["姓名", "林若溪", "性别", "女", "出生年月", "2004", "年", "5", "月"] in [
        line.split() for line in lines
    ]


def test_rare_characters_of_a_name_print_and_are_found_in_the_text() -> None:
    pdf = render_pdf(personal_form(name=RARE_NAME))

    assert pdf.missing_glyphs == ()
    assert RARE_NAME in squeezed(pdf_text(pdf.content, "-raw"))


def test_a_paper_is_printed_in_the_named_song_type_embedded_as_a_subset() -> None:
    assert pdf_fonts(render_pdf(personal_form(watermark="演练")).content) == SONG


def test_a_character_beyond_the_first_font_comes_from_hanazono() -> None:
    pdf = render_pdf(personal_form(name="林𪚥𮧵"))
    others = pdf_fonts(pdf.content) - SONG

    assert pdf.missing_glyphs == ()
    assert {name.partition("-")[0] for name in others} == {"HanaMinA", "HanaMinB"}
    assert "林𪚥𮧵" in pdf_text(pdf.content)


def test_a_character_that_no_font_has_is_reported_once() -> None:
    pdf = render_pdf(personal_form(name=f"林{NO_FONT_HAS_IT}", history=f"{NO_FONT_HAS_IT}\u0378"))
    assert pdf.missing_glyphs == (NO_FONT_HAS_IT, "\u0378")


def test_papers_printed_at_the_same_time_report_their_own_missing_characters() -> None:
    names = [f"林{NO_FONT_HAS_IT}", "林若溪", "林\u0378", "沈知行"] * 2
    with ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(lambda name: render_pdf(personal_form(name=name)), names))

    assert [pdf.missing_glyphs for pdf in pdfs] == [(NO_FONT_HAS_IT,), (), ("\u0378",), ()] * 2


def test_one_page_holds_the_whole_form_with_its_photo() -> None:
    pdf = render_pdf(personal_form(photo=photo_file(), name=RARE_NAME))

    assert pdf.pages == 1
    assert " jpeg " in run("pdfimages", pdf.content, "-list")


def test_a_form_has_a_line_above_and_below_every_row() -> None:
    image = page_image(render_pdf(personal_form()).content)
    width, height = image.size
    dark_rows = [
        y
        for y in range(height)
        if sum(image.getpixel((x, y)) < 128 for x in range(width)) > 0.6 * width  # type: ignore[operator]
    ]
    lines = [y for y in dark_rows if y - 1 not in dark_rows]

    assert len(lines) == len(personal_form().grids[0].rows) + 1


def test_the_file_carries_title_and_language_and_is_the_same_each_time() -> None:
    pdf, again = render_pdf(station_form()), render_pdf(station_form())

    assert "机械行业人才评价机构审批登记表" in run("pdfinfo", pdf.content)
    assert b"/Lang (zh-CN)" in pdf_objects(pdf.content)
    assert pdf == again


def test_a_list_repeats_its_heading_on_every_page() -> None:
    pdf = render_pdf(roster(people=60))
    pages = pdf_pages(pdf.content)

    assert pdf.pages == len(pages) > 1
    assert all("证件号码" in page for page in pages)
    assert squeezed("".join(pages)).count("林若溪") == 60


def test_a_long_block_repeats_its_label_and_heading_and_a_short_one_stays_whole() -> None:
    pages = [squeezed(page) for page in pdf_pages(render_pdf(station_form(equipment=30)).content)]

    with_equipment = [page for page in pages if "CK6140" in page]
    assert len(with_equipment) == 2
    assert all("培训及考核设备设备名称、型号数量" in page for page in with_equipment)
    assert sum("检测设备" in page for page in pages) == 1


def test_running_text_goes_on_overleaf_and_nothing_of_it_is_lost() -> None:
    history = "\n".join(f"第{number}段经历" for number in range(1, 100))
    pdf = render_pdf(personal_form(history=history))

    assert pdf.pages > 1
    assert squeezed(history) in squeezed("".join(pdf_pages(pdf.content)))


def test_sheets_of_one_document_each_begin_a_page_of_their_own_kind() -> None:
    pdf = render_pdf([personal_form(), roster(), examiner_form()])

    assert pdf_page_sizes(pdf.content) == ["595.276 x 841.89", "841.89 x 595.276", "595.276 x 841.89"]
    assert [squeezed(page)[:6] for page in pdf_pages(pdf.content)] == [
        "附件1机械行",
        "机械行业人才",
        "机械工业人才",
    ]


def test_a_practice_paper_says_so_on_every_page_without_touching_a_cell() -> None:
    plain, marked = render_pdf(station_form()), render_pdf(station_form(watermark="演练"))

    assert marked.pages == plain.pages
    assert [squeezed(page).count("演练") for page in pdf_pages(marked.content)] == [1] * marked.pages
    assert [squeezed(page).replace("演练", "") for page in pdf_pages(marked.content)] == [
        squeezed(page) for page in pdf_pages(plain.content)
    ]


def test_the_mark_lies_pale_across_the_middle_of_the_page() -> None:
    middle = (200, 400, 630, 800)
    plain, marked = (
        page_image(render_pdf(personal_form(watermark=mark)).content).crop(middle).histogram()
        for mark in (None, "演练")
    )

    assert sum(marked[225:250]) > 20 * sum(plain[225:250])  # a pale ground
    assert sum(marked[:128]) == pytest.approx(sum(plain[:128]), rel=0.05)  # and the print as dark as before


def test_only_the_marked_sheet_of_a_document_is_marked() -> None:
    pages = pdf_pages(render_pdf([personal_form(watermark="演练"), personal_form()]).content)
    assert ["演练" in page for page in pages] == [True, False]


def test_a_broken_picture_stops_the_paper() -> None:
    sheet = FormSheet("照片", (Grid((1,), (row(portrait(Photo(photo_file()[:300], 33, 48))),)),))
    with pytest.raises(PaperError, match="Failed to load image"):
        render_pdf(sheet)


def test_a_template_of_free_layout_prints_with_the_same_type() -> None:
    pdf = render_html_pdf("documents/sheets.html", {"title": "证书"})

    assert pdf.pages == 1
    assert pdf.missing_glyphs == ()


def test_a_mark_is_escaped_and_long_ones_are_set_smaller() -> None:
    html = f'<html><style>@page {{ background: url("{watermark_url("<b>&演练专用不作凭证")}") }}</style>文'
    assert print_html(html).pages == 1
