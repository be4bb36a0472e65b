"""The link by which a person sets a new password, and the mail that brings it to whoever forgot theirs."""

from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from accounts.mail import send_mail_now
from accounts.models import User

RESEND_SECONDS = 10 * 60
SUBJECT = "机械工业人才评价管理服务平台：重设密码"


def reset_path(user: User) -> str:
    """Return the path of the page that sets a new password of `user`: once, within an hour."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("accounts:reset_password", kwargs={"uidb64": uid, "token": token})


@task()
def send_reset_link(user_pk: int, root: str) -> None:
    """Mail the link to an account's own mailbox, once in ten minutes, so that no stranger fills it.

    The worker does it: the page answers as soon for a name that nobody has.

    Args:
        user_pk: whose account.
        root: the portal's address, such as ``https://portal.example.org``.
    """
    user = User.objects.get_queryset().filter(pk=user_pk, is_active=True).exclude(email="").first()
    sent = f"accounts.reset_link:{user_pk}"
    if user is None or not cache.add(sent, 1, RESEND_SECONDS):
        return
    context = {"user": user, "root": root, "path": reset_path(user)}
    if not send_mail_now(
        address=user.email, subject=SUBJECT, template="accounts/find_password_mail.txt", context=context
    ):
        cache.delete(sent)
