"""Papers changed by hand: by their author, while they are open, with questions that may be asked."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import Http404

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Paper, PaperStatus, Question
from question_bank.papers.drawn import still_unmet
from question_bank.selectors.candidates import any_of, bank_of, candidates_for
from question_bank.services.paper_edits import (
    add_questions,
    arrange_paper,
    remove_question,
    replace_question,
)
from question_bank.services.papers import compose_paper, discard_paper
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import papers, questions
from workflow.audit import history_of

SINGLE, ESSAY = QuestionKind.SINGLE, QuestionKind.ESSAY


@pytest.fixture
def paper(station: Station, turning: Trade, writer: User) -> Paper:
    """Three single-choice questions and an essay; the bank holds five and two."""
    papers.bank(station.organisation, turning, counts={SINGLE: 5, ESSAY: 2})
    plan = papers.blueprint(writer, turning, counts={SINGLE: 3, ESSAY: 1})
    return compose_paper(blueprint=plan, actor=writer, at=clock.now())


def asked(paper: Paper) -> list[Question]:
    return [row.question for row in paper.questions.select_related("question")]


def left(paper: Paper, kind: QuestionKind) -> list[Question]:
    """Return what the bank holds beside the paper."""
    return list(bank_of(paper).filter(kind=kind).exclude(papers__paper=paper).order_by("pk"))


def last_line(paper: Paper) -> str:
    event = history_of(paper).order_by("-sequence")[0]
    return f"{event.sentence} {event.changes}"


def swap(paper: Paper, actor: User, *, by: Question | None = None) -> None:
    old = asked(paper)[0]
    new = by or left(paper, SINGLE)[0]
    replace_question(paper=paper, question=old, by=new, actor=actor, at=clock.now())


def more(paper: Paper, actor: User, *chosen: Question) -> None:
    found = chosen or left(paper, SINGLE)[:1]
    add_questions(paper=paper, questions=found, actor=actor, at=clock.now())


def fewer(paper: Paper, actor: User) -> None:
    remove_question(paper=paper, question=asked(paper)[0], actor=actor, at=clock.now())


def points(paper: Paper, actor: User, told: str = "2.5") -> None:
    order = {asked(paper)[0].pk: (1, Decimal(told))}
    arrange_paper(paper=paper, order=order, actor=actor, at=clock.now())


EDITS = (swap, more, fewer, points)


def test_another_question_takes_the_place_and_the_points(paper: Paper, writer: User) -> None:
    old, new = asked(paper)[1], left(paper, SINGLE)[0]
    replace_question(paper=paper, question=old, by=new, actor=writer, at=clock.now())
    assert [row.pk for row in asked(paper)][1] == new.pk
    assert [row.place for row in paper.questions.all()] == [1, 2, 3, 4]
    assert {row.points for row in paper.questions.all()} == {Decimal(5)}
    assert last_line(paper) == f"更换了第 2 题 {{'试题': ['{old}', '{new}']}}"


def test_new_questions_stand_behind_their_kind_with_its_points(paper: Paper, writer: User) -> None:
    new = left(paper, SINGLE)
    more(paper, writer, *new)
    assert [row.kind for row in asked(paper)] == ["single"] * 5 + ["essay"]
    assert [row.pk for row in asked(paper)][3:5] == [row.pk for row in new]
    assert [row.place for row in paper.questions.all()] == [1, 2, 3, 4, 5, 6]
    assert {row.points for row in paper.questions.all()} == {Decimal(5)}
    assert last_line(paper).startswith("添加了 2 题")


def test_a_new_kind_comes_last_with_its_own_points(
    paper: Paper, writer: User, station: Station, turning: Trade
) -> None:
    term = questions.question(station.organisation, turning, kind=QuestionKind.TERM, points=Decimal("7.5"))
    more(paper, writer, term)
    row = paper.questions.last()
    assert row is not None
    assert (row.question, row.place, row.points) == (term, 5, Decimal("7.5"))


def test_what_is_removed_stays_in_the_bank_and_the_rest_is_numbered_anew(paper: Paper, writer: User) -> None:
    gone = asked(paper)[0]
    fewer(paper, writer)
    assert gone not in asked(paper)
    assert [row.place for row in paper.questions.all()] == [1, 2, 3]
    assert Question.objects.filter(pk=gone.pk, status=ItemStatus.ACTIVE).exists()
    assert last_line(paper) == f"移除了第 1 题 {{'试题': ['{gone}', '']}}"
    assert list(still_unmet(paper)) == ["单选题缺 1 题"]


def test_order_and_points_change_and_kinds_stay_together(paper: Paper, writer: User) -> None:
    one, two, three, essay = asked(paper)
    order = {essay.pk: (1, Decimal(40)), three.pk: (2, Decimal(5)), one.pk: (9, Decimal("2.5"))}
    arrange_paper(paper=paper, order=order, actor=writer, at=clock.now())
    assert asked(paper) == [essay, two, three, one]
    assert [row.points for row in paper.questions.all()] == [40, 5, 5, Decimal("2.5")]
    assert paper.points == Decimal("52.5")
    assert f"'{essay}': ['第 4 题，5 分', '第 1 题，40 分']" in last_line(paper)


def test_saving_what_stands_leaves_no_line(paper: Paper, writer: User) -> None:
    before = history_of(paper).count()
    points(paper, writer, "5")
    assert history_of(paper).count() == before


@pytest.mark.parametrize("told", ["0", "-1", "0.3", "100.5"])
def test_points_are_halves_up_to_100(paper: Paper, writer: User, told: str) -> None:
    with pytest.raises(BlockedError, match="第 1 题的分值须在"):
        points(paper, writer, told)


@pytest.mark.parametrize("act", EDITS)
def test_only_the_author_changes_a_paper(
    paper: Paper, checker: User, management_user: User, other_station_user: User, act: Callable[..., None]
) -> None:
    before = list(paper.questions.values_list("question", "place", "points"))
    with pytest.raises(BlockedError, match="请由其本人修改"):
        act(paper, checker)
    with pytest.raises(BlockedError, match="其他机构的试卷"):
        act(paper, management_user)
    with pytest.raises(Http404):
        act(paper, other_station_user)
    assert list(paper.questions.values_list("question", "place", "points")) == before


@pytest.mark.parametrize("act", EDITS)
@pytest.mark.parametrize("status", [PaperStatus.SUBMITTED, PaperStatus.CHECKED, PaperStatus.WITHDRAWN])
def test_a_paper_that_was_handed_in_is_not_changed(
    paper: Paper, writer: User, checker: User, act: Callable[..., None], status: PaperStatus
) -> None:
    papers.moved(paper, status, author=writer, checker=checker)
    with pytest.raises(BlockedError, match="不能修改"):
        act(paper, writer)


def test_a_returned_paper_is_changed_again(paper: Paper, writer: User, checker: User) -> None:
    papers.moved(paper, PaperStatus.RETURNED, author=writer, checker=checker)
    swap(paper, writer)
    papers.moved(paper, PaperStatus.CHECKED, author=writer, checker=checker)


def test_whoever_takes_a_paper_over_does_not_check_it(paper: Paper, writer: User, checker: User) -> None:
    writer.is_active = False
    writer.save()
    fewer(paper, checker)
    paper.refresh_from_db()
    assert paper.written_by == checker
    with pytest.raises(BlockedError, match="命题人以外的人"):
        papers.moved(paper, PaperStatus.CHECKED, author=checker, checker=checker)


def test_a_practical_paper_has_no_questions_to_change(station: Station, turning: Trade, writer: User) -> None:
    practical = papers.task_paper(station.organisation, turning)
    with pytest.raises(BlockedError, match="不能逐题修改"):
        add_questions(paper=practical, questions=[], actor=writer, at=clock.now())


@pytest.mark.parametrize(
    "facts",
    [{"pool": Pool.PRACTICE}, {"level": 3}, {"status": ItemStatus.SUBMITTED}, {"status": ItemStatus.RETIRED}],
)
def test_only_active_exam_questions_of_trade_and_level_come_in(
    paper: Paper, writer: User, station: Station, turning: Trade, facts: dict[str, object]
) -> None:
    odd = questions.question(station.organisation, turning, **facts)  # type: ignore[arg-type]
    for act in (lambda: more(paper, writer, odd), lambda: swap(paper, writer, by=odd)):
        with pytest.raises(BlockedError, match="不在本机构该工种、等级的考试题库中"):
            act()


def test_the_questions_of_another_bank_do_not_come_in(
    paper: Paper, writer: User, other_station: Station, turning: Trade
) -> None:
    with pytest.raises(BlockedError, match="不在本机构"):
        more(paper, writer, questions.question(other_station.organisation, turning))


def test_nothing_is_asked_twice(paper: Paper, writer: User, station: Station, turning: Trade) -> None:
    twin = questions.question(station.organisation, turning, words=asked(paper)[0].content)
    with pytest.raises(BlockedError, match="已有与"):
        more(paper, writer, twin)
    with pytest.raises(BlockedError, match="已有与"):
        more(paper, writer, asked(paper)[1])
    swap(paper, writer, by=twin)
    assert asked(paper)[0] == twin


def test_an_essay_takes_no_choice_questions_place(paper: Paper, writer: User) -> None:
    with pytest.raises(BlockedError, match="题型不同"):
        swap(paper, writer, by=left(paper, ESSAY)[0])


def test_what_papers_before_and_after_ask_does_not_come_in(paper: Paper, writer: User) -> None:
    assert paper.blueprint is not None
    later = compose_paper(blueprint=paper.blueprint, actor=writer, at=clock.now())
    theirs = next(row for row in asked(later) if row.kind == SINGLE)
    ours = asked(paper)[0]
    for one, foreign in ((paper, theirs), (later, ours)):
        with pytest.raises(BlockedError, match="相邻的 3 份试卷"):
            more(one, writer, foreign)
    discard_paper(paper=later, actor=writer, at=clock.now())
    more(paper, writer, theirs)


def test_what_is_most_like_a_question_is_offered_first(
    paper: Paper, writer: User, station: Station, turning: Trade
) -> None:
    old = asked(paper)[0]
    near = [
        questions.question(
            station.organisation, turning, knowledge_point=old.knowledge_point, difficulty=old.difficulty
        )
        for _ in range(2)
    ]
    paper_before = Paper.objects.get(pk=paper.pk)
    found = candidates_for(paper_before, bank_of(paper).filter(kind=SINGLE), like=old)
    assert [one.key for one in found][:2] == [row.pk for row in near]
    assert {any_of(found) for _ in range(64)} == {row.pk for row in near}
    assert not {one.key for one in found} & {row.pk for row in asked(paper)}


def test_recent_questions_are_offered_last_and_never_by_chance(paper: Paper, writer: User) -> None:
    assert paper.blueprint is not None
    later = compose_paper(blueprint=paper.blueprint, actor=writer, at=clock.now())
    found = candidates_for(later, bank_of(later).filter(kind=SINGLE))
    assert {one.recent for one in found} == {True}
    assert len(found) == 3
    assert any_of(found) is None
