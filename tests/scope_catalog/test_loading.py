from collections import Counter
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from ostami.problems import BlockedError
from scope_catalog.loading import LoadReport, load_catalogue
from scope_catalog.models import Occupation, Trade
from scope_catalog.rows import COLUMNS, CatalogueRow, read_rows
from scope_catalog.selectors import trade_by_code
from tests.factories.catalog import TradeFactory
from tests.scope_catalog.conftest import NEW_YEAR
from workflow.audit import history_of

SPRING = date(2026, 4, 1)
HEADER = ",".join(COLUMNS)

TURNING = CatalogueRow(
    scheme="ability", category="skilled", occupation_code="JX99-05-01", occupation_name="车工",
    trade_code="JX99-05-01-01", trade_name="数控车工", sequence=37, levels="54321", note="",
)  # fmt: skip
RIVETING = replace(
    TURNING, occupation_code="JX99-05-11", occupation_name="铆工", trade_code="", trade_name="", sequence=0
)
WIRING = replace(
    TURNING, scheme="skill_level", category="", occupation_code="9-18-01-08", occupation_name="电切削工",
    trade_code="", trade_name="电火花线切割机床操作工", sequence=2,
)  # fmt: skip


def load(*rows: CatalogueRow, today: date = NEW_YEAR) -> LoadReport:
    return load_catalogue(rows=rows, today=today)


def test_the_guides_catalogue_comes_in_whole(catalogue: LoadReport) -> None:
    assert catalogue == LoadReport(new=477, changed=0, unchanged=0, retired=0)
    occupations = Counter(Occupation.objects.values_list("scheme", "category"))
    assert occupations == {("ability", "technical"): 13, ("ability", "skilled"): 86, ("skill_level", ""): 7}
    trades = Counter(
        Trade.objects.filter(stands_for_occupation=False).values_list(
            "occupation__scheme", "occupation__category"
        )
    )
    assert trades == {("ability", "technical"): 18, ("ability", "skilled"): 395, ("skill_level", ""): 42}
    assert Trade.objects.filter(stands_for_occupation=True).count() == 22


def test_every_trade_of_the_guide_has_its_running_number_once(catalogue: LoadReport) -> None:
    for scheme, category, last in (
        ("ability", "technical", 18),
        ("ability", "skilled", 395),
        ("skill_level", "", 42),
    ):
        trades = Trade.objects.filter(
            stands_for_occupation=False, occupation__scheme=scheme, occupation__category=category
        )
        assert sorted(trades.values_list("sequence", flat=True)) == list(range(1, last + 1))


def test_names_that_the_guide_breaks_over_two_lines_are_whole(catalogue: LoadReport) -> None:
    assert trade_by_code("JX04-18-02-03").name == "汽车冲压生产线操作工"
    assert trade_by_code("JX05-03-01-34").name == "混凝土机械操作工(混凝土浇筑)"
    assert trade_by_code("JX05-06-05-09").name == "起重机械维修工(门座式起重机)"
    assert not Trade.objects.filter(name__contains="(").exclude(name__contains=")").exists()


def test_machines_are_sorted_into_the_eight_categories(catalogue: LoadReport) -> None:
    loader = trade_by_code("JX05-03-01-02")
    assert (loader.get_machine_category_display(), loader.machine) == ("土方机械", "装载机")
    national = trade_by_code("6-31-01-09", name="工业车辆维修工")
    assert (national.get_machine_category_display(), national.machine) == ("工业车辆", "")
    assert trade_by_code("JX05-03-01-28").machine_category == ""
    assert Trade.objects.exclude(machine_category="").values("machine_category").distinct().count() == 8


def test_doubtful_names_say_what_is_doubtful(catalogue: LoadReport) -> None:
    doubts = {trade.name: trade.doubt for trade in Trade.objects.exclude(note="")}
    assert len(doubts) == 8
    assert doubts["装订工"] == "来源文件此格缺失，名称依据国家职业分类推定"
    assert doubts["数控机床加生产线操作工"] == "疑为 数控机床加工生产线操作工"
    assert trade_by_code("JX04-05-01-01").doubt == ""


def test_industrial_engineers_have_titles_of_their_own(catalogue: LoadReport) -> None:
    engineers = trade_by_code("JX02-07-01")
    assert [label for _, label in engineers.level_labels] == ["三级/初级", "二级/中级", "一级/高级"]
    assert Occupation.objects.filter(level_titles="engineering").count() == 1


