"""Password rules of our own."""

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
