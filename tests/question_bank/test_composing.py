"""Drawing a paper: what is kept whatever happens, and how close it comes to what was asked for."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.composing import Composed, Item, Recipe, compose, targets
from tests.question_bank.composing_cases import (
    STEADY,
    counts,
    every_draw,
    met,
    off,
    percents,
    pools,
    quotas,
    seeds,
    tight_bank,
)

recipes = st.builds(Recipe, counts=counts, difficulty=st.one_of(st.just({}), percents), quotas=quotas)


def _drawn(pool: list[Item], composed: Composed) -> list[Item]:
    by_id = {item.id: item for item in pool}
    return [by_id[key] for key in composed.ids]


@STEADY
@given(pool=pools, recipe=recipes, seed=seeds, excluded=st.sets(st.integers(1, 9), max_size=4))
def test_no_question_comes_twice_or_was_excluded_and_no_kind_has_too_many(
    pool: list[Item], recipe: Recipe, seed: str, excluded: set[int]
) -> None:
    composed = compose(pool, recipe, seed=seed, excluded=excluded)
    assert len(set(composed.ids)) == len(composed.ids)
    assert not excluded & set(composed.ids)
    there = Counter(item.kind for item in pool if item.id not in excluded)
    for kind, count in recipe.counts.items():
        assert len(composed.chosen[kind]) == min(count, there[kind])
    for kind, keys in composed.chosen.items():
        assert {item.kind for item in pool if item.id in keys} <= {kind}


@settings(STEADY, max_examples=300)
@given(pool=pools, recipe=recipes, seed=seeds)
def test_as_much_of_the_quotas_is_met_as_any_draw_could(pool: list[Item], recipe: Recipe, seed: str) -> None:
    best = max(met(drawn, recipe) for drawn in every_draw(pool, recipe))
    assert met(_drawn(pool, compose(pool, recipe, seed=seed)), recipe) == best


@settings(STEADY, max_examples=300)
@given(pool=pools, counts=counts, difficulty=percents, seed=seeds)
def test_without_quotas_no_draw_is_closer_to_the_difficulty_mix(
    pool: list[Item], counts: dict[str, int], difficulty: dict[int, int], seed: str
) -> None:
    recipe = Recipe(counts=counts, difficulty=difficulty)
    best = min(off(drawn, recipe) for drawn in every_draw(pool, recipe))
    assert off(_drawn(pool, compose(pool, recipe, seed=seed)), recipe) == best


@STEADY
@given(pool=pools, recipe=recipes, seed=seeds)
def test_the_same_pool_blueprint_and_seed_draw_the_same_in_whatever_order_they_are_given(
    pool: list[Item], recipe: Recipe, seed: str
) -> None:
    turned = Recipe(
        counts=recipe.counts,
        difficulty=dict(list(recipe.difficulty.items())[::-1]),
        quotas=dict(list(recipe.quotas.items())[::-1]),
    )
    first, again = compose(pool, recipe, seed=seed), compose(pool[::-1], turned, seed=seed)
    assert first.chosen == again.chosen


@STEADY
@given(pool=pools, recipe=recipes, seed=seeds)
def test_what_is_said_to_be_unmet_is_unmet_and_nothing_else(
    pool: list[Item], recipe: Recipe, seed: str
) -> None:
    composed = compose(pool, recipe, seed=seed)
    drawn = _drawn(pool, composed)
    short = sum(recipe.counts.values()) - len(drawn)
    quotas_met = met(drawn, recipe) == sum(recipe.quotas.values())
    mix_met = not recipe.difficulty or off(drawn, recipe) == 0
    assert (not composed.unmet) == (short == 0 and quotas_met and mix_met)


def test_beside_quotas_the_mix_is_as_close_as_can_be_in_most_small_banks() -> None:
    """Of 200 banks so small that quotas and mix are often at odds, at most one in ten could be closer."""
    closest = 0
    for number in range(200):
        pool, recipe = tight_bank(str(number))
        draws = every_draw(pool, recipe)
        quota = max(met(drawn, recipe) for drawn in draws)
        best = min(off(drawn, recipe) for drawn in draws if met(drawn, recipe) == quota)
        closest += off(_drawn(pool, compose(pool, recipe, seed="1")), recipe) == best
    assert closest >= 180


def _bank(*cells: tuple[str, int, str, int]) -> list[Item]:
    rows = [cell[:3] for cell in cells for _ in range(cell[3])]
    return [Item(id=key, kind=a, difficulty=b, knowledge=c) for key, (a, b, c) in enumerate(rows, 1)]


def test_what_the_bank_lacks_is_said_with_its_numbers() -> None:
    pool = _bank(("fill_in", 3, "量具", 2), ("single", 4, "切削用量", 2), ("single", 1, "刀具", 20))
    recipe = Recipe(
        counts={"single": 10, "fill_in": 5}, difficulty={1: 50, 4: 50}, quotas={"切削用量": 4, "量具": 1}
    )
    assert compose(pool, recipe, seed="7").unmet == (
        "填空题缺 3 题",
        "知识点“切削用量”要求 4 题，只能满足 2 题",
        "难度“易”的题应占 50%（6 题），实际 8 题",
        "难度“中等”的题应占 0%（0 题），实际 2 题",
        "难度“较难”的题应占 50%（6 题），实际 2 题",
    )


def test_a_quota_is_met_over_a_chain_of_kinds() -> None:
    """Only a single-choice question can give 量具, only a true/false one can replace the 刀具 it costs."""
    pool = _bank(("single", 3, "刀具", 1), ("single", 3, "量具", 1), ("true_false", 3, "刀具", 1))
    pool += [Item(id=9, kind="true_false", difficulty=3, knowledge="其他")]
    recipe = Recipe(counts={"single": 1, "true_false": 1}, quotas={"量具": 1, "刀具": 1})
    for number in range(20):
        assert compose(pool, recipe, seed=str(number)).unmet == ()


def test_the_difficulty_mix_takes_nothing_from_a_quota() -> None:
    pool = _bank(("single", 1, "刀具", 3), ("single", 5, "量具", 3))
    recipe = Recipe(counts={"single": 3}, difficulty={1: 100}, quotas={"量具": 2})
    composed = compose(pool, recipe, seed="1")
    assert composed.knowledge["量具"] == 2
    assert composed.difficulty == {1: 1, 5: 2}


@pytest.mark.parametrize(
    ("percents", "total", "wanted"),
    [
        ({1: 30, 3: 50, 5: 20}, 50, {1: 15, 3: 25, 5: 10}),
        ({1: 50, 3: 50}, 3, {1: 2, 3: 1}),
        ({1: 34, 3: 33, 5: 33}, 10, {1: 4, 3: 3, 5: 3}),
        ({1: 10, 2: 20, 3: 40, 4: 20, 5: 10}, 7, {1: 1, 2: 1, 3: 3, 4: 1, 5: 1}),
        ({1: 30, 5: 70}, 0, {1: 0, 5: 0}),
        ({}, 10, {}),
    ],
)
def test_percentages_are_rounded_by_the_largest_remainder(
    percents: dict[int, int], total: int, wanted: dict[int, int]
) -> None:
    assert targets(percents, total) == wanted
