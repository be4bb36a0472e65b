"""The order that a seed gives, for anybody to repeat.

Every thing has a line of text: the seed, what the order is for, and the thing's name, parted by ``|``. Things
stand in the order of the SHA-256 of these lines, read as hexadecimal text::

    printf '%s' 'SEED|draw|17' | sha256sum

So the order needs no random number generator, is the same on every machine and with every version of Python,
and whether a question comes before another depends on these two alone, not on what else is in the bank.
"""

from collections.abc import Hashable, Iterable
from hashlib import sha256
from typing import TypeVar

H = TypeVar("H", bound=Hashable)


def place(seed: str, purpose: str, name: object) -> str:
    """Return the text by which a thing is put in order."""
    return sha256(f"{seed}|{purpose}|{name}".encode()).hexdigest()


def ranked(things: Iterable[H], *, seed: str, purpose: str) -> list[H]:
    """Return `things` in the order that the seed gives for a purpose; each is named by its `str`."""
    return sorted(things, key=lambda thing: place(seed, purpose, thing))
