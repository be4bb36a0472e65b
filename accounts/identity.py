"""Identity documents: kinds, what makes a number right, and what a number tells."""

import re
from datetime import date

from django.db import models

from accounts.names import fold
from ostami.problems import Problem
from ostami.sealing import keyed_digest

GB_11643_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GB_11643_CHECK = "10X98765432"


class DocumentType(models.TextChoices):
    """Kinds of identity document that a person may register with."""

    RESIDENT_ID = "resident_id", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    HONGKONG_MACAO_PERMIT = "hongkong_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    FOREIGN_PERMANENT = "foreign_permanent", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OFFICER = "officer", "军官证"


class Sex(models.TextChoices):
    """Sex as the forms print it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


# Eighteen digits with birth date and check digit, by GB 11643.
GB_11643_TYPES = frozenset({DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT})
# Among these an eighteen-digit number is one card, whichever kind it is registered as.
EIGHTEEN_DIGIT_TYPES = GB_11643_TYPES | {DocumentType.FOREIGN_PERMANENT}
HYPHENS = re.compile("[-‐-―−]")
LIKE_X = dict.fromkeys(map(ord, "×ΧХ"), "X")
# Only ASCII digits: `\d` would take the digits of every script, and one number would have many spellings.
GB_11643_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
OLD_SHAPE = re.compile(r"[0-9]{15}")
NUMBER_IN_TEXT = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])")
# The "area" of a residence permit is where its holder comes from: 香港, 澳门, 台湾.
RESIDENCE_PERMIT_AREAS = ("810000", "820000", "830000")
OTHER_PATTERNS = {
    DocumentType.HONGKONG_MACAO_PERMIT: (
        re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
        "H 或 M 加 8 位（旧证 10 位）数字",
    ),
    DocumentType.TAIWAN_PERMIT: (re.compile(r"[0-9]{8}"), "8 位数字"),
    DocumentType.FOREIGN_PERMANENT: (
        re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
        "3 个字母加 12 位数字，或 9 开头的 18 位",
    ),
    DocumentType.PASSPORT: (re.compile(r"[A-Z0-9]{5,17}"), "5 至 17 位字母或数字"),
    DocumentType.OFFICER: (re.compile(r"[A-Z0-9一-鿿]{4,30}"), "4 至 30 位字母、数字或汉字"),
}


def clean_document_number(text: str) -> str:
    """Fold a typed number: spaces, hyphens and full-width forms away, letters upper case.

    The multiplication sign and the Greek and Cyrillic letters that look like X are read as X.
    """
    return HYPHENS.sub("", fold(text)).upper().translate(LIKE_X)


def check_digit(first_17: str) -> str:
    """Return the GB 11643 check digit (``0``-``9`` or ``X``) of a number's first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, GB_11643_WEIGHTS, strict=True))
    return GB_11643_CHECK[total % 11]


