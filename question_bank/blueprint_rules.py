"""What is wrong with a blueprint whatever the bank holds, and what is unusual."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ostami.problems import Problem
from question_bank.blueprint_facts import BlueprintFacts, KindRow, plain
from question_bank.composing.inputs import PERCENT
from question_bank.kinds import Difficulty

FULL_MARKS = 100
MOST_OF_A_KIND = 200
MOST_POINTS = 100
POINTS_STEP = Decimal("0.5")  # guide 4.6-1: scores are given in these steps
MOST_QUOTAS = 30
MINUTES = (10, 300)


def problems_of(facts: BlueprintFacts) -> Iterator[Problem]:
    """Yield everything for which no paper could follow the blueprint, whatever the bank holds."""
    if not facts.rows:
        yield Problem("组卷方案至少要有一种题型", remedy="请填写题型、题数和每题分值")
    for kind, times in Counter(row.kind for row in facts.rows).items():
        if times > 1:
            yield Problem(f"{kind.label}填写了 {times} 行", remedy="同一题型请合并为一行")
    for row in facts.rows:
        yield from _row_problems(row)
    yield from _mix_problems(facts)
    yield from _quota_problems(facts)


def warnings_of(facts: BlueprintFacts) -> Iterator[str]:
    """Yield what is unusual, though it is allowed."""
    if facts.total != FULL_MARKS:
        yield (
            f"总分为 {plain(facts.total)} 分，不是 {FULL_MARKS} 分。"
            f"理论成绩按 {FULL_MARKS} 分制登记（服务指南 4.6-1），阅卷后需折算。"
        )


def _row_problems(row: KindRow) -> Iterator[Problem]:
    label = row.kind.label
    if not 1 <= row.count <= MOST_OF_A_KIND:
        yield Problem(f"{label}的题数为 {row.count}", remedy=f"题数须为 1 至 {MOST_OF_A_KIND}")
    if not 0 < row.points <= MOST_POINTS or row.points % POINTS_STEP:
        yield Problem(
            f"{label}的每题分值为 {plain(row.points)} 分",
            remedy=f"分值须大于 0、不超过 {MOST_POINTS}，以 {POINTS_STEP} 分为单位",
        )


def _mix_problems(facts: BlueprintFacts) -> Iterator[Problem]:
    if unknown := facts.difficulty.keys() - {*Difficulty.values}:
        yield Problem(f"没有难度“{min(unknown)}”", remedy="难度为 1（易）至 5（难）")
    if any(share < 0 for share in facts.difficulty.values()):
        yield Problem("难度比例有负数", remedy=f"各难度须为 0 至 {PERCENT}")
    total = sum(facts.difficulty.values())
    if facts.difficulty and total != PERCENT:
        yield Problem(
            f"难度比例合计为 {total}%",
            remedy=f"各难度的比例合计须为 {PERCENT}%；不限难度的，请全部留空",
            field=f"share_{min(facts.difficulty)}",
        )


def _quota_problems(facts: BlueprintFacts) -> Iterator[Problem]:
    total = sum(facts.quotas.values())
    if facts.rows and total > facts.questions:
        yield Problem(
            f"各知识点要求的题数合计 {total} 题，超过试卷的 {facts.questions} 题",
            remedy="请减少知识点的题数，或增加题型的题数",
        )
    if len(facts.quotas) > MOST_QUOTAS or any(quota < 1 for quota in facts.quotas.values()):
        yield Problem("知识点题数不正确", remedy=f"最多 {MOST_QUOTAS} 个知识点，每个至少 1 题")
