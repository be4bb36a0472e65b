"""Browsers that an account was opened in before, known by a signed cookie."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ostami.sealing import keyed_digest

COOKIE = "browser"
SALT = "accounts.browsers"
COOKIE_AGE = 180 * 24 * 60 * 60
ACCOUNTS_KEPT = 5  # of people who share a browser, those who came last


def browser_of(request: HttpRequest, login_key: str) -> str:
    """Return by what the browser is known to the account of a folded name; empty where it isn't."""
    return _known(request).get(_mark(login_key), "")


def remember(request: HttpRequest, response: HttpResponse, login_key: str) -> None:
    """Have the browser known to an account from now on."""
    mark, known = _mark(login_key), _known(request)
    name = known.pop(mark, "") or secrets.token_urlsafe(12)
    kept = dict([*known.items(), (mark, name)][-ACCOUNTS_KEPT:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return known


def _mark(login_key: str) -> str:
    """Return an account's mark: whoever reads the cookie learns no name of it."""
    return keyed_digest(login_key, purpose="browser")[:16]
