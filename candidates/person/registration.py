"""What a person tells at registration, folded to one spelling, and what can be wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from accounts.identity import (
    DocumentType,
    Sex,
    age_on,
    clean_document_number,
    facts_in_number,
    number_problem,
)
from accounts.names import clean_person_name, person_name_problem
from accounts.phones import clean_phone, is_phone
from ostami.problems import Problem

EARLIEST_BIRTH = date(1900, 1, 1)
MIN_AGE = 14  # 个人信息保护法 31: younger people's data needs their guardians' consent
USERNAME_SHORTEST = 4
NUMBER_TOLD = 8  # characters: shorter ones stand in a user name by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCandidate:
    """A person who registers. Sex and birth date may be left out where the document number tells them."""

    username: str
    name: str
    document_type: DocumentType
    document_number: str
    phone: str
    sex: Sex | None = None
    birth_date: date | None = None
    email: str = ""

    def cleaned(self) -> "NewCandidate":
        """Return the person folded, sex and birth date taken from the number where it has them."""
        number = clean_document_number(self.document_number)
        told = facts_in_number(self.document_type, number)
        born, sex = told or (self.birth_date, self.sex)
        return replace(
            self,
            username=self.username.strip(),
            name=clean_person_name(self.name),
            document_number=number,
            phone=clean_phone(self.phone),
            sex=sex,
            birth_date=born,
            email=self.email.strip(),
        )


def registration_problems(person: NewCandidate, *, today: date) -> Iterator[Problem]:
    """Yield all that is wrong with a cleaned `person`, but for what somebody else has registered."""
    yield from _username_problems(person)
    if wrong := person_name_problem(person.name):
        yield wrong
    yield from _document_problems(person, today=today)
    if not is_phone(person.phone):
        yield Problem(
            "电话号码不正确",
            "4.3-3",
            "请填写本人 11 位手机号码；没有手机的填写带区号的家庭电话，如 0519-80000000",
            "phone",
        )


def _username_problems(person: NewCandidate) -> Iterator[Problem]:
    if len(person.username) < USERNAME_SHORTEST:
        yield Problem(
            f"用户名至少 {USERNAME_SHORTEST} 个字符", remedy="可用汉字、字母和数字", field="username"
        )
    if _contains(person.username, person.document_number):
        yield Problem("用户名不能包含证件号码", remedy="为保护个人信息，请另取一个用户名", field="username")


def _contains(username: str, number: str) -> bool:
    """Tell whether a user name, which anybody may see, gives a number away; one too short proves nothing."""
    folded = clean_document_number(username)
    return folded == number or (len(number) >= NUMBER_TOLD and number in folded)


def _document_problems(person: NewCandidate, *, today: date) -> Iterator[Problem]:
    wrong = number_problem(person.document_type, person.document_number, today=today)
    if wrong:
        yield wrong
        return
    if person.sex is None:
        yield Problem("请选择性别", field="sex")
    if person.birth_date is None:
        yield Problem("请填写出生日期", field="birth_date")
    elif not EARLIEST_BIRTH <= person.birth_date <= today:
        yield Problem("出生日期不正确", remedy="请按证件填写，如 2006-03-15", field="birth_date")
    elif age_on(today, born=person.birth_date) < MIN_AGE:
        yield Problem(
            f"未满 {MIN_AGE} 周岁不能注册（个人信息保护法第三十一条）",
            remedy="请年满后再注册",
            field="document_number",
        )
