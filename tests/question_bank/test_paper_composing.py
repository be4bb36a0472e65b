"""Papers drawn from the bank: by the blueprint, fairly, and nothing that the last papers asked."""

from collections import Counter
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.http import Http404

from accounts.models import User
from documents.file_rows import stored_together
from ostami import clock
from ostami.problems import BlockedError
from question_bank.composing import Recipe, compose
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import (
    Blueprint,
    ItemStatus,
    Paper,
    PaperQuestion,
    PaperStatus,
    Question,
    QuestionPicture,
)
from question_bank.paper_kinds import PaperKind, PaperSource
from question_bank.papers.drawn import still_unmet
from question_bank.papers.laid_out import laid_out
from question_bank.practice import drawable_questions
from question_bank.selectors.blueprints import pool_of
from question_bank.services.papers import compose_paper, discard_paper, mark_used, paper_of_task
from question_bank.services.versions import discard_draft, new_version
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam, papers, questions, stations, tasks
from workflow.audit import history_of
from workflow.lifecycle import perform

SINGLES = {QuestionKind.SINGLE: 2}


def composed(plan: Blueprint, actor: User, **facts: object) -> Paper:
    return compose_paper(blueprint=plan, actor=actor, at=clock.now(), **facts)  # type: ignore[arg-type]


def keys(paper: Paper) -> set[int]:
    return set(paper.questions.values_list("question", flat=True))


@pytest.fixture
def plan(station: Station, turning: Trade, writer: User) -> Blueprint:
    """Two single-choice questions of a bank that has nine."""
    papers.bank(station.organisation, turning, counts={QuestionKind.SINGLE: 9})
    return papers.blueprint(writer, turning, counts=SINGLES)


@pytest.mark.parametrize("status", list(papers.WAYS))
def test_papers_reach_every_state(station: Station, turning: Trade, status: PaperStatus) -> None:
    theory = papers.composed_paper(station.organisation, turning, status=status)
    practical = papers.task_paper(station.organisation, turning, status=status)
    assert (theory.kind, practical.kind) == (PaperKind.THEORY, PaperKind.PRACTICAL)
    assert theory.status == practical.status == status


def test_a_paper_has_what_the_blueprint_asks_for(station: Station, turning: Trade, writer: User) -> None:
    papers.bank(station.organisation, turning)
    mix, quotas = {1: 40, 3: 60}, {"刀具": 3, "量具": 2}
    plan = papers.blueprint(
        writer, turning, counts={QuestionKind.SINGLE: 3, QuestionKind.ESSAY: 2}, difficulty=mix, quotas=quotas
    )
    for number in range(12):
        made = composed(plan, writer, seed=f"{number}")
        rows = made.questions.select_related("question")
        assert [row.place for row in rows] == [1, 2, 3, 4, 5]
        assert [row.question.kind for row in rows] == ["single"] * 3 + ["essay"] * 2
        assert {row.points for row in rows} == {Decimal(5)}
        points = Counter(row.question.knowledge_point for row in rows)
        assert points["刀具"] >= 3
        assert points["量具"] >= 2
        assert list(still_unmet(made)) == made.drawn["unmet"]
        discard_paper(paper=made, actor=writer, at=clock.now())


def test_every_question_of_a_bank_gets_on_papers_equally_often(plan: Blueprint, writer: User) -> None:
    """Four hundred papers of two out of nine; chi-square with 8 degrees of freedom, 0.05 % each side."""
    seen = Counter[int]()
    for number in range(400):
        made = composed(plan, writer, seed=f"{number}")
        assert len(keys(made)) == 2
        seen.update(keys(made))
        discard_paper(paper=made, actor=writer, at=clock.now())
    share = 2 / 9
    spread = sum((count - 400 * share) ** 2 for count in seen.values()) / (400 * share)
    assert len(seen) == 9
    assert 0.7 < spread / (1 - share) * 8 / 9 < 27.9


def test_a_draw_can_be_repeated_by_what_is_kept_with_the_paper(plan: Blueprint, writer: User) -> None:
    first, second = composed(plan, writer), composed(plan, writer)
    told = second.drawn
    assert len(told["seed"]) == 16
    assert set(told["excluded"]) == keys(first)
    recipe = Recipe(counts=told["recipe"]["counts"])
    again = compose(pool_of(plan), recipe, seed=told["seed"], excluded=told["excluded"])
    assert again.ids == tuple(second.questions.values_list("question", flat=True))
    assert told["words"]["题型"] == "单选题 2 题×5 分"


