"""Form F1 as the guide prints it, cell by cell, in every format."""

import re
from datetime import datetime
from decimal import Decimal
from time import process_time

import pytest
from django.conf import LazySettings

from accounts.models import Organisation, User
from documents.docx import render_docx
from documents.pdf import render_pdf
from documents.sheets import FormSheet
from ostami.clock import SHANGHAI
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    Attachment,
    AttachmentKind,
    EquipmentUse,
    PersonRole,
    Station,
    StationApplication,
)
from stations.sheets import f1_sheet
from tests.documents.reading import open_docx, pdf_pages, squeezed, strings_of, table_texts
from tests.factories import exam, stations
from tests.factories.catalog import OccupationFactory, TradeFactory
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

HEADS = ["设备名称、型号", "数量", "设备名称、型号", "数量"]
OPINIONS = [
    "承建单位推荐意见",
    "分中心 / 实训基地 / 管理站推荐意见",
    "机械工业职业技能鉴定指导中心审查意见",
]
RULE_LINES = """\
1. 财务管理制度
2. 评价工作规程
3. 岗位责任制度
4. 档案管理制度
5. 认定工作计划
6. 考评员、管理人员工作守则、考场规则
7. 保密制度
8. 考试管理制度"""
UNSIGNED = "(盖章)    年  月  日"


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def application(school: User) -> StationApplication:
    return stations.complete_application(school, trades=[exam.trade()])


def block(sheet: FormSheet, title: str) -> list[list[str]]:
    """The rows of all grids of one equipment block, without label and heads."""
    grids = [grid.texts() for grid in sheet.grids if grid.texts()[0][0] == title]
    assert all(rows[0] == [title, *HEADS] for rows in grids)
    return [row for rows in grids for row in rows[1:]]


def with_equipment(school: User, training: int) -> StationApplication:
    application = stations.draft_application(school)
    stations.add_equipment(application, training=training, testing=3)
    return application


def test_the_form_holds_every_cell_in_the_guides_order(application: StationApplication) -> None:
    assert f1_sheet(application).cells() == [
        ("申报机构类别", "考试站"),
        ("承建单位", "练习申报职业学院"),
        ("单位负责人", "周校长"),
        ("申请日期", "  年  月  日"),
        ("承建单位名称", "练习申报职业学院"),
        ("承建单位性质", "公办高等职业学校"),
        ("承建单位法人代表", "周校长"),
        ("承建单位地址", "练习市示例路 1 号"),
        ("联系电话", "0519-80000000"),
        ("邮政编码", "213000"),
        ("实训教师配备情况", "冯实训　高级技师　机械制造"),
        (
            "考评人员、管理人员配备情况",
            "\n".join(
                f"{who}　高级技师　机械制造"
                for who in (
                    "陈考评（考评员）",
                    "褚考评（考评员）",
                    "卫考评（考评员）",
                    "吴站长（站长）",
                    "郑副站长（副站长）",
                    "王专管（专职管理人员）",
                )
            ),
        ),
        (
            "机构管理规章目录",
            RULE_LINES,
        ),
        ("办公场地面积", "120.5 m²"),
        ("理论考试场地面积", "300 m²"),
        ("技能考核场地面积", "1500 m²"),
        ("设备名称、型号", "培训及考核设备 1"),
        ("数量", "1"),
        ("设备名称、型号", "培训及考核设备 2"),
        ("数量", "2"),
        ("设备名称、型号", "检测设备 1"),
        ("数量", "1"),
        ("设备名称、型号", ""),
        ("数量", ""),
        ("序号", "1"),
        ("职业编码及名称", "JX04-05-01 车工"),
        ("工种编码及名称", "JX04-05-01-01 数控车工"),
        ("申请等级", "五级/初级工、四级/中级工、三级/高级工、二级/技师、一级/高级技师"),
        ("对应考评员", "陈考评、褚考评、卫考评"),
        *((title, UNSIGNED) for title in OPINIONS),
        ("备注", "申请事由：业务发展需要"),
    ]


def test_pdf_and_word_hold_the_same_cells(application: StationApplication) -> None:
    sheet = f1_sheet(application)

    printed = "".join(pdf_pages(render_pdf(sheet).content))
    tables = open_docx(render_docx(sheet)).tables

    assert squeezed(printed).replace("演练", "") == squeezed("".join(strings_of(sheet)))
    assert [table_texts(table) for table in tables] == [grid.texts() for grid in sheet.grids]


