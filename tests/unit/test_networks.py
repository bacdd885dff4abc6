"""Counting by network: a stadium is one, a household is one, an odd text is one (R-43)."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.networks import UNKNOWN, network_of


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 198.51.100.1", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_an_address_counts_for_its_network(ip, network):
    """An IPv4 address is carried inside IPv6 now and then; it stays the same one."""
    assert network_of(ip) == network


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(1, 2**63))
def test_one_household_counts_as_one(one, other, prefix):
    """Whoever has a /64 has 2^64 addresses to hide behind."""
    networks = {network_of(IPv6Address((prefix << 64) + end)) for end in (one, other)}
    assert len(networks) == 1


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(1, 2**63))
def test_two_households_count_as_two(one, other, prefix):
    """Neighbours do not pay for each other."""
    numbers = (prefix << 64) + one, (prefix + 1 << 64) + other
    assert len({network_of(IPv6Address(number)) for number in numbers}) == 2


@given(st.text())
def test_no_text_is_an_error(text):
    """What a proxy passes on is anybody's."""
    assert network_of(text)
