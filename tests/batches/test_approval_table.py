"""The approval table of a batch application: the same cells as PDF and as DOCX."""

from datetime import date, datetime
from time import process_time
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.models import User
from batches.models import Batch, BatchItem, DateChange, PlanItem
from batches.sheets.approvals import approval_sheet
from documents.docx import render_docx
from documents.pdf import render_pdf
from ostami.clock import SHANGHAI
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.documents.reading import open_docx, pdf_pages, squeezed, strings_of, table_texts
from tests.factories import exam
from workflow.lifecycle import perform

if TYPE_CHECKING:
    from tests.conftest import Login

pytestmark = pytest.mark.django_db
UNSIGNED = "(盖章)    年  月  日"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def june(day: int) -> datetime:
    return datetime(2026, 6, day, 12, tzinfo=SHANGHAI)


@pytest.fixture
def submitted(full_draft: Batch, station_user: User) -> Batch:
    return perform(full_draft, "submit", actor=station_user, at=june(1))


@pytest.fixture
def endorsed(station: Station, station_user: User, management_user: User, branch_user: User) -> Batch:
    """A skill_level batch that the branch endorsed without words."""
    trade = exam.skill_trade()
    exam.scope(station, trade)
    item = exam.approved_plan(station, management_user, {"trade": trade}).items.get()
    batch = exam.draft_batch(station, item, scheme=Scheme.SKILL_LEVEL)
    waiting = perform(batch, "submit", actor=station_user, at=june(1))
    return perform(waiting, "endorse", actor=branch_user, at=june(2))


def panel_of(item: BatchItem) -> list[str]:
    return [f"{one.person_name}（{one.certificate_number}）" for one in item.panel]


def test_the_table_holds_the_application_and_whoever_spoke(submitted: Batch, management_user: User) -> None:
    approved = perform(submitted, "approve", actor=management_user, at=june(2), reason="同意按期举办")
    leader, *others = panel_of(approved.items.get())
    station = "机械行业职业能力评价职教901考试站"
    assert approval_sheet(approved).cells() == [
        ("机构名称", station),
        ("机构编码", "49284901"),
        ("批次号", "49284901-2026-001"),
        ("当前状态", "报名中"),
        ("评价类别", "职业能力水平评价"),
        ("考生类型", "在读学生"),
        ("申请日期", "2026 年 6 月 1 日"),
        ("考试日期", "2026 年 9 月 1 日"),
        ("考试地点", "实训楼 101"),
        ("计划人数", "30 人"),
        ("工种（编码）", "数控车工（JX04-05-01-01）"),
        ("等级", "四级/中级工"),
        ("计划项", "2026 年 9 月，30 人"),
        ("考评组长（证号）", leader),
        ("考评员（证号）", "、".join(others)),
        ("回避声明", "已声明考评员与考生无任教、亲属关系"),
        ("说明", "本站该工种考评员有限"),
        ("考试站申请", f"申请举办本批次考试。\n\n{station}\n(盖章)  2026 年 6 月 1 日"),
        ("管理站意见", "同意按期举办\n\n练习管理站　王管理\n(盖章)  2026 年 6 月 2 日"),
    ]


def test_skill_level_has_the_branchs_opinion_before_managements(endorsed: Batch) -> None:
    assert approval_sheet(endorsed).cells()[-2:] == [
        ("省级分支机构意见", "同意。\n\n练习江苏分支机构　孙分支\n(盖章)  2026 年 6 月 2 日"),
        ("管理站意见", UNSIGNED),
    ]


def test_a_return_takes_every_opinion_back(endorsed: Batch, management_user: User) -> None:
    returned = perform(endorsed, "return", actor=management_user, at=june(3), reason="请改期")
    assert [text for _, text in approval_sheet(returned).cells()[-3:]] == [UNSIGNED] * 3


def test_an_approved_change_of_date_stands_at_the_end(submitted: Batch, management_user: User) -> None:
    approved = perform(submitted, "approve", actor=management_user, at=june(2))
    change = DateChange.objects.create(
        batch=approved,
        old_date=approved.exam_date,
        new_date=date(2026, 9, 20),
        reason="场地检修",
        requested_at=june(3),
    )
    assert "日期调整" not in dict(approval_sheet(approved).cells())
    perform(change, "approve", actor=management_user, at=june(4))
    approved.refresh_from_db()
    cells = dict(approval_sheet(approved).cells())
    assert cells["考试日期"] == "2026 年 9 月 20 日"
    assert cells["日期调整"] == (
        "考试日期由 2026-09-01 调整为 2026-09-20（2026-06-03 申请，2026-06-04 批准）。原因：场地检修"
    )


def test_each_trade_has_a_block_of_its_own(submitted: Batch, station: Station, second_item: PlanItem) -> None:
    sheet = approval_sheet(exam.draft_batch(station, submitted.items.get().plan_item, second_item))
    assert [text for name, text in sheet.cells() if name == "计划项"] == [
        "2026 年 9 月，30 人",
        "2026 年 9 月，40 人",
    ]


def test_pdf_and_word_hold_the_same_cells(endorsed: Batch) -> None:
    sheet = approval_sheet(endorsed)
    pages = pdf_pages(render_pdf(sheet).content)
    printed = "".join(pages)
    tables = open_docx(render_docx(sheet)).tables
    assert squeezed(printed).replace("演练", "") == squeezed("".join(strings_of(sheet)))
    assert [table_texts(table) for table in tables] == [grid.texts() for grid in sheet.grids]
    assert len(pages) == 1


def test_long_opinions_print_whole_and_fast(
    station_user: User, endorsed: Batch, management_user: User, branch_user: User
) -> None:
    returned = perform(endorsed, "return", actor=management_user, at=june(3), reason="请补充")
    again = perform(returned, "submit", actor=station_user, at=june(4))
    again = perform(again, "endorse", actor=branch_user, at=june(5), reason="场" * 1000)
    approved = perform(again, "approve", actor=management_user, at=june(6), reason="地" * 1000)
    began = process_time()
    printed = squeezed("".join(pdf_pages(render_pdf(approval_sheet(approved)).content)))
    assert process_time() - began < 5
    assert (printed.count("场"), printed.count("地")) == (1000, 1001)


@pytest.mark.parametrize(
    ("name", "kind", "ending"), [("approval_pdf", "application/pdf", "pdf"), ("approval_docx", DOCX, "docx")]
)
def test_whoever_sees_the_batch_gets_the_file_once_it_was_handed_in(
    login: "Login",
    submitted: Batch,
    station_user: User,
    management_user: User,
    other_station_user: User,
    name: str,
    kind: str,
    ending: str,
) -> None:
    address = reverse(f"batches:{name}", kwargs={"pk": submitted.pk})
    for user in (station_user, management_user):
        answer = login(user).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert f"49284901-2026-001.{ending}" in answer["Content-Disposition"]
    assert login(other_station_user).get(address).status_code == 404
    draft = exam.draft_batch(submitted.station)
    assert login(station_user).get(reverse(f"batches:{name}", kwargs={"pk": draft.pk})).status_code == 404
