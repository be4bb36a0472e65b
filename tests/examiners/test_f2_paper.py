"""Form F2: its cells in the guide's order, alike in PDF and DOCX."""

from datetime import date

import pytest

from accounts.models import User
from documents.docx import render_docx
from documents.pdf import render_pdf
from examiners.models import ExaminerApplication, SoughtGrade
from examiners.sheets import CENTRE, DEPARTMENT, TRADES, UNIT, f2_sheet
from tests.documents.papers import examiner_form
from tests.documents.reading import open_docx, pdf_pages, squeezed, strings_of, table_texts
from tests.factories import exam
from tests.factories.examiners import add_trades, complete_application
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

NUMBER = "990101198503120010"
UNSIGNED = "签字(盖章)：    年  月  日"
SUBMITTED = date(2026, 3, 11)  # the day before the birthday


@pytest.fixture
def zhou(station_user: User) -> ExaminerApplication:
    made = complete_application(station_user, number=NUMBER)
    add_trades_after(made, "数控铣工", "JX04-05-01-02")
    return made


def add_trades_after(application: ExaminerApplication, name: str, code: str) -> None:
    held = [place.trade for place in application.trade_places.all()]
    exam.scope(application.organisation.station, exam.trade(name, code=code))
    application.trade_places.all().delete()
    add_trades(application, *held, exam.trade(name, code=code))


def handed_in(application: ExaminerApplication) -> ExaminerApplication:
    login = application.organisation.users.get()
    return perform(application, "submit", actor=login, at=exam.noon(SUBMITTED), reason="同意推荐。")


def test_the_form_holds_every_cell_in_the_guides_order(zhou: ExaminerApplication) -> None:
    assert f2_sheet(handed_in(zhou)).cells() == [
        ("单位名称", "练习学校49284901"),
        ("姓名", "周明远"),
        ("性别", "男"),
        ("年龄", "40"),
        ("照片", ""),
        ("学历及专业", "大学本科　机械设计制造"),
        ("身份证号码", NUMBER),
        ("所在部门", "智能制造学院"),
        ("职业及年限", "教师　16 年"),
        ("职称或职务", "讲师"),
        ("通讯地址", "练习市示例路 1 号"),
        ("电子邮箱", "zhou@example.com"),
        ("联系电话", "13900000002"),
        ("参加培训项目", "高级考评员（ ）"),
        ("参加培训项目", "考评员（√）"),
        ("参加培训项目", "管理人员（ ）"),
        (TRADES, "数控车工、数控铣工"),
        (DEPARTMENT, "同意推荐。\n\n韩主任\n签字(盖章)：  2026 年 3 月 1 日"),
        (UNIT, "同意推荐。\n\n机械行业职业能力评价职教901考试站\n签字(盖章)：  2026 年 3 月 11 日"),
        (CENTRE, UNSIGNED),
    ]


def test_pdf_and_word_hold_the_same_cells(zhou: ExaminerApplication) -> None:
    sheet = f2_sheet(handed_in(zhou))

    pages = pdf_pages(render_pdf(sheet).content)
    tables = open_docx(render_docx(sheet)).tables

    assert len(pages) == 1
    assert squeezed("".join(pages)).replace("演练", "") == squeezed("".join(strings_of(sheet)))
    assert [table_texts(table) for table in tables] == [grid.texts() for grid in sheet.grids]


def test_the_photo_is_printed_whole(zhou: ExaminerApplication) -> None:
    photo = f2_sheet(zhou).grids[0].places[0][6].cell.photo
    assert photo is not None
    assert (photo.width_mm, photo.height_mm) == (28.9, 42.0)
    assert render_pdf(f2_sheet(zhou)).content.count(b"/Subtype /Image") >= 1


@pytest.mark.parametrize(
    ("sought", "marks"),
    [
        (SoughtGrade.SENIOR, "√  "),
        (SoughtGrade.EXAMINER, " √ "),
        (SoughtGrade.MANAGER, "  √"),
    ],
)
def test_one_project_holds_the_mark(zhou: ExaminerApplication, sought: SoughtGrade, marks: str) -> None:
    zhou.sought = sought
    chosen = [text for name, text in f2_sheet(zhou).cells() if name == "参加培训项目"]
    names = ("高级考评员", "考评员", "管理人员")
    assert chosen == [f"{name}（{mark}）" for name, mark in zip(names, marks, strict=True)]


def test_the_empty_form_has_the_cells_of_the_official_one() -> None:
    empty, official = f2_sheet(None), examiner_form()
    assert [[cell[0] for cell in grid.cells()] for grid in empty.grids] == [
        [cell[0] for cell in grid.cells()] for grid in official.grids
    ]
    assert {text.strip() for _, text in empty.cells()} == {
        "",
        "照片",
        "高级考评员（ ）",
        "考评员（ ）",
        "管理人员（ ）",
        UNSIGNED,
    }
    assert render_pdf(empty).pages == 1


def test_a_return_takes_the_units_opinion_off_the_paper_and_the_check_never_stands_on_it(
    zhou: ExaminerApplication, management_user: User
) -> None:
    sent = handed_in(zhou)
    back = perform(sent, "return", actor=management_user, reason="请补证书。")
    assert dict(f2_sheet(back).cells())[UNIT] == UNSIGNED


def test_the_longest_answers_stay_on_the_form(zhou: ExaminerApplication) -> None:
    zhou.department_opinion, zhou.education, zhou.address = "同意推荐" * 125, "学历" * 50, "示例路" * 66
    zhou.save()
    printed = "".join(pdf_pages(render_pdf(f2_sheet(zhou)).content))
    assert "同意推荐" * 125 in squeezed(printed)


def test_a_school_prints_its_own_name(school: User) -> None:
    made = complete_application(school, trades=[])
    assert f2_sheet(made).cells()[0] == ("单位名称", "练习申报职业学院")
