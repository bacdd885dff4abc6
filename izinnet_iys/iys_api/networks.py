"""From where answers come: what of an IP address is worth counting (R-43)."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

#: A provider gives one household or phone so much of IPv6.
HOUSEHOLD: Final = 64
UNKNOWN: Final = "unknown"


def network_of(ip: object) -> str:
    """Return the network an address stands for: itself, or the /64 of an IPv6 one.

    Whatever is no address is ``UNKNOWN``: strangers without one are counted together.
    """
    try:
        address = ip_address(str(ip or ""))
    except ValueError:
        return UNKNOWN
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), HOUSEHOLD), strict=False))
