"""Versions of a paper: another order, the same questions, answers that still fit."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.composing import Composed, Item, Orders, Placed, Recipe, compose, shuffled
from question_bank.composing import arrange as arrange_paper
from question_bank.content import Content
from tests.question_bank.composing_cases import STEADY

SINGLE = Content(
    stem="车削时主运动是", options=("工件旋转", "刀具进给", "尾座移动", "床鞍移动"), answer=("A",)
)


def _composed(count: int, kind: str = "single", seed: str = "s") -> Composed:
    pool = [Item(id=key, kind=kind, difficulty=3, knowledge="车削") for key in range(1, count + 1)]
    return compose(pool, Recipe(counts={kind: count}), seed=seed)


def arrange(
    composed: Composed, contents: Mapping[int, Content], *, version: str
) -> dict[str, tuple[Placed, ...]]:
    return arrange_paper(composed.chosen, contents, Orders(seed=composed.seed, version=version))


def _contents(composed: Composed, content: Content) -> dict[int, Content]:
    return dict.fromkeys(composed.ids, content)


@STEADY
@given(seed=st.text("0123456789", min_size=1), count=st.integers(0, 6))
def test_both_versions_hold_the_same_questions_in_another_order(seed: str, count: int) -> None:
    composed = _composed(count, seed=seed)
    contents = _contents(composed, SINGLE)
    first, second = (arrange(composed, contents, version=letter)["single"] for letter in "AB")
    assert {one.id for one in first} == {one.id for one in second} == set(composed.ids)
    assert count < 2 or [one.id for one in first] != [one.id for one in second]
    places = {one.id: one.options for one in second}
    assert all(places[one.id] != one.options for one in first)
    assert arrange(composed, contents, version="B")["single"] == second


@STEADY
@given(
    options=st.lists(st.text("车铣刨磨钳焊", min_size=1), min_size=2, max_size=8, unique=True),
    data=st.data(),
)
def test_the_letters_of_the_answer_move_with_their_options(options: list[str], data: st.DataObject) -> None:
    right = data.draw(st.sets(st.sampled_from(options), min_size=1))
    letters = tuple("ABCDEFGH"[place] for place, option in enumerate(options) if option in right)
    content = Content(stem="哪些对", options=tuple(options), answer=letters)
    composed = _composed(1, "multiple", data.draw(st.text("0123456789", min_size=1)))
    for version in "AB":
        (placed,) = arrange(composed, {1: content}, version=version)["multiple"]
        moved = shuffled(content, placed.options)
        assert sorted(moved.options) == sorted(options)
        assert {moved.options["ABCDEFGH".index(letter)] for letter in moved.answer} == right
        assert list(moved.answer) == sorted(moved.answer)


@pytest.mark.parametrize(
    "option", ["A和C", "A、B、C", "AB都对", "A项与B项", "以上选项 A 除外"], ids=lambda words: words
)
def test_options_that_name_letters_keep_the_question_as_it_is(option: str) -> None:
    content = Content(stem="下列正确的是", options=("一", "二", "三", option), answer=("D",))
    composed = _composed(1)
    for version in "AB":
        (placed,) = arrange(composed, {1: content}, version=version)["single"]
        assert shuffled(content, placed.options) == content


@pytest.mark.parametrize("option", ["以上都对", "以上都不是", "上述均正确"])
def test_an_option_that_speaks_of_those_above_stays_last(option: str) -> None:
    content = Content(stem="下列正确的是", options=("一", "二", option, "三"), answer=("C",))
    for seed in "0123456789":
        composed = _composed(1, seed=seed)
        for version in "AB":
            (placed,) = arrange(composed, {1: content}, version=version)["single"]
            moved = shuffled(content, placed.options)
            assert moved.options[-1] == option
            assert moved.answer == ("D",)


@pytest.mark.parametrize("words", ["GB/T 1800", "CNC 数控", "HRC 硬度", "A4 图纸"])
def test_letters_within_words_do_not_hold_options_back(words: str) -> None:
    content = Content(stem=words, options=("一", "二", "三", "四"), answer=("A",))
    composed = _composed(1)
    first, second = (arrange(composed, {1: content}, version=letter)["single"][0] for letter in "AB")
    assert first.options != second.options


def test_questions_without_options_are_left_alone() -> None:
    content = Content(stem="粗车时应先选大的背吃刀量", answer=("对",))
    composed = _composed(1, "true_false")
    (placed,) = arrange(composed, {1: content}, version="B")["true_false"]
    assert placed.options == ()
    assert shuffled(content, placed.options) is content


def test_the_first_version_keeps_the_order_that_a_person_gave() -> None:
    contents = dict.fromkeys((7, 3, 5), SINGLE)
    for seed in "0123456789":
        first, second = (
            arrange_paper({"single": (7, 3, 5)}, contents, Orders(seed=seed, version=letter, as_written=True))
            for letter in "AB"
        )
        assert first["single"] == tuple(Placed(key, (0, 1, 2, 3)) for key in (7, 3, 5))
        assert [one.id for one in second["single"]] != [7, 3, 5]
        assert all(one.options != (0, 1, 2, 3) for one in second["single"])
