from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from ostami.problems import BlockedError
from scope_catalog.loading import LoadReport, load_catalogue
from scope_catalog.models import Occupation, Trade
from scope_catalog.rows import CatalogueRow
from scope_catalog.selectors import trade_by_code
from scope_catalog.services import correct_name
from tests.factories.catalog import TradeFactory
from workflow.audit import history_of

TODAY = date(2026, 6, 1)
SOURCE = "指导中心 2026 年核对通知"


def correct(trade: Trade, name: str, actor: User, *, seen: str = "") -> Trade:
    return correct_name(
        trade=trade, name=name, seen=seen or trade.name, reason=SOURCE, actor=actor, today=TODAY
    )


def test_a_corrected_name_survives_the_next_load(
    catalogue: LoadReport, guide_rows: list[CatalogueRow], management_user: User
) -> None:
    correct(trade_by_code("JX04-05-07-01"), "数控机床加工生产线操作工", management_user)
    assert load_catalogue(rows=guide_rows, today=TODAY) == LoadReport(0, 0, 477, 0)
    trade = trade_by_code("JX04-05-07-01")
    assert (trade.name, trade.source_name) == ("数控机床加工生产线操作工", "数控机床加生产线操作工")
    assert (trade.corrected_on, trade.corrected_by) == (TODAY, management_user)
    assert not trade.doubtful
    assert Trade.objects.search("skjcjgscx").get() == trade


def test_a_correction_leaves_a_line_with_both_names_and_the_reason(
    catalogue: LoadReport, management_user: User
) -> None:
    trade = correct(trade_by_code("JX04-01-01-08"), " 盲文 制版员 ", management_user)
    event = history_of(trade).get()
    assert (event.sentence, event.actor, event.reason) == ("更正了名称", management_user, SOURCE)
    assert event.changes == {"名称": ["盲版制版员", "盲文制版员"]}


def test_a_doubtful_name_can_be_confirmed_as_it_stands(catalogue: LoadReport, management_user: User) -> None:
    trade = correct(trade_by_code("JX04-01-03-01"), "装订工", management_user)
    assert (trade.name, trade.doubtful) == ("装订工", False)
    assert history_of(trade).get().sentence == "核对名称无误"


def test_a_name_with_a_machine_sorts_the_trade_anew(management_user: User, db: None) -> None:
    trade = correct(TradeFactory.create(name="推土机操作工"), "土方机械操作工（推土机）", management_user)
    assert (trade.name, trade.machine_category, trade.machine) == (
        "土方机械操作工(推土机)",
        "earthmoving",
        "推土机",
    )


def test_an_occupation_without_trades_takes_the_name_of_its_trade(
    catalogue: LoadReport, guide_rows: list[CatalogueRow], management_user: User
) -> None:
    correct(trade_by_code("JX04-05-11"), "铆接工", management_user)
    assert Occupation.objects.get(code="JX04-05-11").name == "铆接工"
    assert load_catalogue(rows=guide_rows, today=TODAY) == LoadReport(0, 0, 477, 0)
    assert trade_by_code("JX04-05-11").code_and_name == "JX04-05-11 铆接工"


def test_a_trade_without_code_is_still_known_after_its_correction(
    catalogue: LoadReport, guide_rows: list[CatalogueRow], management_user: User
) -> None:
    correct(trade_by_code("6-18-01-08", name="电火花成形机床操作工"), "电火花成型机床操作工", management_user)
    assert load_catalogue(rows=guide_rows, today=TODAY) == LoadReport(0, 0, 477, 0)


def test_two_people_do_not_overwrite_each_other(catalogue: LoadReport, management_user: User) -> None:
    trade = trade_by_code("JX04-05-07-01")
    correct(trade, "数控机床加工生产线操作工", management_user)
    with pytest.raises(BlockedError, match="名称已由他人更正为“数控机床加工生产线操作工”"):
        correct(trade, "数控机床生产线操作工", management_user, seen="数控机床加生产线操作工")
    assert history_of(trade).count() == 1


def test_the_same_name_again_is_no_correction(catalogue: LoadReport, management_user: User) -> None:
    trade = trade_by_code("JX04-05-01-01")
    with pytest.raises(BlockedError, match="新名称与现名称相同"):
        correct(trade, "数控车工", management_user)
    assert not history_of(trade).exists()


def test_a_name_that_its_occupation_has_already_is_refused(
    catalogue: LoadReport, management_user: User
) -> None:
    with pytest.raises(BlockedError, match="JX04-05-01 车工中已有工种“普通车工”"):
        correct(trade_by_code("JX04-05-01-01"), "普通车工", management_user)


def test_the_database_refuses_a_correction_that_nobody_signed(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TradeFactory.create(corrected_on=TODAY)