def test_what_the_last_papers_asked_is_not_asked_again(plan: Blueprint, writer: User) -> None:
    """Three papers of two questions leave three of nine; a fourth may not ask what the three before did."""
    first, second, third, fourth = [composed(plan, writer) for _ in range(4)]
    assert not keys(first) & keys(second)
    assert not (keys(first) | keys(second)) & keys(third)
    assert not (keys(first) | keys(second) | keys(third)) & keys(fourth)
    assert len(keys(fourth)) == 2


def test_the_fourth_paper_back_is_far_enough(
    station: Station, turning: Trade, writer: User, settings: LazySettings
) -> None:
    settings.PAPER_LOOKBACK = 2
    papers.bank(station.organisation, turning, counts={QuestionKind.SINGLE: 6})
    plan = papers.blueprint(writer, turning, counts=SINGLES)
    first, second, third = [composed(plan, writer) for _ in range(3)]
    assert keys(composed(plan, writer)) == keys(first)
    assert keys(composed(plan, writer)) == keys(second)
    settings.PAPER_LOOKBACK = 0
    assert set(composed(plan, writer).drawn["excluded"]) == set()
    assert keys(third)


def test_a_withdrawn_paper_and_those_of_other_levels_and_banks_hold_nothing_back(
    plan: Blueprint, station: Station, other_station: Station, turning: Trade, writer: User, checker: User
) -> None:
    made = composed(plan, writer)
    papers.moved(made, PaperStatus.WITHDRAWN, author=writer, checker=checker)
    exam.scope(other_station, turning)
    papers.composed_paper(other_station.organisation, turning)
    papers.composed_paper(station.organisation, turning, level=3)
    assert composed(plan, writer).drawn["excluded"] == []


def test_a_newer_version_and_a_twin_of_what_was_asked_are_held_back(
    station: Station, turning: Trade, writer: User, checker: User
) -> None:
    old = questions.question(station.organisation, turning)
    plan = papers.blueprint(writer, turning, counts={QuestionKind.SINGLE: 1})
    composed(plan, writer)
    newer = new_version(question=old, actor=writer, at=clock.now())
    perform(perform(newer, "submit", actor=writer), "approve", actor=checker)
    questions.question(station.organisation, turning, words=old.content)
    with pytest.raises(BlockedError, match="都在最近 3 份试卷中用过"):
        composed(plan, writer)


def test_what_the_bank_cannot_give_is_told(station: Station, turning: Trade, writer: User) -> None:
    papers.bank(station.organisation, turning, counts={QuestionKind.SINGLE: 3})
    plan = papers.blueprint(writer, turning, counts=SINGLES)
    assert composed(plan, writer).drawn["unmet"] == []
    short = composed(plan, writer)
    assert short.drawn["unmet"] == ["单选题缺 1 题", "最近 3 份试卷用过的 2 题没有参与抽取"]
    assert list(still_unmet(short)) == ["单选题缺 1 题"]


def test_an_empty_bank_composes_nothing(station: Station, turning: Trade, writer: User) -> None:
    questions.question(station.organisation, turning, pool=Pool.PRACTICE)
    questions.question(station.organisation, turning, status=ItemStatus.SUBMITTED)
    with pytest.raises(BlockedError, match="考试题库中没有这个组卷方案可用的试题"):
        composed(papers.blueprint(writer, turning), writer)
    assert not Paper.objects.exists()


def test_others_cannot_compose_by_a_stations_blueprint(
    plan: Blueprint, other_station_user: User, management_user: User
) -> None:
    with pytest.raises(BlockedError, match="其他机构的组卷方案"):
        composed(plan, management_user)
    with pytest.raises(Http404):
        composed(plan, other_station_user)


def test_a_trade_that_was_taken_out_of_scope_is_composed_no_more(plan: Blueprint, writer: User) -> None:
    plan.level = 5
    plan.save()
    plan.owner.station.grants.update(levels="43")
    with pytest.raises(BlockedError, match="评价范围不含"):
        composed(plan, writer)


def test_both_versions_ask_the_same_for_the_same_points(station: Station, turning: Trade) -> None:
    paper = papers.composed_paper(station.organisation, turning)
    first, second = laid_out(paper, "A"), laid_out(paper, "B")
    assert [one.kind for one in first.sections] == [one.kind for one in second.sections]
    for here, there in zip(first.sections, second.sections, strict=True):
        stems, others = [[item.content.stem for item in part.questions] for part in (here, there)]
        assert sorted(stems) == sorted(others)
        assert len(stems) == 1 or stems != others
        assert (here.total, here.points_each) == (there.total, Decimal(5))
    for version in (first, second):
        numbers = [item.number for section in version.sections for item in section.questions]
        assert numbers == list(range(1, len(numbers) + 1))
    assert first.total == second.total == 65
    order = [row.question.content.stem for row in paper.questions.select_related("question")]
    assert order == [item.content.stem for section in first.sections for item in section.questions]


