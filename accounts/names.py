"""Names as people type them, folded to one spelling."""

import re
import unicodedata

from ostami.problems import Problem

# Name separators seen on keyboards and in old files; the rule for ethnic names allows U+00B7 alone.
MIDDLE_DOTS = dict.fromkeys(map(ord, "．.・•‧∙⋅･"), "·")
SPACES = re.compile(r"\s+")
NAME_MARKS = frozenset(" ·-.'’")
NAME_SHORTEST = 2


def login_key(name: str) -> str:
    """Fold a login name: full-width forms, letter case and spaces make no difference.

    ``机械行业职业能力评价职教 299 考试站`` and the same without spaces, or with ２９９, are one name.
    """
    return SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()


def clean_person_name(name: str) -> str:
    """Fold a person's name: outer and doubled spaces away, every middle dot to ``·`` (U+00B7).

    Characters are kept as they are otherwise: compatibility folding would replace rare characters.
    """
    return SPACES.sub(" ", name).strip().translate(MIDDLE_DOTS)


def person_name_problem(name: str) -> Problem | None:
    """Return what is wrong with a cleaned person's name, or None: letters of any script and a few marks."""
    wrong = [
        sign for sign in name if sign not in NAME_MARKS and not unicodedata.category(sign).startswith("L")
    ]
    if wrong:
        return Problem(
            f"姓名中不能有“{wrong[0]}”", remedy="请按证件填写姓名，少数民族姓名用“·”分隔", field="name"
        )
    if len(name) < NAME_SHORTEST:
        return Problem("姓名至少 2 个字", remedy="请按证件填写姓名全称", field="name")
    return None


def fold(text: str) -> str:
    """Fold what a person typed into a code or number field: full-width forms and all spaces away."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))
