"""Drawing the questions of a paper."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from question_bank.composing.exchanging import Exchange
from question_bank.composing.inputs import Item, Recipe, targets
from question_bank.composing.selection import Cell, Selection
from question_bank.kinds import Difficulty, QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What was drawn.

    Attributes:
        seed: by which it was drawn; the same pool, blueprint and seed draw the same questions.
        chosen: the questions' keys by kind, in the paper's order.
        difficulty: how many questions of each difficulty these are.
        knowledge: how many of each knowledge point.
        unmet: what the blueprint asks for and the pool couldn't give, a Chinese sentence each.
    """

    seed: str
    chosen: Mapping[str, tuple[int, ...]]
    difficulty: Mapping[int, int]
    knowledge: Mapping[str, int]
    unmet: tuple[str, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """All keys, in the paper's order."""
        return tuple(key for keys in self.chosen.values() for key in keys)


def compose(
    pool: Iterable[Item], recipe: Recipe, *, seed: str, excluded: Collection[int] = frozenset()
) -> Composed:
    """Draw the questions of a paper at random, as the seed decides.

    1. The questions are put in the seed's order (`ranking`), and of each kind the first ones are taken.
    2. Knowledge points that are short get what others can spare (`exchanging`): as much of the quotas is met
       as these numbers of each kind allow at all.
    3. In the same way the difficulty mix is approached, without taking from a knowledge point what it needs.
       Where there are no quotas, no other draw comes closer; where there are, a closer one may exist.

    Never more of a kind than asked for, no question twice, none that is excluded. Two questions of one kind,
    difficulty and knowledge point have the same chance.

    Args:
        pool: the questions that may be used, in any order.
        recipe: what the blueprint asks for.
        seed: any text; it is recorded with the paper, so that the draw can be repeated.
        excluded: keys of questions not to be used, such as those of the last papers.
    """
    selection = Selection(pool, excluded=excluded, seed=seed)
    selection.take_first(recipe.counts)
    Exchange(selection, _knowledge, recipe.quotas).run()
    wanted = targets(recipe.difficulty, selection.taken.total())
    Exchange(selection, _difficulty, wanted, partial(_spared, selection, recipe.quotas)).run()
    chosen = selection.chosen()
    return Composed(
        seed=seed,
        chosen={kind: chosen.get(kind, ()) for kind in recipe.counts},
        difficulty=+selection.by(_difficulty),
        knowledge=+selection.points,
        unmet=tuple(unmet(selection.taken, recipe)),
    )


def _knowledge(cell: Cell) -> str:
    return cell.knowledge


def _difficulty(cell: Cell) -> int:
    return cell.difficulty


def _spared(selection: Selection, quotas: Mapping[str, int], out: Cell, into: Cell) -> bool:
    """Tell whether a knowledge point can give a question away to that of another."""
    if out.knowledge == into.knowledge:
        return True
    return selection.points[out.knowledge] > quotas.get(out.knowledge, 0)


def unmet(taken: Mapping[Cell, int], recipe: Recipe) -> Iterator[str]:
    """Yield what a blueprint asks for and questions don't give, a Chinese sentence each.

    Args:
        taken: how many questions there are of each cell.
        recipe: what the blueprint asks for.
    """
    kinds, points, levels = Counter[str](), Counter[str](), Counter[int]()
    for cell, number in taken.items():
        kinds[cell.kind] += number
        points[cell.knowledge] += number
        levels[cell.difficulty] += number
    for kind, count in recipe.counts.items():
        if kinds[kind] < count:
            yield f"{QuestionKind(kind).label}缺 {count - kinds[kind]} 题"
    for point, quota in recipe.quotas.items():
        if points[point] < quota:
            yield f"知识点“{point}”要求 {quota} 题，只能满足 {points[point]} 题"
    if recipe.difficulty:
        yield from _off_mix(levels, recipe.difficulty, targets(recipe.difficulty, kinds.total()))


def _off_mix(drawn: Counter[int], percents: Mapping[int, int], wanted: Mapping[int, int]) -> Iterator[str]:
    for level in Difficulty:
        share, number = percents.get(level, 0), wanted.get(level, 0)
        if drawn[level] != number:
            yield f"难度“{level.label}”的题应占 {share}%（{number} 题），实际 {drawn[level]} 题"
