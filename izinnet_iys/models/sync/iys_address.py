"""Which hosts this server may call (R-54)."""

import os
from urllib.parse import urlsplit

from ...iys_api.transport import checked_base_url

OFFICIAL_HOSTS = ("api.iys.org.tr", "api.sandbox.iys.org.tr")
#: Environment variable of the server process: further hosts, comma separated. Only who
#: runs the server can set it, so a stolen administrator login cannot point İYS's calls
#: at an inner network. This very machine may also be plain http (tests).
ALLOW_LIST = "IZINNET_HOSTS"


def address_fault(url, official=OFFICIAL_HOSTS):
    """Return why an address may not be called, or None when it may.

    ``official``: hosts that need not stand in the server's configuration.
    """
    try:
        parts = urlsplit(url)
        checked_base_url(url)
    except ValueError:
        return "it must begin with https:// and name a host"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "an address has no user name, query or fragment"
    if parts.scheme == "https" and parts.hostname in official:
        return None
    if parts.hostname not in _allowed_hosts():
        return f"the server's configuration ({ALLOW_LIST}) does not name this host"
    return None


def _allowed_hosts():
    return {h.strip() for h in os.environ.get(ALLOW_LIST, "").split(",") if h.strip()}
