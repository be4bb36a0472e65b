"""What a blueprint draws from, and how far the bank reaches."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from question_bank.blueprint_facts import BlueprintFacts
from question_bank.composing import Item, Recipe, targets
from question_bank.kinds import Difficulty, Pool
from question_bank.models import Blueprint, Question

MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class Holding:
    """What is wanted of one kind, difficulty or knowledge point, and what there is."""

    label: str
    wanted: int
    held: int

    @property
    def lacking(self) -> int:
        """How many are missing."""
        return max(0, self.wanted - self.held)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is wanted and what there is, in the order of the blueprint."""

    kinds: list[Holding]
    difficulty: list[Holding]
    knowledge: list[Holding]

    @property
    def lacking(self) -> bool:
        """Tell whether anything is missing for certain; where nothing is, a draw can still miss a part."""
        return any(one.lacking for part in (self.kinds, self.difficulty, self.knowledge) for one in part)


def recipe_of(facts: BlueprintFacts) -> Recipe:
    """Return what composing needs to know of a blueprint."""
    counts = {row.kind.value: row.count for row in facts.rows}
    return Recipe(counts=counts, difficulty=facts.difficulty, quotas=facts.quotas)


def pool_of(blueprint: Blueprint) -> list[Item]:
    """Return what a blueprint may draw: active questions of its owner's exam pool, trade and level.

    Of questions that say the same, only the oldest is in it, so that no paper asks anything twice.
    """
    questions = Question.objects.active().filter(
        owner=blueprint.owner_id, pool=Pool.EXAM, trade=blueprint.trade_id, level=blueprint.level
    )
    rows = questions.order_by("-pk").values_list("pk", "kind", "difficulty", "knowledge_point", "likeness")
    items = {
        likeness: Item(id=pk, kind=kind, difficulty=hard, knowledge=point)
        for pk, kind, hard, point, likeness in rows
    }
    return list(items.values())  # of equal ones the oldest, which was read last


def points_of(user: User) -> list[str]:
    """Return the knowledge points of the exam pool in a person's own bank, to choose from while typing."""
    own = Question.objects.active().filter(owner=user.organisation, pool=Pool.EXAM)
    return sorted(own.order_by().values_list("knowledge_point", flat=True).distinct()[:MOST_POINTS])


def holdings_of(facts: BlueprintFacts, pool: list[Item]) -> Holdings:
    """Return what a blueprint wants and what the pool holds, of its own kinds alone."""
    recipe = recipe_of(facts)
    usable = [item for item in pool if item.kind in recipe.counts]
    kinds = Counter(item.kind for item in pool)
    return compared(
        facts,
        kinds=kinds,
        difficulty=Counter(item.difficulty for item in usable),
        knowledge=Counter(item.knowledge for item in usable),
    )


def compared(
    facts: BlueprintFacts,
    *,
    kinds: Mapping[str, int],
    difficulty: Mapping[int, int],
    knowledge: Mapping[str, int],
    total: int | None = None,
) -> Holdings:
    """Return numbers by kind, difficulty and knowledge point beside what a blueprint wants.

    Args:
        facts: the blueprint.
        kinds: numbers by kind.
        difficulty: numbers by difficulty.
        knowledge: numbers by knowledge point.
        total: how many questions were drawn; what was drawn is told of all knowledge points, and its mix by
            its own number. None where the numbers are those of a bank.
    """
    wanted = targets(facts.difficulty, facts.questions if total is None else total)
    others = () if total is None else sorted(knowledge.keys() - facts.quotas.keys())
    points = [*facts.quotas, *others]
    return Holdings(
        kinds=[Holding(str(row.kind.label), row.count, kinds.get(row.kind, 0)) for row in facts.rows],
        difficulty=[
            Holding(str(level.label), wanted.get(level, 0), difficulty.get(level, 0)) for level in Difficulty
        ],
        knowledge=[Holding(point, facts.quotas.get(point, 0), knowledge.get(point, 0)) for point in points],
    )
