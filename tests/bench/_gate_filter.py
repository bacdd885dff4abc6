"""Inside Odoo, after `_gate_ask`: the contact list's filters and groups, one by one.

What the web client asks for: a page of eighty in the list's own order, and the number of
hits counted up to 10,001. Wall milliseconds, the median; groups are counted to the end.
"""

# ruff: noqa: F821
FILTERS = {
    "SMS approved": [("iys_mesaj_state", "=", "ONAY")],
    "SMS refused": [("iys_mesaj_state", "=", "RET")],
    "SMS waiting": [("iys_mesaj_state", "=", "waiting")],
    "no consent for SMS": [("iys_mesaj_state", "=", "none")],
    "SMS reachable, merchants too": [
        ("iys_mesaj_rule", "in", ("approved", "merchant"))
    ],
    "SMS not reachable": [("iys_mesaj_rule", "not in", ("approved", "merchant"))],
    "e-mail approved": [("iys_eposta_state", "=", "ONAY")],
}


def show(domain):
    """What the list asks the server for."""
    columns = {name: {} for name in ("complete_name", "phone", "email")}
    answer = partners.web_search_read(domain, columns, limit=80, count_limit=10_001)
    return answer["length"]


filters = {name: wall(lambda d=d: show(d), times=5) for name, d in FILTERS.items()}
found = {name: show(domain) for name, domain in FILTERS.items()}
columns = {
    name: {} for name in ("iys_arama_state", "iys_mesaj_state", "iys_eposta_state")
}
first = partners.search([], limit=80)
states = wall(lambda: first.web_read(columns))
groups = wall(lambda: partners.web_read_group([], ["iys_mesaj_state"]), times=3)
tell(filters=filters, found=found, states=states, groups=groups)
