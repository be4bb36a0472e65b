"""Which privacy text holds, and who has agreed to it."""

from accounts.models import User
from candidates.models import Consent

# Names the text's template. A text that says anything new gets a new version: everybody is asked anew.
CURRENT_VERSION = "2026-01"
TEXT = f"candidates/privacy/{CURRENT_VERSION}.html"


def has_consented(user: User) -> bool:
    """Tell whether `user` agreed to the text that holds."""
    return Consent.objects.filter(user=user, version=CURRENT_VERSION).exists()
