"""Proof of work: a challenge that a browser solves in a moment, in the form that ALTCHA gave it.

The number between 0 and the largest is to be found whose SHA-256 with the salt is the challenge. Nothing is
asked of another site, nothing is stored of whom it is asked, and there is no picture to read.

The signature covers all that counts later: the salt with the end of its time and the largest number, the
challenge, and the sender's network. The salt ends in a mark, so that no digit of it passes for the number's.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certificates import counting
from ostami.sealing import keyed_digest

ALGORITHM = "SHA-256"
MINUTES = 10
SALT_BYTES = 12
LONGEST = 1000  # characters of a solution as it is sent
SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{1,12})&maxnumber=([0-9]{1,12})&")


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser is to solve."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Solution:
    """What a browser sent, taken apart; whether it is right `is_right` tells."""

    salt: str
    challenge: str
    number: int
    signature: str
    expires: int
    most: int

    def is_right(self, *, sender: str) -> bool:
        """Tell whether the challenge is ours, as it was given to this sender, and the number solves it."""
        ours = _signature(self.salt, self.challenge, sender)
        signed = hmac.compare_digest(self.signature.encode(), ours.encode())
        in_range = 0 <= self.number <= self.most
        return signed and in_range and _digest(self.salt, self.number) == self.challenge


def new_challenge(*, numbers: int, sender: str, at: datetime) -> Challenge:
    """Return a challenge that can be solved for ten minutes.

    Args:
        numbers: the largest number that is tried.
        sender: the network from which the solution is to come, empty where unknown.
        at: the instant of the ask.
    """
    expires = int(at.timestamp()) + MINUTES * 60
    salt = f"{secrets.token_hex(SALT_BYTES)}?expires={expires}&maxnumber={numbers}&"
    challenge = _digest(salt, secrets.randbelow(numbers + 1))
    return Challenge(ALGORITHM, challenge, numbers, salt, _signature(salt, challenge, sender))


def is_solved(text: str, *, numbers: int, sender: str, at: datetime) -> bool:
    """Tell whether `text` is a solution of a challenge of ours, in time and used for the first time.

    Args:
        text: the solution as ALTCHA sends it: JSON in base64.
        numbers: how many numbers the challenge must have had to try, at least.
        sender: the network that it comes from, empty where unknown.
        at: the instant of the ask.
    """
    try:
        solution = _read(text)
        right = solution.is_right(sender=sender)
    except (KeyError, ValueError, TypeError, RecursionError):
        return False
    if not right or at.timestamp() > solution.expires or solution.most < numbers:
        return False
    name = f"proof:{solution.challenge}"
    return counting.add({name: 1}, today=at.date())[name] == 1


def _read(text: str) -> _Solution:
    """Take a solution apart.

    Raises:
        KeyError, ValueError, TypeError, RecursionError: it is none.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    sent: dict[str, Any] = json.loads(base64.b64decode(text, validate=True))
    salt, number = sent["salt"], sent["number"]
    ends = SALT.fullmatch(salt)
    if ends is None or type(number) is not int:
        raise ValueError("no solution")
    return _Solution(salt, str(sent["challenge"]), number, str(sent["signature"]), int(ends[1]), int(ends[2]))


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(salt: str, challenge: str, sender: str) -> str:
    return keyed_digest(f"{salt}\n{challenge}\n{sender}", purpose="proof of work")
