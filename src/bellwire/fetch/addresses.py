"""Which addresses may be connected to: those of the public internet, and no others."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from bellwire.errors import FetchError

PORTS = frozenset((80, 443))
UNICAST = ip_network("2000::/3")
"""What IPv6 has given out as public addresses; all else is local, reserved, or holds another address."""
SHUT = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # a cloud's inner service at a public address (Azure WireServer)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "64:ff9b::/96",  # NAT64: the last 32 bits are an IPv4 address (RFC 6052)
        "2001::/23",  # the IETF's own, Teredo among them, which holds IPv4 addresses (RFC 4380)
        "2002::/16",  # 6to4: bits 16 to 48 are an IPv4 address (RFC 3056)
        "3fff::/20",  # for examples in texts (RFC 9637)
    )
)
"""What the standard library's `is_global` lets through, in some version of Python, and must not be."""
ISATAP = (0x00005EFE, 0x02005EFE)
"""Bits 64 to 96 of an IPv6 address that holds an IPv4 address in the rest (RFC 5214)."""

Resolver = Callable[[str, int], tuple[str, ...]]
"""From a host's name and a port to its addresses; raises FetchError where it has none."""


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, and holds no other address that might not be.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "169.254.169.254", "::ffff:8.8.8.8", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if not found.is_global or found.is_multicast or any(found in network for network in SHUT):
        return False
    return isinstance(found, IPv4Address) or _is_plain_unicast(found)


def _is_plain_unicast(address: IPv6Address) -> bool:
    holder = int(address) >> 32 & 0xFFFFFFFF
    return address in UNICAST and not address.scope_id and holder not in ISATAP


def resolve(host: str, port: int) -> tuple[str, ...]:
    """All addresses of a host, as the system finds them; raises FetchError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host}, or no network; check the address", passing=True) from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
