"""Blueprints: what is refused, whose they are, and what history tells."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ostami.problems import BlockedError
from question_bank.blueprint_facts import facts_of
from question_bank.blueprint_rules import warnings_of
from question_bank.composing import compose
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import Blueprint, BlueprintRow, ItemStatus
from question_bank.selectors.blueprints import holdings_of, pool_of, recipe_of
from question_bank.services.blueprints import change_blueprint, delete_blueprint, make_blueprint
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories.blueprints import blueprint, facts, kind_row
from tests.factories.questions import question
from workflow.audit import history_of


def _told(blocked: pytest.ExceptionInfo[BlockedError]) -> list[str]:
    return [problem.text for problem in blocked.value.problems]


def test_a_blueprint_says_what_was_typed_in_that_order(writer: User, turning: Trade) -> None:
    told = facts(turning, difficulty={5: 20, 1: 30, 3: 50}, quotas={"切削用量": 4, "刀具": 2})
    made = make_blueprint(facts=told, actor=writer)
    assert facts_of(Blueprint.objects.get(pk=made.pk)) == told
    assert made.owner == writer.organisation
    assert (told.questions, told.total) == (60, Decimal(100))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rows": ()}, "组卷方案至少要有一种题型"),
    ({"rows": (kind_row(), kind_row())}, "单选题填写了 2 行"),
    ({"rows": (kind_row(count=0),)}, "单选题的题数为 0"),
    ({"rows": (kind_row(count=201),)}, "单选题的题数为 201"),
    ({"rows": (kind_row(points="0"),)}, "单选题的每题分值为 0 分"),
    ({"rows": (kind_row(points="1.3"),)}, "单选题的每题分值为 1.3 分"),
    ({"rows": (kind_row(points="100.5"),)}, "单选题的每题分值为 100.5 分"),
    ({"difficulty": {1: 50, 3: 49}}, "难度比例合计为 99%"),
    ({"difficulty": {1: 150, 3: -50}}, "难度比例有负数"),
    ({"difficulty": {6: 100}}, "没有难度“6”"),
    ({"quotas": {"刀具": 61}}, "各知识点要求的题数合计 61 题，超过试卷的 60 题"),
    ({"quotas": {"刀具": 0}}, "知识点题数不正确"),
]


@pytest.mark.parametrize(("changed", "sentence"), WRONG, ids=[sentence for _, sentence in WRONG])
def test_what_no_paper_could_follow_is_refused_with_its_reason(
    writer: User, turning: Trade, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BlockedError) as blocked:
        make_blueprint(facts=facts(turning, **changed), actor=writer)
    assert _told(blocked) == [sentence]
    assert not Blueprint.objects.exists()


def test_a_trade_and_level_out_of_the_stations_scope_are_refused(writer: User, turning: Trade) -> None:
    with pytest.raises(BlockedError) as blocked:
        blueprint(writer, turning, level=2)
    assert [problem.field for problem in blocked.value.problems] == ["level"]


def test_a_name_is_taken_once_for_a_trade_and_level(writer: User, turning: Trade) -> None:
    blueprint(writer, turning)
    with pytest.raises(BlockedError) as blocked:
        blueprint(writer, turning)
    assert _told(blocked) == ["该工种、等级已有同名的组卷方案"]
    blueprint(writer, turning, level=5)
    blueprint(writer, turning, name="另一方案")


def test_a_total_other_than_100_is_only_a_warning(turning: Trade) -> None:
    assert list(warnings_of(facts(turning))) == []
    (warning,) = warnings_of(facts(turning, rows=(kind_row(count=49),)))
    assert warning.startswith("总分为 98 分，不是 100 分。")


def test_a_change_replaces_the_rows_and_tells_only_what_changed(writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    told = facts(turning, minutes=120, rows=(kind_row(QuestionKind.ESSAY, 4, "25"),))
    changed = change_blueprint(blueprint=made, facts=told, actor=writer)
    assert facts_of(changed) == told
    event = history_of(made).latest("pk")
    assert event.sentence == "修改了组卷方案"
    assert event.changes == {
        "考试时间": ["90 分钟", "120 分钟"],
        "题型": ["单选题 20 题×2 分；判断题 40 题×1.5 分", "论述题 4 题×25 分"],
    }


def test_saving_what_stands_already_leaves_no_line(writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    change_blueprint(blueprint=made, facts=facts(turning), actor=writer)
    assert history_of(made).count() == 1


def test_a_refused_change_leaves_all_as_it_was(writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    with pytest.raises(BlockedError):
        change_blueprint(blueprint=made, facts=facts(turning, minutes=120, rows=()), actor=writer)
    assert facts_of(Blueprint.objects.get(pk=made.pk)) == facts(turning)


def test_a_scope_that_was_withdrawn_keeps_its_blueprint_but_takes_no_other(
    writer: User, turning: Trade, station: Station
) -> None:
    made = blueprint(writer, turning)
    station.grants.update(levels="5")
    assert change_blueprint(blueprint=made, facts=facts(turning, minutes=60), actor=writer).minutes == 60
    with pytest.raises(BlockedError):
        blueprint(writer, turning, name="新方案")


def test_only_the_owner_changes_or_deletes(writer: User, turning: Trade, management_user: User) -> None:
    made = blueprint(writer, turning)
    with pytest.raises(BlockedError) as changing:
        change_blueprint(blueprint=made, facts=facts(turning, minutes=60), actor=management_user)
    with pytest.raises(BlockedError) as deleting:
        delete_blueprint(blueprint=made, actor=management_user)
    assert _told(changing) == _told(deleting) == ["这是其他机构的组卷方案，只能查看和复制"]


def test_management_and_the_centre_make_blueprints_for_any_trade(
    management_user: User, centre_user: User, turning: Trade
) -> None:
    for actor in (management_user, centre_user):
        assert blueprint(actor, turning, level=1).owner == actor.organisation


def test_deleting_takes_the_rows_along_and_is_told(writer: User, turning: Trade) -> None:
    made = blueprint(writer, turning)
    delete_blueprint(blueprint=made, actor=writer)
    assert not Blueprint.objects.exists()
    assert not BlueprintRow.objects.exists()
    assert [event.sentence for event in history_of(made)] == ["新建了组卷方案", "删除了组卷方案"]


def test_a_bank_lends_only_active_exam_questions_of_the_owner_trade_and_level(
    writer: User, turning: Trade, station: Station, other_station: Station
) -> None:
    made = blueprint(writer, turning)
    mine = question(station.organisation, turning)
    question(station.organisation, turning, pool=Pool.PRACTICE)
    question(station.organisation, turning, level=5)
    question(station.organisation, turning, status=ItemStatus.SUBMITTED)
    question(other_station.organisation, turning)
    assert [item.id for item in pool_of(made)] == [mine.pk]


def test_of_two_questions_that_say_the_same_only_the_older_is_lent(
    writer: User, turning: Trade, station: Station
) -> None:
    made = blueprint(writer, turning)
    older = question(station.organisation, turning)
    question(station.organisation, turning, words=older.content)
    assert [item.id for item in pool_of(made)] == [older.pk]


def test_what_the_bank_lacks_is_counted_by_kind_difficulty_and_point(
    writer: User, turning: Trade, station: Station
) -> None:
    told = facts(turning, rows=(kind_row(count=4),), difficulty={1: 50, 3: 50}, quotas={"刀具": 2})
    made = make_blueprint(facts=told, actor=writer)
    for point in ("刀具", "量具", "量具"):
        question(station.organisation, turning, difficulty=1, knowledge_point=point)
    question(station.organisation, turning, kind=QuestionKind.ESSAY, knowledge_point="刀具")
    found = holdings_of(told, pool_of(made))
    assert [(one.label, one.wanted, one.held, one.lacking) for one in found.kinds] == [("单选题", 4, 3, 1)]
    assert [(one.wanted, one.held) for one in found.difficulty] == [(2, 3), (0, 0), (2, 0), (0, 0), (0, 0)]
    assert [(one.label, one.lacking) for one in found.knowledge] == [("刀具", 1)]
    assert found.lacking
    drawn = compose(pool_of(made), recipe_of(told), seed="1")
    assert drawn.unmet[:2] == ("单选题缺 1 题", "知识点“刀具”要求 2 题，只能满足 1 题")


def test_a_pool_is_read_in_one_query(writer: User, turning: Trade, station: Station) -> None:
    made = blueprint(writer, turning)
    for _ in range(3):
        question(station.organisation, turning)
    with CaptureQueriesContext(connection) as queries:
        pool_of(made)
    assert len(queries) == 1
