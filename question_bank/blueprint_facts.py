"""What a blueprint says, as typed and as stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from question_bank.kinds import Difficulty, QuestionKind
from question_bank.models import Blueprint, BlueprintRow
from scope_catalog.levels import level_label
from scope_catalog.models import Trade


def plain(points: Decimal) -> str:
    """Return points as people write them: 2, 1.5."""
    return f"{points.normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """So many questions of a kind, each worth so many points."""

    kind: QuestionKind
    count: int
    points: Decimal

    def __str__(self) -> str:
        return f"{self.kind.label} {self.count} 题×{plain(self.points)} 分"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintFacts:
    """A blueprint as typed.

    Attributes:
        rows: the kinds in the paper's order.
        difficulty: percent by difficulty; empty for any.
        quotas: at least so many questions by knowledge point.
    """

    trade: Trade
    level: int
    name: str
    minutes: int
    rows: tuple[KindRow, ...]
    difficulty: Mapping[int, int] = field(default_factory=dict)
    quotas: Mapping[str, int] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(row.count for row in self.rows)

    @property
    def total(self) -> Decimal:
        """How many points a paper has."""
        return sum((row.count * row.points for row in self.rows), start=Decimal())

    def words(self) -> dict[str, str]:
        """Return what it says, by heading, as the history tells it."""
        return {
            "工种": str(self.trade),
            "等级": level_label(self.level, occupation=self.trade.occupation),
            "名称": self.name,
            "考试时间": f"{self.minutes} 分钟",
            "题型": "；".join(map(str, self.rows)),
            "难度": "；".join(
                f"{Difficulty(level).label} {share}%" for level, share in sorted(self.difficulty.items())
            ),
            "知识点": "；".join(f"{point} {count} 题" for point, count in sorted(self.quotas.items())),
        }


def fingerprint(facts: BlueprintFacts | None) -> str:
    """Return a digest by which a page knows whether a blueprint was changed since; empty for none."""
    return sha256(repr(sorted(facts.words().items())).encode()).hexdigest() if facts else ""


def facts_of(blueprint: Blueprint) -> BlueprintFacts:
    """Return what a stored blueprint says."""
    rows = [
        KindRow(kind=QuestionKind(row.kind), count=row.count, points=row.points)
        for row in blueprint.rows.all()
    ]
    return BlueprintFacts(
        trade=blueprint.trade,
        level=blueprint.level,
        name=blueprint.name,
        minutes=blueprint.minutes,
        rows=tuple(rows),
        difficulty={int(level): share for level, share in sorted(blueprint.difficulty.items())},
        quotas=dict(sorted(blueprint.quotas.items())),
    )


def as_columns(facts: BlueprintFacts) -> dict[str, Any]:
    """Return the columns of a blueprint that says this."""
    own = {name: getattr(facts, name) for name in ("trade", "level", "name", "minutes")}
    mix = {str(level): share for level, share in facts.difficulty.items()}
    return {**own, "difficulty": mix, "quotas": dict(facts.quotas)}


def rows_for(blueprint: Blueprint, facts: BlueprintFacts) -> list[BlueprintRow]:
    """Return the rows of a blueprint, not stored yet."""
    return [
        BlueprintRow(blueprint=blueprint, kind=row.kind, count=row.count, points=row.points)
        for row in facts.rows
    ]
