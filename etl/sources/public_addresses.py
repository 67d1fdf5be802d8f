"""Where a link that somebody sent in may lead: to public addresses, never to this machine or the network around it."""

import socket
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

LookUp = Callable[[str, int], list[str]]

# Addresses that carry another one inside, and would be sent on to it: NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380).
CARRIERS = tuple(ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError or UnicodeError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the public internet: not loopback, private, link-local, multicast or reserved."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast and not any(address in carrier for carrier in CARRIERS)


def public_address(host: str, port: int, find: LookUp = look_up) -> str | None:
    """One address of a host, version 4 first, or None where any of its addresses is not public.

    The caller connects to just this address: a name asked a second time could lead elsewhere.
    """
    found = find(host, port)
    if not found or not all(map(is_public, found)):
        return None
    return min(found, key=lambda text: ip_address(text.partition("%")[0]).version)
