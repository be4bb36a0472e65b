"""Requests that arrive at instants of their own, however late they are handled.

`clock_set` and `clock_free` stand around the portal's own `accounts.middleware.arrival`: while a request
passes it, the frozen clock shows that request's instant. Afterwards it shows whatever another request set it
to, as it does when a request had to wait.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client

from tests.candidates.conftest import Frozen

MIDDLEWARE = ("tests.candidates.arrivals.clock_set", "tests.candidates.arrivals.clock_free")
SET_CLOCK = "tests.set_clock"
Handler = Callable[[HttpRequest], HttpResponse]
_one_at_a_time = Lock()


def clock_set(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        _one_at_a_time.acquire()
        request.META[SET_CLOCK]()
        return get_response(request)

    return middleware


def clock_free(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        _one_at_a_time.release()
        return get_response(request)

    return middleware


def around_arrival(middleware: list[str]) -> list[str]:
    """The portal's middleware with the clock's keepers around the first, which notes the arrival."""
    arrival, *others = middleware
    assert arrival == "accounts.middleware.arrival"
    before, after = MIDDLEWARE
    return [before, arrival, after, *others]


def post_at(client: Client, path: str, instant: datetime, clock: Frozen) -> Any:
    """Send a request that arrives at `instant`."""
    environ: dict[str, Any] = {SET_CLOCK: lambda: clock.move_to(instant)}
    return client.post(path, **environ)