def test_the_five_pages_begin_as_the_guide_shows_them(application: StationApplication) -> None:
    pages = [
        squeezed(page).replace("演练", "") for page in pdf_pages(render_pdf(f1_sheet(application)).content)
    ]
    assert [page[:8] for page in pages] == [
        "机械行业人才评价",
        "承建单位简况与基",
        "场地办公场地面积",
        "申请职业（工种）",
        "推荐与审批、批准",
    ]
    assert pages[0].endswith("机械工业职业技能鉴定指导中心制")


def test_the_empty_form_has_the_same_labels_and_room_to_write() -> None:
    sheet = f1_sheet(None)
    values = {text.strip() for _, text in sheet.cells()}
    assert values == {"", "m²", "年  月  日", "(盖章)    年  月  日"}
    assert [row[0] for row in sheet.grids[0].texts()][:3] == [
        "承建单位名称",
        "承建单位性质",
        "承建单位法人代表",
    ]
    assert len(block(sheet, "培训及考核设备")) == 11
    assert render_pdf(sheet).pages == 5


@pytest.mark.parametrize(("practice", "mark"), [(True, "演练"), (False, None)])
def test_practice_papers_are_marked(settings: LazySettings, mark: str | None, *, practice: bool) -> None:
    settings.PRACTICE = practice
    assert f1_sheet(None).watermark == mark


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (1, [["培训及考核设备 1", "1", "", ""]]),
        (2, [["培训及考核设备 1", "1", "培训及考核设备 2", "2"]]),
        (
            3,
            [
                ["培训及考核设备 1", "1", "培训及考核设备 3", "3"],
                ["培训及考核设备 2", "2", "", ""],
            ],
        ),
    ],
)
def test_equipment_goes_down_the_left_column_first(school: User, count: int, rows: list[list[str]]) -> None:
    assert block(f1_sheet(with_equipment(school, count)), "培训及考核设备") == rows


# A row of the printed page: an item at the left with its quantity, and one at the right where there is one.
PRINTED_ROW = re.compile(r"培训及考核设备 (\d+)\s\d+(?:\s培训及考核设备 (\d+)\s\d+)?")


@pytest.mark.parametrize(("count", "pages"), [(39, 2), (40, 2), (200, 6)])
def test_equipment_that_overflows_goes_on_with_its_heads_and_reads_page_by_page(
    school: User, count: int, pages: int
) -> None:
    printed = pdf_pages(render_pdf(f1_sheet(with_equipment(school, count))).content)
    read: list[int] = []
    holding = [page for page in printed if PRINTED_ROW.search(page)]
    for page in holding:
        assert squeezed("".join(HEADS)) in squeezed(page)
        left, right = zip(*PRINTED_ROW.findall(page), strict=True)
        read += [int(number) for number in (*left, *right) if number]
    assert len(holding) == pages
    assert read == list(range(1, count + 1))


def test_long_names_take_fewer_rows_a_page(school: User) -> None:
    application = stations.draft_application(school)
    stations.add_equipment(application, training=40)
    application.equipment.filter(use=EquipmentUse.TRAINING).update(name="五轴联动加工中心" * 12)
    sheet = f1_sheet(application)
    pages = pdf_pages(render_pdf(sheet).content)
    grids = [grid for grid in sheet.grids if grid.texts()[0][0] == "培训及考核设备"]
    holding = [page for page in pages if "五轴" in squeezed(page)]
    assert len(holding) == len(grids)


def test_trades_print_ascending_by_code_however_they_were_entered(application: StationApplication) -> None:
    milling = OccupationFactory.create(code="JX04-05-02", name="铣工")
    early = OccupationFactory.create(code="JX01-01-01", name="铸造工")
    stations.add_trade(
        application, TradeFactory.create(occupation=milling, code="JX04-05-02-01", name="数控铣工")
    )
    stations.add_trade(application, exam.trade("普通车工", code="JX04-05-01-02"), levels="3")
    stations.add_trade(
        application,
        TradeFactory.create(occupation=early, code="", name="铸造工", stands_for_occupation=True),
        levels="43",
    )
    rows = f1_sheet(application).grids[-2].texts()
    assert rows[0] == ["序号", "职业编码及名称", "工种编码及名称", "申请等级", "对应考评员"]
    assert [row[:3] for row in rows[1:]] == [
        ["1", "JX01-01-01 铸造工", "—"],
        ["2", "JX04-05-01 车工", "JX04-05-01-01 数控车工"],
        ["3", "JX04-05-01 车工", "JX04-05-01-02 普通车工"],
        ["4", "JX04-05-02 铣工", "JX04-05-02-01 数控铣工"],
    ]
    assert rows[1][3] == "四级/中级工、三级/高级工"


