"""What a paper is composed of: questions without their words, and the blueprint as figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question as far as composing needs to know it.

    Attributes:
        id: its key; no two items of a pool have the same.
        kind: a `QuestionKind`.
        difficulty: a `Difficulty`, 1 to 5.
        knowledge: its knowledge point.
    """

    id: int
    kind: str
    difficulty: int
    knowledge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a blueprint asks for.

    Attributes:
        counts: how many questions of each kind, in the paper's order.
        difficulty: percent by difficulty, 100 in all; empty for any.
        quotas: at least so many questions by knowledge point.
    """

    counts: Mapping[str, int]
    difficulty: Mapping[int, int] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)


def targets(percents: Mapping[int, int], total: int) -> dict[int, int]:
    """Return how many of `total` questions each percentage makes, by the largest remainder.

    Every difficulty gets its whole part; what is left over goes, one each, to the largest fractions, of equal
    ones to the easier: 50 % and 50 % of 3 make 2 and 1.
    """
    shares = {level: divmod(percent * total, PERCENT) for level, percent in percents.items()}
    counts = {level: whole for level, (whole, _) in shares.items()}
    left = (sum(percents.values()) * total) // PERCENT - sum(counts.values())
    for level in sorted(shares, key=lambda level: (-shares[level][1], level))[:left]:
        counts[level] += 1
    return counts