def test_right_answers_stay_right_in_both_versions(station: Station, turning: Trade) -> None:
    paper = papers.composed_paper(station.organisation, turning)
    for version in "AB":
        for section in laid_out(paper, version).sections:
            for item in section.questions:
                if section.kind == QuestionKind.SINGLE:
                    assert item.content.options["ABCD".index(item.content.answer[0])] == "甲"


def test_pictures_come_with_their_question(station: Station, turning: Trade, writer: User) -> None:
    paper = papers.composed_paper(station.organisation, turning)
    row = paper.questions.first()
    assert row is not None
    picture = QuestionPicture(question=row.question, content_type="image/jpeg")
    with stored_together() as files:
        files.store(picture, stations.small_picture(), suffix=".jpg")
    item = laid_out(paper, "A").sections[0].questions[0]
    assert item.pictures == (stations.small_picture(),)


def test_only_an_active_task_of_the_own_bank_makes_a_paper(
    turning: Trade, writer: User, checker: User, management_user: User, other_station_user: User
) -> None:
    waiting = tasks.task(writer, turning)
    with pytest.raises(BlockedError, match="不能组卷"):
        paper_of_task(task=waiting, actor=writer, at=clock.now())
    task = tasks.task(writer, turning, checker=checker)
    with pytest.raises(BlockedError, match="其他机构的实操试题"):
        paper_of_task(task=task, actor=management_user, at=clock.now())
    with pytest.raises(Http404):
        paper_of_task(task=task, actor=other_station_user, at=clock.now())
    made = paper_of_task(task=task, actor=writer, at=clock.now())
    assert (made.source, made.task, made.minutes, made.versions) == (PaperSource.TASK, task, task.minutes, 1)


def test_first_use_is_noted_once(station: Station, turning: Trade) -> None:
    theory = papers.composed_paper(station.organisation, turning)
    practical = papers.task_paper(station.organisation, turning)
    first = clock.now()
    for paper in (theory, practical):
        mark_used(paper, first)
        mark_used(paper, first.replace(hour=20))
    used = Question.objects.exclude(used_at=None)
    assert set(used.values_list("pk", flat=True)) == keys(theory)
    assert {row.used_at for row in used} == {first}
    practical.task.refresh_from_db()  # type: ignore[union-attr]  # it has one
    assert practical.task.used_at == first  # type: ignore[union-attr]


def test_what_stood_on_a_paper_never_becomes_a_practice_question(
    plan: Blueprint, station: Station, turning: Trade, writer: User, checker: User
) -> None:
    asked = Question.objects.get(pk=min(keys(composed(plan, writer))))
    free = Question.objects.filter(papers=None).first()
    assert free is not None
    for row in (asked, free):
        perform(row, "retire", actor=checker, reason="练习用的原因")
    for row, refused in ((asked, True), (free, False)):
        draft = questions.question(
            station.organisation, turning, pool=Pool.PRACTICE, words=row.content, status=ItemStatus.DRAFT
        )
        if refused:
            with pytest.raises(BlockedError, match="另一题库中有相同的试题"):
                perform(draft, "submit", actor=writer)
        else:
            perform(draft, "submit", actor=writer)
        active = questions.question(station.organisation, turning, pool=Pool.PRACTICE, words=row.content)
        assert drawable_questions().filter(pk=active.pk).exists() is not refused


def test_a_question_that_a_paper_asks_is_not_deleted(
    station: Station, turning: Trade, writer: User, checker: User
) -> None:
    """Such as one that came with a paper's workbook and was returned by itself."""
    paper = papers.composed_paper(station.organisation, turning)
    row = questions.question(station.organisation, turning, status=ItemStatus.RETURNED, written_by=writer)
    PaperQuestion.objects.create(paper=paper, question=row, place=99, points=1)
    with pytest.raises(BlockedError, match=f"{paper}中有这道题"):
        discard_draft(question=row, actor=writer, at=clock.now())


def test_a_discarded_draft_leaves_its_questions_and_its_line(
    plan: Blueprint, writer: User, checker: User
) -> None:
    made = composed(plan, writer)
    lines = [event.sentence for event in history_of(made)]
    assert lines == ["按组卷方案组成了试卷，共 2 题"]
    with pytest.raises(BlockedError, match="请由其本人修改"):
        discard_paper(paper=made, actor=checker, at=clock.now())
    discard_paper(paper=made, actor=writer, at=clock.now())
    assert not Paper.objects.exists()
    assert Question.objects.count() == 9
    sealed = papers.moved(composed(plan, writer), PaperStatus.CHECKED, author=writer, checker=checker)
    with pytest.raises(BlockedError, match="不能修改"):
        discard_paper(paper=sealed, actor=writer, at=clock.now())
