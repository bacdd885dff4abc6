"""``./run demo``: the demo company sends SMS by Netgsm's simulator.

``python -m tests.e2e.demo_operator URL DATABASE ACCOUNT`` puts the simulated operator, as
the simulators describe it in JSON, in the place of the demo data's trial account.
"""

import json
import sys

from .odoo_client import Client


def use_operator(client, account):
    """Make the demo company's trial account one at an operator; try the connection."""
    gateway = client.ref("izinnet_iys_sms.demo_gateway_cinar")
    values = {
        "name": "Netgsm (benzetim)",
        "provider": account["gateway"],
        "base_url": account["base_url"],
        "username": account["username"],
        "password": account["password"],
    }
    client.call("iys.sms.gateway", "write", [gateway], values)
    client.call("iys.sms.gateway", "action_confirm_database", [gateway])
    client.call("iys.sms.gateway", "action_test_connection", [gateway])


if __name__ == "__main__":
    url, database, described = sys.argv[1:]
    use_operator(Client(url, database), json.loads(described))