def test_the_signed_day_is_that_of_the_submission(application: StationApplication, school: User) -> None:
    at = datetime(2026, 3, 1, 23, 59, tzinfo=SHANGHAI)
    sent = perform(application, "submit", actor=school, at=at, reason="同意申报。")
    cells = f1_sheet(sent).cells()
    assert ("申请日期", "2026 年 3 月 1 日") in cells
    assert (OPINIONS[0], "同意申报。\n\n练习申报职业学院　钱联系\n(盖章)  2026 年 3 月 1 日") in cells


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (ApplicationKind.SCOPE_ADDITION, "考试站（增项）"),
        (ApplicationKind.SCOPE_REDUCTION, "考试站（减项）"),
        (ApplicationKind.RENEWAL, "考试站（许可证延续）"),
        (ApplicationKind.CHANGE, "考试站（变更登记）"),
    ],
)
def test_a_stations_application_prints_the_same_form(
    station: Station, station_user: User, kind: ApplicationKind, category: str
) -> None:
    application = stations.draft_application(station_user, kind=kind, reason="师资增强", remarks="无")
    sheet = f1_sheet(application)
    assert sheet.cells()[0] == ("申报机构类别", category)
    label, remarks = sheet.cells()[-1]
    assert (label, remarks.splitlines()[-2:]) == ("备注", ["申请事由：师资增强", "无"])
    gives_up = "申请职业（工种）一页所列，为申请减去的工种和等级。"
    assert (gives_up in remarks) == (kind == ApplicationKind.SCOPE_REDUCTION)
    concerns_trades = kind in {ApplicationKind.SCOPE_ADDITION, ApplicationKind.SCOPE_REDUCTION}
    assert (["本次申请不涉及"] in sheet.grids[-2].texts()) != concerns_trades


def test_rules_are_numbered_as_far_as_they_were_uploaded(application: StationApplication) -> None:
    Attachment.objects.filter(application=application, kind=AttachmentKind.RULE_PROCEDURE).delete()
    catalogue = dict(f1_sheet(application).cells())["机构管理规章目录"].splitlines()
    assert catalogue[:2] == ["1. 财务管理制度", "2. 岗位责任制度"]
    assert len(catalogue) == 7


def test_a_long_list_of_people_runs_on_overleaf(application: StationApplication) -> None:
    ApplicationPerson.objects.bulk_create(
        ApplicationPerson(
            application=application,
            role=PersonRole.TRAINER,
            position=number,
            name=f"教师{number}号",
            subject="车工",
        )
        for number in range(10, 90)
    )
    pages = pdf_pages(render_pdf(f1_sheet(application)).content)
    assert len(pages) == 7
    assert "教师89号" in "".join(pages)


@pytest.mark.parametrize(
    ("area", "text"),
    [(Decimal("0.5"), "0.5 m²"), (Decimal("1200.0"), "1200 m²"), (Decimal("9999999.9"), "9999999.9 m²")],
)
def test_areas_print_without_needless_zeros(school: User, area: Decimal, text: str) -> None:
    application = stations.draft_application(school, office_area=area)
    assert dict(f1_sheet(application).cells())["办公场地面积"] == text


def test_the_day_of_signing_is_left_open_while_it_can_be_changed(
    application: StationApplication, school: User
) -> None:
    sent = perform(application, "submit", actor=school, reason="同意申报。")
    back = perform(sent, "recall", actor=school)
    assert dict(f1_sheet(back).cells())["申请日期"] == "  年  月  日"


def test_a_trade_without_code_prints_its_name(application: StationApplication) -> None:
    stations.add_trade(application, TradeFactory.create(code="", name="装配钳工"))
    assert "装配钳工" in [row[2] for row in f1_sheet(application).grids[-2].texts()]


def test_the_longest_opinions_print_whole_and_at_once(application: StationApplication, school: User) -> None:
    longest = "经审核" * 333
    sent = perform(application, "submit", actor=school, reason=longest)
    begun = process_time()
    printed = "".join(pdf_pages(render_pdf(f1_sheet(sent)).content))
    assert longest in squeezed(printed)
    assert process_time() - begun < 5
