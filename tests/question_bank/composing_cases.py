"""Small pools, and what could be drawn from them at best, by trying everything."""

from collections import Counter
from itertools import combinations, product

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from question_bank.composing import Item, Recipe, targets
from question_bank.composing.ranking import place

# A busy machine is no reason to fail.
STEADY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = ("single", "true_false")
POINTS = ("切削用量", "刀具", "量具")
LEVELS = (1, 3, 5)

facts = st.tuples(st.sampled_from(KINDS), st.sampled_from(LEVELS), st.sampled_from(POINTS))
pools = st.lists(facts, max_size=9).map(
    lambda rows: [Item(id=key, kind=a, difficulty=b, knowledge=c) for key, (a, b, c) in enumerate(rows, 1)]
)
counts = st.fixed_dictionaries(dict.fromkeys(KINDS, st.integers(0, 3)))
quotas = st.dictionaries(st.sampled_from(POINTS), st.integers(1, 3))
percents = st.sampled_from([{1: 30, 3: 50, 5: 20}, {1: 100}, {3: 50, 5: 50}, {1: 34, 3: 33, 5: 33}])
seeds = st.text("0123456789abcdef", min_size=1, max_size=6)


def every_draw(pool: list[Item], recipe: Recipe) -> list[list[Item]]:
    """Return every set of questions with as many of each kind as is asked for and there."""
    kinds = []
    for kind, count in recipe.counts.items():
        there = [item for item in pool if item.kind == kind]
        kinds.append(list(combinations(there, min(count, len(there)))))
    return [[item for part in parts for item in part] for parts in product(*kinds)]


def met(drawn: list[Item], recipe: Recipe) -> int:
    """Return how much of the quotas a draw meets, in questions."""
    held = Counter(item.knowledge for item in drawn)
    return sum(min(held[point], quota) for point, quota in recipe.quotas.items())


def off(drawn: list[Item], recipe: Recipe) -> int:
    """Return how many questions are missing from the difficulty mix."""
    held = Counter(item.difficulty for item in drawn)
    wanted = targets(recipe.difficulty, len(drawn))
    return sum(max(0, number - held[level]) for level, number in wanted.items())


def tight_bank(name: str) -> tuple[list[Item], Recipe]:
    """Make a bank of ten questions by its name, and a blueprint of six with quotas and a mix."""
    cells = list(product(KINDS, LEVELS, POINTS))
    pool = []
    for key in range(10):
        kind, level, point = cells[int(place(name, "bank", key), 16) % len(cells)]
        pool.append(Item(id=key, kind=kind, difficulty=level, knowledge=point))
    mix, wanted = {1: 30, 3: 50, 5: 20}, {"切削用量": 2, "刀具": 1}
    return pool, Recipe(counts=dict.fromkeys(KINDS, 3), difficulty=mix, quotas=wanted)
