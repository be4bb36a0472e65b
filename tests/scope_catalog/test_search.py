from datetime import date

import pytest

from scope_catalog.models import Trade
from scope_catalog.selectors import trade_by_code, trades_for_choice
from tests.factories.catalog import OccupationFactory, TradeFactory

LATHE = {"数控车工", "普通车工"}


def names(text: str) -> set[str]:
    return {trade.name for trade in Trade.objects.search(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("数控车工", {"数控车工"}),
        ("数控 车工", {"数控车工"}),
        ("　数控车工　", {"数控车工"}),
        ("skcg", {"数控车工"}),
        ("SKCG", {"数控车工"}),
        ("ｓｋｃｇ", {"数控车工"}),
        ("skjg", {"数控车工", "数控激光切割机操作工"}),
        ("JX04-05-01", LATHE),
        ("jx04-05-01", LATHE),
        ("ＪＸ０４－０５－０１", LATHE),
        ("JX04—05—01", LATHE),
        ("JX04-05-01-02", {"普通车工"}),
        ("铆工", {"铆工"}),
        ("jx04-05-11", {"铆工"}),
        ("弹簧工", {"弹簧制作工", "特种弹簧制作工", "弹簧检查工"}),
        ("6-18-01-08", {"电火花成形机床操作工", "电火花线切割机床操作工"}),
        ("3d打印", {"增材制造(3D打印)技术应用师"}),
        ("（叉车）", {"工业车辆装配调试工(叉车)", "工业车辆操作工(叉车)", "工业车辆维修工(叉车)"}),
        ("没有这个工种", set()),
        ("%", set()),
        ("_", set()),
    ],
)  # fmt: skip
def test_a_word_finds_names_codes_and_initials(catalogue: object, text: str, found: set[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_no_word_finds_everything(catalogue: object, text: str) -> None:
    assert Trade.objects.search(text).count() == 477


def test_trades_stand_in_the_guides_order(catalogue: object) -> None:
    machines = Trade.objects.filter(occupation__code="JX05-03-01").in_order()
    assert [trade.sequence for trade in machines] == list(range(311, 337))
    assert [trade.code_and_name for trade in Trade.objects.in_order()[:2]] == [
        "JX02-01-05-01 模具设计师",
        "JX02-07-01 工业工程技术人员",
    ]


@pytest.mark.django_db
def test_a_retired_trade_can_be_chosen_until_its_day() -> None:
    weaving = TradeFactory.create(retired_on=date(2026, 5, 1))
    assert list(trades_for_choice(on=date(2026, 4, 30))) == [weaving]
    assert not trades_for_choice(on=date(2026, 5, 1)).exists()
    assert weaving.is_live(date(2026, 4, 30))
    assert not weaving.is_live(date(2026, 5, 1))


@pytest.mark.django_db
def test_choices_are_narrowed_by_scheme_and_level() -> None:
    high = TradeFactory.create(levels="21")
    low = TradeFactory.create(levels="54")
    national = TradeFactory.create(
        occupation=OccupationFactory.create(scheme="skill_level", category=""), code="", levels="54321"
    )
    today = date(2026, 6, 1)
    assert set(trades_for_choice(on=today, scheme="ability")) == {high, low}
    assert set(trades_for_choice(on=today, level=5)) == {low, national}
    assert set(trades_for_choice(on=today, scheme="ability", level=1)) == {high}


@pytest.mark.parametrize(
    ("code", "name", "found"),
    [
        ("JX04-05-01-01", "", "JX04-05-01-01 数控车工"),
        ("JX04-05-11", "", "JX04-05-11 铆工"),
        ("6-18-01-08", "电火花线切割机床操作工", "6-18-01-08 电火花线切割机床操作工"),
        ("4-08-05-05", "", "4-08-05-05 机动车检测工"),
    ],
)
def test_one_trade_is_found_by_its_code(catalogue: object, code: str, name: str, found: str) -> None:
    assert trade_by_code(code, name=name).code_and_name == found


def test_a_code_that_stands_for_several_trades_needs_the_name(catalogue: object) -> None:
    with pytest.raises(Trade.MultipleObjectsReturned):
        trade_by_code("6-18-01-08")
    with pytest.raises(Trade.DoesNotExist):
        trade_by_code("JX04-05-01")
