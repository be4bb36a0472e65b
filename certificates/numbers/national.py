"""The national number of 职业技能等级证书: twenty-two characters in seven parts (人社鉴发〔2019〕2号).

Kind of body (1), its code (4), province of the branch (2), the branch's own code (6), year of issue (2),
level (1), serial (6). The first four parts are a branch's prefix; the portal writes the others.
"""

import re
from collections.abc import Iterator

from certificates.models import PREFIX_LENGTH
from ostami.problems import Problem
from stations.provinces import PROVINCES

# The first two digits of GB/T 2260, in the order of the provinces' names; the corps has one of its own.
CODES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41"),
    *("42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "66"),
)
PROVINCE_CODES = dict(zip(PROVINCES, CODES, strict=True))
PREFIX = re.compile(rf"[YS][0-9]{{4}}(?:{'|'.join(CODES)})[0-9]{{6}}")
NUMBER = re.compile(rf"{PREFIX.pattern}[0-9]{{2}}[1-5][0-9]{{6}}")
PREFIX_SHAPE = re.compile(r"[YS][0-9]{12}")
PROVINCE_PLACE = slice(5, 7)
LAST_SERIAL = 999_999
CLAUSE = "2.6.2"
FIELD = "characters"  # a form has a `prefix` of its own


def national_stem(prefix: str, *, year: int, level: int) -> str:
    """Return what stands before the serial."""
    return f"{prefix}{year % 100:02d}{level}"


def national_number(prefix: str, *, year: int, level: int, serial: int) -> str:
    """Return the number made of a branch's prefix and the parts that the portal writes.

    Raises:
        ValueError: the parts make no number of the national rule.
    """
    number = f"{national_stem(prefix, year=year, level=level)}{serial:06d}"
    if not is_national(number) or not serial:
        raise ValueError(f"{number} is no national number.")
    return number


def is_national(number: str) -> bool:
    """Tell whether a cleaned number is one of the national rule, by its shape and its province code."""
    return NUMBER.fullmatch(number) is not None


def prefix_problems(prefix: str, *, province: str) -> Iterator[Problem]:
    """Yield what is wrong with a cleaned prefix of a branch in `province`, a name of GB/T 2260."""
    if not PREFIX_SHAPE.fullmatch(prefix):
        found = f"现为“{prefix[:30]}”（{len(prefix)} 位）"
        text = f"编号前缀应为 {PREFIX_LENGTH} 位：Y 或 S 加 12 位数字，{found}"
        yield Problem(text, CLAUSE, "请按备案文件逐位核对", FIELD)
        return
    code, expected = prefix[PROVINCE_PLACE], PROVINCE_CODES.get(province)
    if code not in CODES:
        yield Problem(f"第 6、7 位“{code}”不是省级代码", CLAUSE, "请按备案文件逐位核对", FIELD)
    elif expected is None:
        text = f"该分支机构登记的省份“{province}”没有省级代码"
        yield Problem(text, CLAUSE, "请先更正机构的所在省份", "branch")
    elif code != expected:
        text = f"第 6、7 位“{code}”不是{province}的省级代码“{expected}”"
        yield Problem(text, CLAUSE, "请核对所选分支机构和前缀", FIELD)
