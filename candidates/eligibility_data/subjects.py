"""Whether a subject may belong to a trade (guide 4.7-1: 所学专业要和申报工种相对应)."""

from functools import lru_cache

from candidates.eligibility_data.subject_fields import FIELDS
from scope_catalog.models import Trade

# Pairs of characters that stand in names of every kind, and so say nothing.
_GENERAL = """
技术 术应 应用 用技 工程 程技 管理 操作 维修 修理 装配 调试 设备 制造 造工 造与 生产 人员 术人 加工 安装 系统
服务 设计 运用 运维 修工 配工 作工 试工 装工 理员 作员 维护 护师 与维 与制 与应 与管 整工 调整 工业 专业 职业
一般 普通 现代 综合 智能 高级 中级 初级
"""
GENERAL = frozenset(_GENERAL.split())


def looks_unlike(subject: str, trade: Trade) -> bool:
    """Tell whether nothing in the names ties a subject to a trade: a hint for whoever reviews, no more.

    They are tied by a field that both show words of, or by two characters in a row that both have and that
    mean something. An empty subject tells nothing, and gives no hint.
    """
    name = "".join(subject.split())
    if not name:
        return False
    work = trade_words(trade)
    return not (_fields(name) & _fields(work) or _pairs(name) & _pairs(work))


def trade_words(trade: Trade) -> str:
    """Return the names that tell a trade, each in its own line: its own, its occupation's, its machine's."""
    machine = trade.get_machine_category_display() if trade.machine_category else ""
    return f"{trade.name}\n{trade.occupation.name}\n{machine}"


# A class has one subject and few trades: a roster asks the same again and again.
@lru_cache(maxsize=1024)
def _fields(text: str) -> frozenset[int]:
    return frozenset(number for number, words in enumerate(FIELDS) if any(word in text for word in words))


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    pairs = {text[start : start + 2] for start in range(len(text) - 1)}
    return frozenset(pair for pair in pairs if "\n" not in pair) - GENERAL
