"""What a visitor is told whose lookup isn't answered: why, until when, and what to do."""

from datetime import datetime

from certificates.register.asks import Ask, Verdict
from certificates.register.budgets import MISSES_OF_A_SENDER
from ostami.problems import Problem

STATION = "联系颁发证书的考试站"
THREE = "同时填写姓名、证件号码和证书编号三项"


def refusal(ask: Ask, *, whole: bool, at: datetime) -> Problem:
    """Return why an ask isn't answered.

    Args:
        ask: one that is refused.
        whole: whether all three facts were filled in.
        at: the instant of the ask.
    """
    if ask.strictest is None:
        raise ValueError("This ask is answered.")
    until = until_words(ask.strictest.until, at)
    if ask.verdict is Verdict.PROOF:
        return _proof(until, whole=whole)
    if ask.strictest.of_sender:
        text = f"您所在的网络今天已有 {MISSES_OF_A_SENDER} 次没有查到证书，{until}以前不能再查"
        return Problem(text, remedy=f"请明天再查，或{STATION}")
    text = f"按所填内容今天已多次没有查到证书，{until}以前不能再按这些内容查询"
    other = f"请对照证书逐字核对，明天再查，或{STATION}" if whole else f"请{THREE}，或明天再查"
    return Problem(text, remedy=other)


def _proof(until: str, *, whole: bool) -> Problem:
    text = f"查询较多，{until}以前，这一次需要先由您的浏览器自动验算"
    if whole:
        return Problem(text, remedy=f"浏览器不能验算时，请在{until}以后再查，或{STATION}")
    return Problem(text, remedy=f"浏览器不能验算时，也可以{THREE}后查询")


def until_words(until: datetime, at: datetime) -> str:
    """Return an end within the day as people say it."""
    return f"今天 {until:%H:%M} " if until.date() == at.date() else "今天 24:00 "
