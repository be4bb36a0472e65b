"""Password rules of our own."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from pypinyin import Style, lazy_pinyin
from zxcvbn import zxcvbn

from accounts.models import User

WORDS = Path(__file__).with_name("weak_words.txt")
# As a power of ten: how often somebody who knows such words and habits guesses before this one is met.
GUESSES = 9
WEIGHED = 72  # characters that are weighed; whoever chose so many is not guessed at


@cache
def _words() -> tuple[str, ...]:
    return tuple(WORDS.read_text().split())


class GuessableValidator:
    """Refuses a password that is guessed soon: known words in pinyin, dates, rows of keys, what is public.

    Weighed by zxcvbn, to which the words of this trade and the person's own are named besides its own lists.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a `ValidationError` if `password` is among the first to be tried."""
        own = [*_words(), *(_own_words(user) if user is not None else ())]
        if float(zxcvbn(password[:WEIGHED], user_inputs=own)["guesses_log10"]) < GUESSES:
            raise ValidationError(
                "密码太容易被猜到：不要用常用词、拼音、键盘连排、年份，也不要用姓名、单位、电话、机构编码。"
                "可以用几个不相干的词连起来，中间加符号或数字。",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return "密码不能是容易被猜到的词、拼音、数字或键盘连排。"


def _own_words(user: User) -> Iterator[str]:
    """Yield what others know of a person: names, also in pinyin and by its first letters, and numbers."""
    organisation = user.organisation
    names = [user.username, user.person_name, *([organisation.name] if organisation else ())]
    for name in filter(None, names):
        pinyin = lazy_pinyin(name)
        initials = lazy_pinyin(name, style=Style.FIRST_LETTER)
        yield from (name, "".join(pinyin), "".join(initials), *pinyin)
    numbers = [user.phone, user.email.partition("@")[0], organisation.code if organisation else ""]
    yield from (part for one in numbers if one for part in (one, one[-6:], one[-4:], one[-3:]))


class OrganisationCodeValidator:
    """Refuses a password that holds the station's code or its number: both are printed in public."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise a `ValidationError` if `password` holds the code of the user's organisation."""
        organisation = getattr(user, "organisation", None)
        if organisation is not None and organisation.code and organisation.code in password:
            raise ValidationError("密码不能包含机构编码：机构编码是公开信息。", code="password_has_code")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return "密码不能包含机构编码。"


class LengthValidator(MinimumLengthValidator):
    """Django's rule of length in the portal's words: Django's own are not translated."""

    def get_error_message(self) -> str:
        """Return what is wrong and what to do."""
        return f"密码太短，至少 {self.min_length} 位。"

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return f"密码至少 {self.min_length} 位。"
