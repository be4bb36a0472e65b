"""Names as people type them, folded to one spelling."""

import re
import unicodedata

# Name separators seen on keyboards and in old files; the rule for ethnic names allows U+00B7 alone.
MIDDLE_DOTS = dict.fromkeys(map(ord, "．.・•‧∙⋅･"), "·")
SPACES = re.compile(r"\s+")


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


def fold(text: str) -> str:
    """Fold what a person typed into a code or number field: full-width forms and all spaces away."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text))