def test_loading_again_changes_nothing(
    catalogue: LoadReport,
    guide_rows: list[CatalogueRow],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    before = list(Trade.objects.order_by("pk").values())
    with django_assert_max_num_queries(8):
        assert load_catalogue(rows=guide_rows, today=SPRING) == LoadReport(0, 0, 477, 0)
    assert list(Trade.objects.order_by("pk").values()) == before


def test_the_first_load_is_a_handful_of_queries(
    db: None, guide_rows: list[CatalogueRow], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(30):
        load_catalogue(rows=guide_rows, today=NEW_YEAR)


@pytest.mark.django_db
def test_a_changed_row_is_updated_in_place_and_leaves_a_line() -> None:
    load(TURNING)
    trade = Trade.objects.get()
    assert load(replace(TURNING, trade_name="数控车床工", levels="4321")) == LoadReport(0, 1, 0, 0)
    trade.refresh_from_db()
    assert (trade.name, trade.source_name, trade.levels) == ("数控车床工", "数控车床工", "4321")
    assert "skccg" in trade.initials.split()
    event = history_of(trade).get()
    assert event.changes == {
        "等级设置": ["54321", "4321"],
        "目录原文": ["数控车工", "数控车床工"],
        "名称": ["数控车工", "数控车床工"],
    }


@pytest.mark.django_db
def test_a_changed_occupation_counts_for_all_its_rows() -> None:
    boring = replace(TURNING, trade_code="JX99-05-01-02", trade_name="普通车工")
    load(TURNING, boring)
    renamed = [replace(row, occupation_name="车削工") for row in (TURNING, boring)]
    assert load(*renamed) == LoadReport(0, 2, 0, 0)
    assert Occupation.objects.get().name == "车削工"


@pytest.mark.django_db
def test_a_missing_row_is_retired_by_date_and_never_deleted() -> None:
    load(TURNING, RIVETING)
    assert load(RIVETING, today=SPRING) == LoadReport(0, 0, 1, 1)
    turning = Trade.objects.get(code="JX99-05-01-01")
    assert turning.retired_on == SPRING
    assert history_of(turning).get().sentence == "评价范围目录已无此项，停用"
    assert load(RIVETING, today=date(2026, 5, 1)) == LoadReport(0, 0, 1, 0)
    turning.refresh_from_db()
    assert turning.retired_on == SPRING


@pytest.mark.django_db
def test_a_retired_row_comes_back_with_the_file() -> None:
    load(TURNING, RIVETING)
    load(RIVETING, today=SPRING)
    assert load(TURNING, RIVETING, today=SPRING) == LoadReport(0, 1, 1, 0)
    assert Trade.objects.filter(retired_on=None).count() == 2


@pytest.mark.django_db
def test_an_occupation_that_gets_trades_no_longer_stands_for_itself() -> None:
    load(RIVETING)
    with_trade = replace(RIVETING, trade_code="JX99-05-11-01", trade_name="船体铆工")
    assert load(with_trade, today=SPRING) == LoadReport(1, 0, 0, 1)
    assert Trade.objects.live(SPRING).get().name == "船体铆工"


@pytest.mark.django_db
def test_an_occupation_without_trades_is_a_trade_under_its_own_name_and_code() -> None:
    load(RIVETING)
    trade = Trade.objects.get()
    assert trade.stands_for_occupation
    assert (trade.code, trade.display_code, trade.display_name) == ("", "JX99-05-11", "铆工")
    assert trade.code_and_name == "JX99-05-11 铆工"
    load(replace(RIVETING, occupation_name="铆接工"))
    trade.refresh_from_db()
    assert (trade.display_name, Occupation.objects.get().name) == ("铆接工", "铆接工")


@pytest.mark.django_db
def test_a_trade_without_code_is_known_by_its_name() -> None:
    load(WIRING)
    assert load(replace(WIRING, sequence=9)) == LoadReport(0, 1, 0, 0)
    assert load(replace(WIRING, trade_name="电火花成形机床操作工"), today=SPRING) == LoadReport(1, 0, 0, 1)


@pytest.mark.django_db
def test_the_database_refuses_one_code_twice_in_an_occupation() -> None:
    trade = TradeFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        TradeFactory.create(occupation=trade.occupation, code=trade.code)


@pytest.mark.django_db
def test_the_command_says_what_it_did() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_catalogue", stdout=first)
    call_command("load_catalogue", stdout=second)
    assert first.getvalue() == "评价范围目录：新增 477，更新 0，未变 0，停用 0。\n"
    assert second.getvalue() == "评价范围目录：新增 0，更新 0，未变 477，停用 0。\n"


SOUND = "职业能力水平评价,技能人员,JX99-05-01,车工,JX99-05-01-01,数控车工,37,54321,"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([HEADER.replace("note", "remark"), SOUND], "表头不对"),
        ([HEADER], "没有任何一行"),
        ([HEADER, SOUND.replace("职业能力水平评价", "职业资格")], "第 2 行：评价类别“职业资格”不存在"),
        ([HEADER, SOUND.replace("技能人员", "管理人员")], "第 2 行：人员类别“管理人员”不存在"),
        ([HEADER, SOUND.replace("54321", "12345")], "第 2 行：等级设置“12345”须由低到高书写"),
        ([HEADER, SOUND.replace(",37,", ",三十七,")], "第 2 行：序号“三十七”不是数字"),
        ([HEADER, SOUND.replace("JX99-05-01-01", "JX98-05-01-01")], "不以职业编码“JX99-05-01”开头"),
        ([HEADER, SOUND.replace("数控车工", "")], "第 2 行：有工种编码而无工种名称"),
        ([HEADER, SOUND.replace(",车工,", ",,")], "第 2 行：缺少职业名称"),
        ([HEADER, SOUND[:-1]], "第 2 行的列数不对"),
        ([HEADER, SOUND, SOUND], "JX99-05-01-01 数控车工 出现了两次"),
        ([HEADER, SOUND, SOUND.replace(",车工,", ",钳工,").replace("01-01,", "01-02,")], "前后不一致"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_fault(tmp_path: Path, lines: list[str], fault: str) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BlockedError, match=fault):
        read_rows(file)


@pytest.mark.django_db
def test_a_bad_file_leaves_the_catalogue_as_it_was(tmp_path: Path) -> None:
    load(TURNING)
    file = tmp_path / "catalogue.csv"
    file.write_text(
        f"{HEADER}\n{SOUND.replace('54321', '5')}\n{SOUND.replace('54321', '9')}\n", encoding="utf-8"
    )
    with pytest.raises(CommandError, match="没有任何改动"):
        call_command("load_catalogue", file=file)
    assert Trade.objects.get().levels == "54321"


def test_a_missing_file_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("load_catalogue", file=tmp_path / "absent.csv")


def test_a_file_saved_by_a_spreadsheet_program_is_read(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text(f"{HEADER}\r\n{SOUND}\r\n", encoding="utf-8-sig")
    assert [row.trade_name for row in read_rows(file)] == ["数控车工"]
