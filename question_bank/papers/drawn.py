"""How a paper was drawn, as it is kept with it, and what it still lacks."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from ostami.problems import Problem
from question_bank.blueprint_facts import BlueprintFacts
from question_bank.composing import Cell, Composed, Recipe, unmet
from question_bank.models import Paper
from question_bank.selectors.blueprints import recipe_of


def told_of(facts: BlueprintFacts, composed: Composed, excluded: set[int]) -> dict[str, Any]:
    """Return how a paper was drawn; with the bank as it was, anybody can draw it again."""
    recipe = recipe_of(facts)
    return {
        "seed": composed.seed,
        "recipe": {
            "counts": dict(recipe.counts),
            "difficulty": {str(level): share for level, share in recipe.difficulty.items()},
            "quotas": dict(recipe.quotas),
        },
        "words": facts.words(),
        "excluded": sorted(excluded),
        "unmet": [*composed.unmet, *_why_unmet(composed, len(excluded))],
    }


def _why_unmet(composed: Composed, excluded: int) -> Iterator[str]:
    if composed.unmet and excluded:
        yield f"最近 {settings.PAPER_LOOKBACK} 份试卷用过的 {excluded} 题没有参与抽取"


def nothing_drawn(composed: Composed, excluded: int) -> Iterator[Problem]:
    """Yield why a draw gave nothing at all."""
    if composed.ids:
        return
    if excluded:
        yield Problem(
            f"题库中可抽取的 {excluded} 题都在最近 {settings.PAPER_LOOKBACK} 份试卷中用过",
            "4.5.1-10",
            "请补充试题，复核启用后再组卷",
        )
    else:
        yield Problem(
            "本机构的考试题库中没有这个组卷方案可用的试题",
            "4.5.1-10",
            "请先编写或导入该工种、等级的考试试题，由另一名人员复核启用",
        )


def still_unmet(paper: Paper) -> Iterator[str]:
    """Yield what a composed paper doesn't give of its blueprint as it stands, after changes by hand too."""
    recipe = paper.drawn.get("recipe")
    if not recipe:
        return
    cells = Counter(
        Cell(row.question.kind, row.question.difficulty, row.question.knowledge_point)
        for row in paper.questions.select_related("question")
    )
    yield from unmet(cells, _recipe(recipe))


def _recipe(told: dict[str, Any]) -> Recipe:
    mix = {int(level): share for level, share in told["difficulty"].items()}
    return Recipe(counts=told["counts"], difficulty=mix, quotas=told["quotas"])
