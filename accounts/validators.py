"""Password rules of our own."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from accounts.models import User


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
