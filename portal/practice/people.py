"""People of the practice portal. All are fictitious: each is called 贾, which sounds like 假, not real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from accounts.identity import check_digit

# One password for all practice logins; it is printed at every start and of no use anywhere else.
PASSWORD = "lianxi-2026-jixie"  # noqa: S105  printed on purpose
FIRST_PASSWORD = "shouci-2026-gaimi"  # noqa: S105  printed on purpose
# No administrative division has this code.
AREA = "990101"


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """A fictitious candidate.

    Attributes:
        username: the login name.
        name: the name.
        born: the day of birth.
        serial: three digits of the document number, odd for men (GB 11643).
    """

    username: str
    name: str
    born: date
    serial: int

    @property
    def document_number(self) -> str:
        """A number with a right check digit, in an area that doesn't exist."""
        head = f"{AREA}{self.born:%Y%m%d}{self.serial:03d}"
        return head + check_digit(head)


SOLAR_TERMS = {
    "lichun": "立春",
    "yushui": "雨水",
    "jingzhe": "惊蛰",
    "chunfen": "春分",
    "qingming": "清明",
    "guyu": "谷雨",
    "lixia": "立夏",
    "xiaoman": "小满",
    "mangzhong": "芒种",
    "xiazhi": "夏至",
    "xiaoshu": "小暑",
    "dashu": "大暑",
    "liqiu": "立秋",
    "chushu": "处暑",
    "bailu": "白露",
    "qiufen": "秋分",
    "hanlu": "寒露",
    "shuangjiang": "霜降",
    "lidong": "立冬",
    "xiaoxue": "小雪",
    "daxue": "大雪",
    "dongzhi": "冬至",
    "xiaohan": "小寒",
    "dahan": "大寒",
}


FLOWERS = {
    "haitang": "海棠",
    "mudan": "牡丹",
    "shaoyao": "芍药",
    "moli": "茉莉",
    "dingxiang": "丁香",
    "zijin": "紫荆",
    "dujuan": "杜鹃",
    "furong": "芙蓉",
    "lamei": "蜡梅",
    "shuixian": "水仙",
}
NAMES = SOLAR_TERMS | FLOWERS


def practice_people() -> list[PracticePerson]:
    """Return the fictitious candidates, one a solar term and one a flower, always the same."""
    return [
        PracticePerson(
            f"jia-{pinyin}", f"贾{name}", date(2006, 1 + number % 12, 2 + number % 24), 100 + number
        )
        for number, (pinyin, name) in enumerate(NAMES.items())
    ]


def take(people: Iterator[PracticePerson], count: int) -> list[PracticePerson]:
    """Return the next few people."""
    return list(islice(people, count))
