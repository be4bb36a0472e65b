"""Absolute addresses of the portal as they are printed, in codes that are read years later."""

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str) -> str:
    """Return the absolute address of `path`: under `OSTAMI_PUBLIC_ADDRESS`, or as the request came.

    What a browser names as the host is any of `OSTAMI_HOSTS`, be it one that only the office's network knows.
    """
    root: str = settings.PUBLIC_ADDRESS
    return f"{root}{path}" if root else request.build_absolute_uri(path)
