"""Names as people type them, folded to one spelling."""

import re
import unicodedata
from collections.abc import Iterator

from ostami.problems import Problem

# Name separators seen on keyboards and in old files; the rule for ethnic names allows U+00B7 alone.
# A full stop is one too, but for the one behind an initial: ``John A. Smith``.
MIDDLE_DOTS = re.compile("[•‧∙⋅・･․﹒\u0387᛫ꞏ⸱●◦．]|(?<![A-Za-z])\\.")
SPACES = re.compile(r"\s+")
AROUND_DOTS = re.compile(" ?·[ ·]*")
# What comes along when text is copied from other programs, and shows nothing: marks of direction and width.
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
FULL_WIDTH_LETTERS = {0xFF00 + place: 0x20 + place for place in range(ord("A") - 0x20, ord("z") - 0x1F)}
HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd〇]"
# Up to three characters are one name without a separator, whoever spaced them out to look even.
SPACED_OUT = re.compile(f"(?:{HAN} ?){{1,3}}")
BETWEEN_HAN = re.compile(f"{HAN} {HAN}")
ACCENTED = re.compile("[A-Za-z][\u0300-\u036f]+")
# The planes of rare characters: new ones are in use before Python's own table knows them.
RARE_PLANES = range(0x20000, 0x3FFFE)
NAME_MARKS = frozenset(" ·-.'’")
NAME_SHORTEST = 2


def login_key(name: str) -> str:
    """Fold a login name: full-width forms, letter case and spaces make no difference.

    ``机械行业职业能力评价职教 299 考试站`` and the same without spaces, or with ２９９, are one name.
    """
    return fold(name).casefold()


def clean_person_name(name: str) -> str:
    """Fold a person's name: spare spaces away, every middle dot to ``·`` (U+00B7), Latin letters half-width.

    Characters are kept as they are otherwise: compatibility folding would replace rare characters.
    """
    seen = SPACES.sub(" ", INVISIBLE.sub("", name)).strip().translate(FULL_WIDTH_LETTERS)
    dotted = AROUND_DOTS.sub("·", MIDDLE_DOTS.sub("·", seen))
    composed = ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), dotted)
    return composed.replace(" ", "") if SPACED_OUT.fullmatch(composed) else composed


def person_name_problem(name: str) -> Problem | None:
    """Return what is wrong with a cleaned person's name, or None: letters of any script and a few marks."""
    return next(_name_problems(name), None)


def _name_problems(name: str) -> Iterator[Problem]:
    for sign in name:
        if unicodedata.category(sign) == "Co":
            yield _wrong("姓名中有自造字，别的系统不能显示", "请改用标准汉字；打不出的请联系考试站")
        elif not _is_letter(sign) and sign not in NAME_MARKS:
            yield _wrong(f"姓名中不能有“{sign}”", "请按证件填写姓名，少数民族姓名用“·”分隔")
    if BETWEEN_HAN.search(name):
        yield _wrong("姓名的汉字之间不能有空格", "请去掉空格；少数民族姓名用“·”分隔")
    if len(name) < NAME_SHORTEST:
        yield _wrong("姓名至少 2 个字", "请按证件填写姓名全称")
    elif not _is_letter(name[0]):
        yield _wrong(f"姓名不能以“{name[0]}”开头", "请按证件填写姓名")
    elif not _is_letter(name[-1]) and name[-1] != ".":
        yield _wrong(f"姓名不能以“{name[-1]}”结尾", "请按证件填写姓名")


def _is_letter(sign: str) -> bool:
    return sign == "〇" or ord(sign) in RARE_PLANES or unicodedata.category(sign).startswith(("L", "M"))


def _wrong(text: str, remedy: str) -> Problem:
    return Problem(text, remedy=remedy, field="name")


def fold(text: str) -> str:
    """Fold what a person typed into a code or number field: full-width forms and all spaces away."""
    return SPACES.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))
