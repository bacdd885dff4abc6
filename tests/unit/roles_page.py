"""``docs/roles.md``, written from the tables of rights (R-56).

``IZINNET_WRITE_ROLES=1 ./run python -m pytest tests/unit/test_roles_page.py`` writes it anew.
"""

import importlib.util
from itertools import groupby

from tests.stack import places

ADDONS = ("izinnet_iys", "izinnet_iys_sms", "izinnet_iys_website")
PAGE = places.REPO / "docs/roles.md"
#: What is said by hand, above the tables.
HEAD = places.REPO / "tests/fixtures/roles_head.md"
#: Columns of the page, and the person of the tables each one stands for.
ROLES = {
    "Collector": "collector",
    "Campaign author": "author",
    "Consent manager": "manager",
    "Administrator": "admin",
    "Auditor": "auditor",
}
OTHERS = {
    "nobody logged in": "public",
    "portal": "portal",
    "staff without a role": "internal",
    "Odoo's mailing user": "mailing",
    "Odoo's settings": "settings",
}
#: Headings, in the order of the page; a concern that is missing here fails.
CONCERNS = {
    "record": "Consents and texts",
    "form": "Forms",
    "gate": "Sending",
    "Odoo": "Odoo's mailings",
    "operations": "Lists, log, day report",
    "sync": "Connection with İYS",
    "proof": "Proof and inspection",
    "privacy": "Destruction and requests of people",
    "seal": "Seal",
    "alarm": "Alarms",
    "backup": "Backup",
    "gateway": "SMS: accounts and titles",
    "sending": "SMS: what was sent",
    "inbound": "SMS: what came in",
    "codes": "SMS: codes",
    "wizard": "Screens that ask something",
}
RIGHTS = {"read": "read", "write": "change", "create": "add", "unlink": "delete"}


def rights():
    """Return the Rights of all addons, as their tables have them."""
    file = rights_file()
    found = []
    for addon in ADDONS:
        text = (places.REPO / addon / "tests/rights_table.txt").read_text()
        found += file.read(text).values()
    return found


def rights_file():
    """Return the module that reads tables, without the addon around it: that is Odoo's."""
    path = places.REPO / "izinnet_iys/tests/rights_file.py"
    spec = importlib.util.spec_from_file_location("rights_file", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page():
    """Return the text of the page."""
    order = list(CONCERNS)
    found = sorted(rights(), key=lambda row: (order.index(row.concern), row.title))
    parts = [HEAD.read_text()]
    for concern, rows in groupby(found, key=lambda row: row.concern):
        parts.append(f"\n## {CONCERNS[concern]}\n\n{_table(rows)}")
    return "".join(parts)


def _table(rows):
    lines = [["What", *ROLES, "Others"], ["---"] * (len(ROLES) + 2)]
    for row in rows:
        said = [_words(row.cells[persona]) for persona in ROLES.values()]
        lines.append([f"{row.title} (`{row.model}`)", *said, _others(row)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _others(row):
    told = [f"{who}: {_words(row.cells[name])}" for who, name in OTHERS.items()]
    return "; ".join(words for words in told if not words.endswith("–")) or "–"


def _words(cells):
    """Say in words what the first four cells of a person allow, and on whose rows."""
    reached = dict(zip(RIGHTS, cells, strict=False))
    by_rows = {}
    for right, letters in reached.items():
        if letters not in ("-", "0"):
            by_rows.setdefault(_whose(letters), []).append(RIGHTS[right])
    told = [_join(verbs) + whose for whose, verbs in by_rows.items()]
    return "; ".join(told) or "–"


def _join(verbs):
    return "everything" if len(verbs) == len(RIGHTS) else ", ".join(verbs)


def _whose(letters):
    if letters == "M":
        return " (own)"
    if letters == "N":
        return " (shared)"
    return " (and shared)" if "N" in letters else ""
