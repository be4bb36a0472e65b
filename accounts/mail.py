"""Mail to one address: by the outbox with what it tells of, or at once."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts import outbox

logger = logging.getLogger(__name__)

OFF = "django.core.mail.backends.dummy.EmailBackend"


def send_mail_to(*, address: str, subject: str, template: str, context: Mapping[str, Any]) -> None:
    """Put a plain text mail into the outbox, with what it tells of; the worker sends it.

    A mail server that fails is logged, without address and text, and changes nothing else: the mail is kept
    and tried again.

    Args:
        address: the mailbox.
        subject: one line without personal data: it is readable on every way station and in the log.
        template: the text's template.
        context: what the template shows.
    """
    text = render_to_string(template, dict(context))
    if not mails_are_off():
        outbox.put(address=address, subject=subject, text=text)


def send_mail_now(*, address: str, subject: str, template: str, context: Mapping[str, Any]) -> bool:
    """Send a plain text mail at once and tell whether the mail server took it.

    For acts that are worth recording only if the mail went out. Takes what `send_mail_to` takes.
    """
    return _send(address, subject, render_to_string(template, dict(context)))


def _send(address: str, subject: str, text: str) -> bool:
    try:
        send_mail(subject, text, None, [address])
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the caller goes on
        # The error's own words may hold the address.
        logger.error("A mail was not sent (%s): %s", type(error).__name__, subject)  # noqa: TRY400
        return False
    return True


def mails_are_off() -> bool:
    """Tell whether mails go nowhere, so that none need be put off for the worker either."""
    return str(settings.EMAIL_BACKEND) == OFF
