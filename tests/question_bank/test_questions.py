"""Writing questions, checking them by a second person, and replacing them."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.kinds import Difficulty, Pool, QuestionKind
from question_bank.models import ItemStatus, Question
from question_bank.services.questions import change_question, make_question
from question_bank.services.versions import discard_draft, new_version
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import questions
from tests.factories.catalog import TradeFactory
from workflow.audit import history_of
from workflow.lifecycle import StaleError, perform


def facts(trade: Trade, **other: Any) -> dict[str, Any]:
    return {
        "pool": Pool.EXAM,
        "trade": trade,
        "level": Level.FOUR,
        "knowledge_point": "切削用量",
        "difficulty": Difficulty.MEDIUM,
        "points": Decimal("1.5"),
        "content": questions.content(),
        **other,
    }


def written(actor: User, trade: Trade, **other: Any) -> Question:
    return make_question(kind=QuestionKind.SINGLE, actor=actor, at=clock.now(), **facts(trade, **other))


def changed(question: Question, actor: User, **other: Any) -> Question:
    return change_question(question=question, actor=actor, at=clock.now(), **facts(question.trade, **other))


def active(question: Question, writer: User, checker: User) -> Question:
    return perform(perform(question, "submit", actor=writer), "approve", actor=checker)


def sentences(question: Question) -> list[str]:
    return [event.sentence for event in history_of(question)]


def test_a_question_is_written_into_the_bank_of_its_writer(writer: User, turning: Trade) -> None:
    content = questions.content()
    made = written(writer, turning, content=content)
    assert (made.owner, made.written_by, made.status) == (writer.organisation, writer, ItemStatus.DRAFT)
    assert Question.objects.get().content == content
    assert sentences(made) == ["编写了理论试题"]


def test_a_station_writes_within_its_scope(writer: User, turning: Trade) -> None:
    with pytest.raises(BlockedError, match="本站的评价范围不含数控车工二级/技师"):
        written(writer, turning, level=Level.TWO)
    with pytest.raises(BlockedError, match="评价范围不含"):
        written(writer, TradeFactory.create())
    assert not Question.objects.exists()


def test_management_writes_for_any_trade_at_the_levels_that_it_has(management_user: User) -> None:
    trade = TradeFactory.create(levels="543")
    assert written(management_user, trade).owner == management_user.organisation
    with pytest.raises(BlockedError, match="没有二级/技师"):
        written(management_user, trade, level=Level.TWO)


@pytest.mark.parametrize("points", ["0", "100.5", "1.2"])
def test_points_go_by_halves_up_to_a_hundred(writer: User, turning: Trade, points: str) -> None:
    with pytest.raises(BlockedError, match="分值须在"):
        written(writer, turning, points=Decimal(points))


def test_a_change_is_told_without_the_questions_words(writer: User, turning: Trade) -> None:
    made = written(writer, turning)
    changed(made, writer, points=Decimal(3), content=questions.content(stem="绝密的新题干"))
    event = history_of(made).get(action="change")
    assert event.sentence == "修改了理论试题（题干）"
    assert event.changes == {"points": ["1.5", "3"]}


def test_only_its_writer_changes_a_draft(writer: User, checker: User, turning: Trade) -> None:
    made = written(writer, turning)
    with pytest.raises(BlockedError, match="请由其本人修改"):
        changed(made, checker)


def test_who_takes_over_from_a_closed_login_becomes_the_writer(
    writer: User, checker: User, turning: Trade
) -> None:
    made = written(writer, turning)
    writer.is_active = False
    writer.save()
    assert changed(made, checker).written_by == checker
    with pytest.raises(BlockedError, match="出题人以外的人"):
        active(made, checker, checker)


def test_a_question_that_was_handed_in_is_not_changed(writer: User, turning: Trade) -> None:
    made = perform(written(writer, turning), "submit", actor=writer)
    with pytest.raises(BlockedError, match="当前状态为“待复核”，不能修改"):
        changed(made, writer)
    with pytest.raises(BlockedError, match="不能修改"):
        discard_draft(question=made, actor=writer, at=clock.now())


def test_a_question_is_checked_by_a_second_person(writer: User, checker: User, turning: Trade) -> None:
    made = perform(written(writer, turning), "submit", actor=writer)
    for move in ("approve", "return"):
        with pytest.raises(BlockedError, match="试题须由出题人以外的人复核"):
            perform(made, move, actor=writer, reason="答案有误")
    assert perform(made, "approve", actor=checker).status == ItemStatus.ACTIVE


def test_a_returned_question_is_mended_and_handed_in_again(
    writer: User, checker: User, turning: Trade
) -> None:
    made = perform(written(writer, turning), "submit", actor=writer)
    made = perform(made, "return", actor=checker, reason="选项过于相近")
    with pytest.raises(BlockedError, match="请由其本人提交"):
        perform(made, "submit", actor=checker)
    assert active(changed(made, writer), writer, checker).status == ItemStatus.ACTIVE


def test_another_station_knows_nothing_of_a_question(
    writer: User, other_station_user: User, turning: Trade
) -> None:
    made = written(writer, turning)
    with pytest.raises(Http404):
        changed(made, other_station_user)
    with pytest.raises(Http404):
        new_version(question=made, actor=other_station_user, at=clock.now())


def test_management_sees_a_stations_question_and_leaves_it_alone(
    writer: User, management_user: User, turning: Trade
) -> None:
    made = perform(written(writer, turning), "submit", actor=writer)
    assert made in Question.objects.visible_to(management_user)
    with pytest.raises(BlockedError, match="这是其他机构的试题"):
        perform(made, "approve", actor=management_user)


def test_a_used_question_is_superseded_never_changed(
    writer: User, checker: User, station: Station, turning: Trade
) -> None:
    old = questions.question(station.organisation, turning, used_at=clock.now(), written_by=writer)
    words = old.content
    with pytest.raises(BlockedError, match="不能修改"):
        changed(old, writer)
    new = new_version(question=old, actor=checker, at=clock.now())
    assert (new.version, new.supersedes, new.written_by, new.content) == (2, old, checker, words)
    changed(new, checker, knowledge_point="新知识点", content=questions.content())
    old.refresh_from_db()
    assert old.status == ItemStatus.ACTIVE
    active(new, checker, writer)
    old.refresh_from_db()
    assert (old.status, old.content) == (ItemStatus.RETIRED, words)
    assert history_of(old).get(action="retire").words == "由新版本替代"


def test_a_question_has_one_open_successor(writer: User, station: Station, turning: Trade) -> None:
    old = questions.question(station.organisation, turning)
    draft = new_version(question=old, actor=writer, at=clock.now())
    with pytest.raises(BlockedError, match="的新版本（单选题 "):
        new_version(question=old, actor=writer, at=clock.now())
    discard_draft(question=draft, actor=writer, at=clock.now())
    assert new_version(question=old, actor=writer, at=clock.now()).version == 2


def test_only_an_active_question_gets_a_new_version(writer: User, turning: Trade) -> None:
    with pytest.raises(BlockedError, match="只有已启用的试题才能出新版本"):
        new_version(question=written(writer, turning), actor=writer, at=clock.now())


def test_a_new_version_stays_where_the_old_one_is(writer: User, station: Station, turning: Trade) -> None:
    draft = new_version(
        question=questions.question(station.organisation, turning), actor=writer, at=clock.now()
    )
    with pytest.raises(BlockedError, match="新版本的题库须与原题相同"):
        changed(draft, writer, pool=Pool.PRACTICE)


def test_two_checkers_of_one_question_do_not_both_pass_it(
    writer: User, checker: User, turning: Trade
) -> None:
    made = perform(written(writer, turning), "submit", actor=writer)
    perform(made, "approve", actor=checker)
    with pytest.raises(StaleError):
        perform(made, "approve", actor=checker)
