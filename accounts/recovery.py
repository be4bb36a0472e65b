"""The link by which a person sets a new password."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User


def reset_path(user: User) -> str:
    """Return the path of the page that sets a new password of `user`: once, within an hour."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("accounts:reset_password", kwargs={"uidb64": uid, "token": token})
