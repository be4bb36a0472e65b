"""What a cell's text means where it names or reaches somebody: phone numbers, mailboxes, folded names."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.names import clean_person_name, fold, person_name_problem
from accounts.phones import clean_phone, is_phone
from documents.import_values import text


def phone(cell: str) -> str:
    """Read a phone number, folded; landlines with their area code."""
    number = clean_phone(cell)
    if not is_phone(number):
        raise ValueError("不是电话号码，请填写 11 位手机号码，或带区号的固定电话，如 0519-80000000")
    return number


def mailbox(cell: str) -> str:
    """Read a mail address, folded."""
    address = fold(cell)
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("不是邮箱地址，应如 name@example.com") from None
    return address


def folded_text(max_length: int) -> Callable[[str], str]:
    """Return the reader of a name or code as registries write it: without spaces and full-width forms."""
    read = text(max_length)
    return lambda cell: read(fold(cell))


def person_name(max_length: int) -> Callable[[str], str]:
    """Return the reader of a person's name, folded."""
    read = text(max_length)

    def named(cell: str) -> str:
        name = read(clean_person_name(cell))
        wrong = person_name_problem(name)
        if wrong:
            raise ValueError(f"{wrong.text}，{wrong.remedy}")
        return name

    return named