def birth_date_of(number: str) -> date | None:
    """Return the birth date in an eighteen-digit number, or None if digits 7-14 are no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def carries_birth_date(kind: DocumentType, number: str) -> bool:
    """Tell whether a number of this kind holds birth date, sex and check digit.

    Of the cards of foreign permanent residents those issued since 2023 do.
    """
    return kind in GB_11643_TYPES or (
        kind == DocumentType.FOREIGN_PERMANENT and GB_11643_SHAPE.fullmatch(number) is not None
    )


def facts_in_number(kind: DocumentType, number: str) -> tuple[date, Sex] | None:
    """Return birth date and sex where a cleaned number of this kind holds them; None otherwise."""
    if not carries_birth_date(kind, number) or not GB_11643_SHAPE.fullmatch(number):
        return None
    born = birth_date_of(number)
    return (born, sex_of(number)) if born else None


def sex_of(number: str) -> Sex:
    """Return the sex in an eighteen-digit number: its seventeenth digit is odd for men."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def age_on(day: date, *, born: date) -> int:
    """Return the full years that a person born on `born` has on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def number_problem(kind: DocumentType, number: str, *, today: date) -> Problem | None:
    """Return what is wrong with an already cleaned `number`, or None (GB 11643 for the 18-digit kinds)."""
    if kind in OTHER_PATTERNS:
        pattern, shape = OTHER_PATTERNS[kind]
        if not pattern.fullmatch(number):
            text = f"{kind.label}号码应为 {shape}"
            return Problem(text, remedy="请对照证件重新填写", field="document_number")
    if not carries_birth_date(kind, number):
        return _kind_problem(kind, number)
    return _gb_11643_problem(number, today=today) or _area_problem(kind, number)


def _kind_problem(kind: DocumentType, number: str) -> Problem | None:
    """Keep an eighteen-digit number from being registered a second time as a kind without check digit."""
    if not GB_11643_SHAPE.fullmatch(number):
        return None
    text = f"18 位号码是{DocumentType.RESIDENT_ID.label}等证件的号码，不是{kind.label}号码"
    return Problem(text, remedy="请核对证件类型和号码", field="document_number")


def kinds_of_one_card(kind: DocumentType) -> frozenset[DocumentType]:
    """Return the kinds under which the same number is the same card as one of `kind`."""
    return EIGHTEEN_DIGIT_TYPES if kind in EIGHTEEN_DIGIT_TYPES else frozenset({kind})


def _area_problem(kind: DocumentType, number: str) -> Problem | None:
    """Keep the two 18-digit kinds apart, so that one card cannot be registered as both."""
    is_permit = number.startswith(RESIDENCE_PERMIT_AREAS)
    if kind == DocumentType.RESIDENCE_PERMIT and not is_permit:
        text = f"{kind.label}号码应以 {'、'.join(RESIDENCE_PERMIT_AREAS)} 之一开头"
    elif kind == DocumentType.RESIDENT_ID and is_permit:
        text = f"以 {number[:6]} 开头的是{DocumentType.RESIDENCE_PERMIT.label}号码"
    else:
        return None
    return Problem(text, remedy="请核对证件类型和号码", field="document_number")


def _gb_11643_problem(number: str, *, today: date) -> Problem | None:
    def wrong(text: str) -> Problem:
        return Problem(text, remedy="请对照证件逐位核对后重新填写", field="document_number")

    if not GB_11643_SHAPE.fullmatch(number):
        return wrong(_shape_words(number))
    born = birth_date_of(number)
    if born is None or not date(1900, 1, 1) <= born <= today:
        return wrong("证件号码第 7 至 14 位不是有效的出生日期")
    if check_digit(number[:17]) != number[17]:
        return wrong("证件号码校验位不符（GB 11643）")
    return None


def _shape_words(number: str) -> str:
    """Say what keeps a number from having eighteen digits."""
    if OLD_SHAPE.fullmatch(number):
        return "15 位的旧身份证号码已停用，须填写 18 位号码"
    rule = "证件号码应为 18 位数字，末位可为 X"
    strange = re.search(r"[^0-9]", number[:-1]) or re.search(r"[^0-9X]", number)
    return f"{rule}；号码中不能有“{strange[0]}”" if strange else f"{rule}；现为 {len(number)} 位"


def mask_number(number: str) -> str:
    """Return a number as lists show it: first and last four characters, the rest as stars."""
    if len(number) <= 8:  # noqa: PLR2004  nothing would be left to hide
        return number[:1] + "*" * (len(number) - 2) + number[-1:]
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


def without_numbers(text: str) -> str:
    """Return a text, such as a sent file's name, with what reads like a resident's number masked."""
    return NUMBER_IN_TEXT.sub(lambda found: mask_number(found[0]), text)


def document_index(number: str) -> str:
    """Return the blind index of an already cleaned number: what certificates and candidates are found by."""
    return keyed_digest(number, purpose="document")
