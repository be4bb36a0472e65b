"""A filled template is read back cell by cell, and so are the forms that stations have of their own."""

from copy import deepcopy
from decimal import Decimal
from io import BytesIO

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from documents.docx import render_docx
from ostami.problems import BlockedError
from question_bank.sheets.task import TaskPaper, task_sheet, template_sheet
from question_bank.task_content import ScoringRow, Supply, TaskContent, read_task_content
from question_bank.task_reading import read_task
from tests.factories.tasks import (
    NAME,
    SCORES,
    SCORING,
    TOOLS,
    add_below,
    document_with,
    drawing,
    heading,
    removed,
)

SCORED = tuple(ScoringRow(content, standard, Decimal(points)) for content, standard, points in SCORES)


def scoring_of(*rows: tuple[str, ...], heads: tuple[str, ...] = ("考核内容", "评分标准", "配分")) -> bytes:
    """The filled template with another scoring table."""

    def put(document: Document) -> None:
        old = document.tables[SCORING]
        table = document.add_table(0, len(heads))
        for row in (heads, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        old._tbl.addprevious(table._tbl)
        removed(old._tbl)

    return document_with(put)


def test_the_filled_template_is_read_back_cell_by_cell() -> None:
    read = read_task(document_with())

    assert read.minutes == 120
    assert read.content == TaskContent(
        title=NAME,
        requirements="按图样加工，未注公差按 IT12。\n不得使用砂布抛光。",
        materials=(Supply("45 钢", "Φ35×120", "1 件"),),
        tools=(Supply("游标卡尺", "0–150", "1 把"),),
        steps="装夹毛坯，车端面。\n粗车、精车各外圆。",
        scoring=SCORED,
        safety="工作服、工作帽穿戴整齐。",
        captions="图 1 阶梯轴",
    )
    assert [(one.content_type, one.width) for one in read.pictures] == [("image/png", 40)]


def test_what_was_read_prints_to_a_document_that_reads_the_same() -> None:
    read = read_task(document_with())
    paper = TaskPaper(
        trade="数控车工",
        level="四级",
        minutes=read.minutes,
        content=read.content,
        pictures=tuple(one.content for one in read.pictures),
    )

    again = read_task(render_docx(task_sheet(paper)))

    assert (again.content, again.minutes, len(again.pictures)) == (read.content, 120, 1)


def test_the_content_survives_as_text() -> None:
    content = read_task(document_with()).content

    assert read_task_content(content.as_text()) == content
    assert content.points == 100


def test_what_is_typed_at_the_page_stands_in_place_of_the_document() -> None:
    read = read_task(document_with(), title="轴类零件", minutes=90)

    assert (read.content.title, read.minutes) == ("轴类零件", 90)


@pytest.mark.parametrize("typed", ["120", "１２０", "120分钟", "120 min", "120分"])
def test_minutes_are_read_with_their_unit(typed: str) -> None:
    def put(document: Document) -> None:
        document.tables[0].cell(1, 1).text = typed

    assert read_task(document_with(put)).minutes == 120


@pytest.mark.parametrize(
    "heads",
    [
        ("考核内容", "评分标准", "配分"),
        ("评分项目", "评分细则", "分值（分）"),
        ("考核要点", "扣分标准", "分 数"),
        ("鉴定内容", "考核要求", "标准分"),
    ],
)
def test_the_scoring_table_is_found_by_its_headings(heads: tuple[str, ...]) -> None:
    assert read_task(scoring_of(*SCORES, heads=heads)).content.scoring == SCORED


def test_columns_for_deductions_and_scores_are_left_out() -> None:
    rows = [(str(number), *score, "", "") for number, score in enumerate(SCORES, start=1)]
    heads = ("序号", "考核内容", "评分标准", "配分", "扣分", "得分")

    assert read_task(scoring_of(*rows, heads=heads)).content.scoring == SCORED


@pytest.mark.parametrize("word", ["合计", "总分", "合 计", "总计"])
def test_a_row_with_the_total_is_no_row_of_its_own(word: str) -> None:
    assert read_task(scoring_of(*SCORES, (word, "", "100"))).content.scoring == SCORED


def test_a_merged_item_stands_before_each_of_its_rows() -> None:
    def put(document: Document) -> None:
        old = document.tables[SCORING]
        table = document.add_table(4, 4)
        rows = (
            ("项目", "考核内容", "评分标准", "配分"),
            ("车削", "外圆", "超差不得分", "50"),
            ("", "长度", "超差不得分", "30"),
            ("文明", "着装", "不合要求不得分", "20"),
        )
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(line, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        old._tbl.addprevious(table._tbl)
        removed(old._tbl)

    rows = read_task(document_with(put)).content.scoring

    assert [(row.content, row.points) for row in rows] == [
        ("车削：外圆", Decimal(50)),
        ("车削：长度", Decimal(30)),
        ("文明：着装", Decimal(20)),
    ]


def test_points_merged_over_two_rows_count_once() -> None:
    def put(document: Document) -> None:
        table = document.tables[SCORING]
        table.cell(2, 3).text = ""
        table.cell(1, 3).merge(table.cell(2, 3))
        table.cell(1, 3).text = "52.5"

    rows = read_task(document_with(put)).content.scoring

    assert [row.points for row in rows] == [Decimal("52.5"), Decimal("17.5"), 20, 10]
    assert rows[0].content == "外圆 Φ30\n外圆 Φ24"


def test_a_row_across_the_table_names_the_group_below_it() -> None:
    def put(document: Document) -> None:
        table = document.tables[SCORING]
        row = table.add_row()
        row.cells[0].merge(row.cells[3]).text = "车削部分"
        table.rows[0]._tr.addnext(row._tr)

    rows = read_task(document_with(put)).content.scoring

    assert [row.content for row in rows][:2] == ["【车削部分】外圆 Φ30", "外圆 Φ24"]


def test_raised_and_lowered_letters_stay_apart() -> None:
    def put(document: Document) -> None:
        paragraph = add_below(heading(document, "一、"), "面积 10")
        paragraph.add_run("2").font.superscript = True
        paragraph.add_run("，公差")
        paragraph.add_run("a").font.subscript = True

    assert read_task(document_with(put)).content.requirements.startswith("面积 10²，公差_(a)\n")


def test_numbered_and_dotted_paragraphs_keep_their_marks() -> None:
    def put(document: Document) -> None:
        for text, style in (("去毛刺", "List Bullet"), ("检验", "List Number"), ("装夹", "List Number")):
            paragraph = add_below(heading(document, "四、"), text)
            number = document.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            paragraph._p.get_or_add_pPr().append(deepcopy(number))

    assert read_task(document_with(put)).content.steps.startswith("1. 装夹\n2. 检验\n· 去毛刺\n装夹毛坯")


def test_units_of_their_own_column_stand_behind_the_number() -> None:
    def put(document: Document) -> None:
        table = document.tables[TOOLS]
        for line, texts in enumerate((("名称", "型号规格", "单位", "数量"), ("千分尺", "25–50", "把", "2"))):
            for column, text in enumerate(texts):
                table.cell(line, column).text = text

    assert read_task(document_with(put)).content.tools[0] == Supply("千分尺", "25–50", "2把")


def test_sections_may_be_called_as_in_old_papers() -> None:
    def put(document: Document) -> None:
        for number, name in (
            ("四、", "任务说明："),
            ("六、", "（六）安全文明生产"),
            ("三、", "3. 工、量具准备"),
        ):
            heading(document, number).runs[0].text = name

    content = read_task(document_with(put)).content

    assert content.steps.startswith("装夹毛坯")
    assert content.safety == "工作服、工作帽穿戴整齐。"


def test_notes_are_never_read() -> None:
    content = read_task(document_with()).content

    assert "※" not in content.as_text()


def test_the_empty_template_is_told_what_it_lacks() -> None:
    with pytest.raises(BlockedError) as refused:
        read_task(render_docx(template_sheet()))

    assert [problem.text for problem in refused.value.problems] == [
        "“考核要求”没有内容",
        "“操作步骤”没有内容",
        "“安全文明”没有内容",
        "“材料准备”的表格没有内容",
        "“工量具准备”的表格没有内容",
        "评分表没有内容",
        "文档中没有填写名称",
        "文档中没有填写考核时间",
    ]


def test_a_large_picture_is_made_smaller() -> None:
    def put(document: Document) -> None:
        add_below(heading(document, "七、"), "").add_run().add_picture(BytesIO(drawing(3000)))

    read = read_task(document_with(put))

    assert [one.width for one in read.pictures] == [2400, 40]
