import pytest
from django.db import IntegrityError, transaction

from scope_catalog.levels import LevelTitles, level_label
from scope_catalog.models import Trade
from tests.factories.catalog import OccupationFactory, TradeFactory


@pytest.mark.parametrize(
    ("level", "usual", "engineering"),
    [
        (5, "五级/初级工", "五级/初级工"),
        (4, "四级/中级工", "四级/中级工"),
        (3, "三级/高级工", "三级/初级"),
        (2, "二级/技师", "二级/中级"),
        (1, "一级/高级技师", "一级/高级"),
    ],
)
def test_titles_follow_the_guides_first_note(level: int, usual: str, engineering: str) -> None:
    lathe_work = OccupationFactory.build()
    engineers = OccupationFactory.build(level_titles=LevelTitles.ENGINEERING)
    assert level_label(level, occupation=lathe_work) == usual
    assert level_label(level, occupation=engineers) == engineering


@pytest.mark.parametrize("level", [0, 6])
def test_there_is_no_other_level(level: int) -> None:
    with pytest.raises(ValueError, match="Level"):
        level_label(level, occupation=OccupationFactory.build())


def test_a_trade_lists_its_levels_lowest_first() -> None:
    trade = TradeFactory.build(levels="432")
    assert trade.level_list == (4, 3, 2)
    assert trade.level_labels == ((4, "四级/中级工"), (3, "三级/高级工"), (2, "二级/技师"))
    assert [level for level in range(1, 6) if trade.has_level(level)] == [2, 3, 4]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "found"), [(5, {"54321", "54"}), (4, {"54321", "54", "432"}), (1, {"54321", "321"})]
)
def test_trades_are_found_by_level(level: int, found: set[str]) -> None:
    for levels in ("54321", "54", "432", "321"):
        TradeFactory.create(levels=levels)
    assert {trade.levels for trade in Trade.objects.with_level(level)} == found


@pytest.mark.django_db
@pytest.mark.parametrize("levels", ["", "12345", "55", "6", "5,4"])
def test_the_database_refuses_levels_out_of_order(levels: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TradeFactory.create(levels=levels)
