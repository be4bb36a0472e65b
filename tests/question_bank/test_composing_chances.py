"""The draw by its seed: repeatable by hand, and fair over many seeds."""

from collections import Counter
from hashlib import sha256

from question_bank.composing import Item, Recipe, compose
from question_bank.composing.ranking import ranked

SEEDS = [f"{number:04d}" for number in range(2_000)]


def _chi_square(seen: Counter[int], keys: range, *, drawn: int) -> float:
    """Return what is chi-square distributed, with one degree of freedom less than keys, if chances are equal.

    A draw without putting back spreads less than one with it, by the share that isn't drawn.
    """
    share = drawn / len(keys)
    expected = len(SEEDS) * share
    spread = sum((seen[key] - expected) ** 2 for key in keys) / expected
    return spread / (1 - share) * (len(keys) - 1) / len(keys)


def test_anybody_can_repeat_the_order_with_sha256() -> None:
    lines = {key: sha256(f"2026|draw|{key}".encode()).hexdigest() for key in range(1, 9)}
    by_hand = sorted(lines, key=lambda key: lines[key])
    assert ranked(range(1, 9), seed="2026", purpose="draw") == by_hand == [7, 1, 4, 8, 3, 6, 2, 5]
    pool = [Item(id=key, kind="single", difficulty=3, knowledge="刀具") for key in range(1, 9)]
    assert compose(pool, Recipe(counts={"single": 3}), seed="2026").ids == tuple(by_hand[:3])


def test_every_question_is_drawn_equally_often() -> None:
    pool = [Item(id=key, kind="single", difficulty=3, knowledge="刀具") for key in range(60)]
    recipe = Recipe(counts={"single": 12})
    seen = Counter(key for seed in SEEDS for key in compose(pool, recipe, seed=seed).ids)
    assert sum(seen.values()) == 24_000
    assert 29.6 < _chi_square(seen, range(60), drawn=12) < 98.3  # 59 degrees of freedom, 0.05 % each side


def test_questions_of_one_cell_have_equal_chances_under_quotas_and_a_mix() -> None:
    """Ten rare questions, of which the quota wants four, among forty others."""
    facts = {**dict.fromkeys(range(10), (5, "切削用量")), **dict.fromkeys(range(10, 50), (1, "刀具"))}
    pool = [Item(id=key, kind="single", difficulty=a, knowledge=b) for key, (a, b) in facts.items()]
    recipe = Recipe(counts={"single": 10}, difficulty={1: 60, 5: 40}, quotas={"切削用量": 4})
    seen = Counter(key for seed in SEEDS for key in compose(pool, recipe, seed=seed).ids)
    assert sum(seen[key] for key in range(10)) == 4 * len(SEEDS)
    assert 0.9 < _chi_square(seen, range(10), drawn=4) < 29.7  # 9 degrees of freedom
    assert 16.3 < _chi_square(seen, range(10, 50), drawn=6) < 73.4  # 39 degrees of freedom


def test_the_mix_is_met_to_the_question_in_every_draw_of_a_full_bank() -> None:
    rows = [
        (kind, level, point) for kind in ("single", "essay") for level in range(1, 6) for point in "甲乙丙丁"
    ]
    pool = [Item(id=key, kind=a, difficulty=b, knowledge=c) for key, (a, b, c) in enumerate(rows * 5)]
    percents = {1: 30, 2: 20, 3: 30, 4: 15, 5: 5}
    recipe = Recipe(counts={"single": 16, "essay": 4}, difficulty=percents, quotas={"甲": 6, "丁": 4})
    for seed in SEEDS[:300]:
        composed = compose(pool, recipe, seed=seed)
        assert composed.unmet == ()
        assert composed.difficulty == {1: 6, 2: 4, 3: 6, 4: 3, 5: 1}
