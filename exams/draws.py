"""The supervision draw as arithmetic: who is drawn follows from the seed and the batch numbers alone.

Anybody can repeat it with paper, pencil and a SHA-256 tool: for each batch of the pool the digest of
``<seed>|<batch number>`` (UTF-8, in hexadecimal) is its lot; the lots are sorted, and the first `count` are
drawn (guide 4.5.1-11).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SEED_BYTES = 8
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch's lot: its place in the order, counted from 1, its digest, and whether it is drawn."""

    place: int
    number: str
    digest: str
    drawn: bool


def lot_digest(seed: str, number: str) -> str:
    """Return the lot of the batch `number`: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()


def lots(seed: str, numbers: Iterable[str], count: int) -> list[Lot]:
    """Return the lots of the batches `numbers` in their order, the first `count` drawn.

    The order in which the numbers are given makes no difference.
    """
    ordered = sorted((lot_digest(seed, number), number) for number in numbers)
    return [
        Lot(place, number, digest, drawn=place <= count)
        for place, (digest, number) in enumerate(ordered, start=1)
    ]


def share(pool: int, percent: int) -> int:
    """Return how many of `pool` batches `percent` of them are, a fraction counted as a whole one."""
    return -(-pool * percent // PER_CENT)


def fresh_seed() -> str:
    """Make a seed that nobody chose."""
    return secrets.token_hex(SEED_BYTES)


def record_digest(facts: dict[str, Any]) -> str:
    """Return the digest of a draw's record, by which a change of any of its facts shows."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
