"""A limit on guessing at the public lookup: a name must not lead to its numbers, try by try.

What is counted are misses, per fact that was held fast, kept under a keyed digest. A hit costs nothing, and
whoever knows all three facts has nothing to guess and is always answered.
"""

from collections.abc import Iterator

from django.core.cache import cache

from certificates.lookup import LEAST_FACTS, Query
from ostami import clock
from ostami.problems import Problem
from ostami.sealing import keyed_digest

MISSES_A_DAY = 30
FACTS = ("name", "document_number", "number")
DAY_SECONDS = 24 * 60 * 60


def guessing_problem(query: Query) -> Problem | None:
    """Return the problem that a fact of `query` missed too often today, or None."""
    if all(cache.get(key, 0) < MISSES_A_DAY for key in _keys(query)):
        return None
    return Problem(
        "按所填内容今天已多次没有查到证书", remedy="请同时填写姓名、证件号码和证书编号三项，或明天再查"
    )


def count_miss(query: Query) -> None:
    """Count a lookup that found nothing against each fact that it named."""
    for key in _keys(query):
        cache.add(key, 0, DAY_SECONDS)
        cache.incr(key)


def _keys(query: Query) -> Iterator[str]:
    """Return the keys under which a query's misses of today are counted; none where nothing is guessed.

    Each is a fact and the kind of the other one: that somebody tried document numbers on a name keeps nobody
    from looking that name up by its certificate number.
    """
    facts = {name: fact for name in FACTS if (fact := getattr(query, name))}
    if len(facts) > LEAST_FACTS:
        return
    for name, fact in facts.items():
        (guessed,) = facts.keys() - {name}
        digest = keyed_digest(f"{name}:{fact}:{guessed}", purpose="lookup")
        yield f"lookup:{clock.today()}:{digest}"
