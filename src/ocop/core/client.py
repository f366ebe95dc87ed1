"""Where a request comes from, for lock-out and limits alike: what anybody can write into a header is not believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HOME_BITS = 64
"""An IPv6 line has at least so large a network to itself: its addresses count as one."""


def address(request: HttpRequest) -> str | None:
    """The address of the client, or None where nothing tells it: then nothing is counted by address.

    Each of our own proxies (`OCOP_PROXIES`) adds the address that spoke to it at the right of X-Forwarded-For; what
    stands further left came with the request. Without proxies the header is not looked at. A site on https has a proxy
    even where nobody said so: its own address would make one client of everybody, whom one could lock out for all.
    """
    if settings.SERVED_ON_HTTPS and not settings.TRUSTED_PROXIES:
        return None
    told = [text.strip() for text in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.TRUSTED_PROXIES
    if count and len(told) >= count and (client := _read(told[-count])):
        return client
    return _read(request.META.get("REMOTE_ADDR", ""))


def _read(text: str) -> str | None:
    """An address as it is counted, None for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address.packed, HOME_BITS), strict=False).network_address)
    return str(address)


def route(request: HttpRequest) -> str:
    """The page asked for without what its address holds, which may be a secret: `loi-moi/<str:token>/`."""
    return request.resolver_match.route if request.resolver_match else ""
