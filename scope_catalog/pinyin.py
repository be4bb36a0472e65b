"""Pinyin initials, by which a name is found without typing Chinese."""

import re
from itertools import islice, product
from typing import Any

from accounts.names import fold

LETTERS_AND_DIGITS = re.compile(r"[^0-9a-z]")
READINGS_KEPT = 32

# Characters that people read in more than one way, with the first letters of the readings. A name with one of
# them is found by every reading: 起重机 by qzj and by qcj.
POLYPHONES = {
    "传": "cz", "便": "bp", "会": "hk", "卷": "jq", "参": "cs", "圈": "qj", "壳": "kq",
    "弹": "td", "强": "qj", "折": "zs", "朝": "cz", "校": "xj", "泊": "bp", "率": "ls",
    "盛": "sc", "种": "zc", "粘": "zn", "系": "xj", "给": "gj", "藏": "cz", "行": "xh",
    "调": "td", "车": "cj", "重": "zc", "长": "zc", "降": "jx",
}  # fmt: skip


def initials(name: str) -> str:
    """Return the pinyin initials of `name`, a space between the readings that it allows.

    数控车工 gives ``skcg skjg``. Letters and digits stand for themselves, brackets and marks are left out. A
    character that occurs twice is read in the same way both times.
    """
    # The dictionary costs half a second and much memory; only loading and correcting names need it.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    folded = fold(name)
    one_by_one: Any = list  # what is no Chinese character comes back as it is, each sign for itself
    usual = lazy_pinyin(folded, style=Style.FIRST_LETTER, errors=one_by_one)
    twofold = sorted(set(folded) & POLYPHONES.keys())
    choices = product(*(POLYPHONES[character] for character in twofold))
    readings = {_spell(folded, usual, {})}
    readings |= {
        _spell(folded, usual, dict(zip(twofold, letters, strict=True)))
        for letters in islice(choices, READINGS_KEPT)
    }
    return " ".join(sorted(readings))


def _spell(folded: str, usual: list[str], chosen: dict[str, str]) -> str:
    letters = (chosen.get(character, letter) for character, letter in zip(folded, usual, strict=True))
    return LETTERS_AND_DIGITS.sub("", "".join(letters).lower())
