"""Whose request it is, as far as the network tells: for limits alone, and never stored as it is."""

import logging
from contextlib import suppress
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)

# One line's customer has that many bits of IPv6 to choose addresses from.
CUSTOMER_BITS = 64


def sender_of(request: HttpRequest) -> str:
    """Return the address that a request came from, of IPv6 the customer's network; empty where unknown.

    Behind the proxy the connection is the proxy's own: the last address named is the one that it saw, those
    before are what the sender claims. Without a proxy, in practice alone, no header is believed.
    """
    if settings.PRACTICE:
        return _network(request.META.get("REMOTE_ADDR", ""))
    sender = _network(request.headers.get("X-Forwarded-For", "").split(",")[-1].strip())
    if not sender:
        _warn()
    return sender


@cache
def _warn() -> None:
    """Say once a process that nobody is told apart."""
    logger.warning("The proxy names no sender in X-Forwarded-For: limits of a sender count nothing.")


def _network(text: str) -> str:
    with suppress(ValueError):
        address = ip_address(text)
        if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
            return str(ip_network((address.packed, CUSTOMER_BITS), strict=False))
        return str(getattr(address, "ipv4_mapped", None) or address)
    return ""
