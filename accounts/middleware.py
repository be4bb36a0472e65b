"""What happens around every request."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers, patch_cache_control

from accounts.models import User
from ostami import clock

Handler = Callable[[HttpRequest], HttpResponse]
ARRIVAL_KEY = "ostami.arrived_at"
OPEN_TO_FIRST_PASSWORD = frozenset({"accounts:first_password", "accounts:logout"})
# Where practice shows its mails to anybody: among them the code that the first password's page asks for.
PRACTICE_MAILBOX = "portal:practice_mail"


def arrival(get_response: Handler) -> Handler:
    """Note the instant at which the request arrives: deadlines are judged by it, not by when work is done."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META[ARRIVAL_KEY] = clock.now()
        return get_response(request)

    return middleware


def arrived_at(request: HttpRequest) -> datetime:
    """Return the instant at which `request` arrived."""
    instant: datetime = request.META[ARRIVAL_KEY]
    return instant


def first_password(get_response: Handler) -> Handler:
    """Lead whoever still has a first password to the page that changes it; nothing else opens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        waiting = isinstance(user, User) and user.must_change_password
        if waiting and not _open_to_first_password(_view_name(request)):
            return redirect("accounts:first_password")
        return get_response(request)

    return middleware


def _open_to_first_password(view_name: str) -> bool:
    return view_name in OPEN_TO_FIRST_PASSWORD or (settings.PRACTICE and view_name == PRACTICE_MAILBOX)


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def private_pages(get_response: Handler) -> Handler:
    """Keep pages of a logged-in person out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True)
        return response

    return middleware
