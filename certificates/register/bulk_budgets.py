"""Budgets of the bulk lookup: an office's rows and misses, and each fact's as the public counts them."""

from datetime import datetime

from accounts.models import User
from certificates import counting
from certificates.lookup import PublicCertificate, Query, look_up
from certificates.register.budgets import fact_budgets
from ostami.problems import BlockedError, Problem

ROWS_A_DAY = 2000  # of one office: a name and a guessed number are a row too
MISSES_A_DAY = 500
REMEDY = "请明天再查，或在证书查询页面逐个查询"


class Office:
    """Who asks, as it is counted: all people of an organisation together."""

    def __init__(self, actor: User, at: datetime) -> None:
        name = actor.organisation_id or f"user {actor.pk}"
        self._at, self._rows, self._misses = at, f"{at.date()}:rows:{name}", f"{at.date()}:row misses:{name}"

    def spend(self, rows: int) -> None:
        """Count rows before any is asked for.

        Raises:
            BlockedError: these are too many of a day, or too many rows missed today already.
        """
        if counting.add({self._rows: rows}, today=self._at.date())[self._rows] > ROWS_A_DAY:
            raise BlockedError([Problem(f"本单位今天批量查询超过 {ROWS_A_DAY} 行", remedy=REMEDY)])
        if counting.counted([self._misses])[self._misses] >= MISSES_A_DAY:
            raise BlockedError([Problem(f"本单位今天已有 {MISSES_A_DAY} 行没有查到证书", remedy=REMEDY)])

    def answer(self, query: Query) -> list[PublicCertificate] | None:
        """Look one row up, counted as a miss until it finds something; None where too much was missed."""
        facts = tuple(fact_budgets(query, self._at))
        names = (self._misses, *(one.name for one in facts))
        counts = counting.add(dict.fromkeys(names, 1), today=self._at.date())
        within = all(one.most is None or counts[one.name] <= one.most for one in facts)
        answered = within and counts[self._misses] <= MISSES_A_DAY
        found = look_up(query) if answered else None
        counting.add(dict.fromkeys(names, -int(not answered or bool(found))), today=self._at.date())
        return found
