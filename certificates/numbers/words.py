"""What is said where a number can't be given."""

from collections.abc import Sequence
from datetime import date

from certificates.models import BranchPrefix
from certificates.numbers.national import CLAUSE, LAST_SERIAL
from ostami.problems import Problem
from scope_catalog.levels import Level

NAMED = 5


def no_single_prefix(found: Sequence[BranchPrefix], *, province: str, on: date) -> Problem:
    """Return the problem that a province has no prefix on a day, or more than one."""
    if not province:
        text = "考试站没有登记所在省份，无法确定证书编号前缀"
        return Problem(text, CLAUSE, "请先补充考试站的所在省份")
    if not found:
        text = f"{province}的省级分支机构在 {on} 没有有效的证书编号前缀"
        return Problem(text, CLAUSE, "请指导中心在“证书编号前缀”中登记后核发")
    listed = "、".join(f"{one}（{one.branch}）" for one in found)
    text = f"{province}在 {on} 有 {len(found)} 个有效的证书编号前缀：{listed}"
    return Problem(text, CLAUSE, "请指导中心停用其中不用的前缀")


def serials_exhausted(prefix: str, *, year: int, level: int, left: int, people: int) -> Problem:
    """Return the problem that a series has fewer serials `left` than `people` need."""
    series = f"前缀 {prefix} 在 {year} 年{Level(level).label}的证书序列码"
    text = f"{series}只剩 {left} 个（最大 {LAST_SERIAL}），需要 {people} 个"
    return Problem(text, CLAUSE, "请指导中心登记新的编号前缀后核发")


def some_of(names: Sequence[str]) -> str:
    """Return names, or numbers, as a list that stays readable."""
    listed = "、".join(names[:NAMED])
    return f"{listed}等 {len(names)} 个" if len(names) > NAMED else listed
