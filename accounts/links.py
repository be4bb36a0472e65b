"""Signed tokens for links in mails: who holds the link has read the mailbox."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from ostami import clock
from ostami.problems import BlockedError, Problem

EXPIRED = Problem("链接已过期", remedy="请重新申请发送邮件，并使用最新一封邮件中的链接")
BAD = Problem("链接不完整或无效", remedy="请打开邮件中的完整链接；仍不能打开的，请重新申请发送邮件")


class LinkError(BlockedError):
    """A link's token is worth nothing: its time is over, or the portal never made it for this purpose."""


def make_link_token(purpose: str, payload: str) -> str:
    """Return a token for an address that tells `payload` back to `read_link_token` of the same purpose.

    The payload is signed, not hidden: put in a key of a row, not a person's data.
    """
    return _signer(purpose).sign_object([clock.now().isoformat(), payload])


def read_link_token(purpose: str, token: str, max_age: timedelta) -> str:
    """Return the payload of a token younger than `max_age`, by the portal's clock.

    Raises:
        LinkError: the token is as old as `max_age`, was changed, or was made for another purpose.
    """
    try:
        made_at, payload = _signer(purpose).unsign_object(token)
    except BadSignature:
        raise LinkError([BAD]) from None
    if clock.now() - datetime.fromisoformat(made_at) >= max_age:
        raise LinkError([EXPIRED])
    return str(payload)


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"accounts.links.{purpose}")
