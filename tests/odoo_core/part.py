"""Odoo's own tests, first on stock Odoo, then with our addons: nothing new may fail."""

import csv
import json
from pathlib import Path

from tests.stack import Stack, places
from tests.stack.trouble import say

HERE = Path(__file__).parent
MODULES = (
    "contacts", "sms", "mail", "mass_mailing", "mass_mailing_sms",
    "website_mass_mailing", "phone_validation", "sms_twilio",
)  # fmt: skip
#: Installed in both worlds, so that only our addons make the difference.
GROUND = ("contacts", "mass_mailing_sms", "website_mass_mailing", "sms_twilio")
OURS = ("izinnet_iys", "izinnet_iys_sms")
EVERYBODY = "izinnet_everybody"
#: So many failing tests are run once more, alone, before they count.
AGAIN = 40


def run(stack, modules=MODULES):
    """Run both worlds; return (good, bad, complaints).

    A test is bad when it fails here, twice, not on stock Odoo, and ``reasons.csv`` does
    not say why the law wants it so. A reason that is not needed is a complaint, too.
    """
    stock = _stock(stack, modules)
    for test in sorted(t for t, told in stock.items() if told[0] == "failed"):
        say(f"stock Odoo fails it here, so it compares nothing: {test}")
    ours = _world(stack, "ours", modules, ours=True, everybody=True)
    return judge(stock, ours, read_reasons())


def judge(stock, ours, reasons):
    """Compare two reports {test: [outcome, words]}; return (good, bad, complaints)."""
    names = {test for test, told in stock.items() if told[0] == "passed"}
    bad = {
        test: told
        for test, told in ours.items()
        if told[0] == "failed" and _stock_outcome(stock, test) != "failed"
    }
    new = {test: told for test, told in bad.items() if test not in reasons}
    complaints = [f"{test}: {told[1].splitlines()[0]}" for test, told in new.items()]
    lost = sorted(names - ours.keys())
    complaints += [f"did not run: {test}" for test in lost]
    skipped = {t for t, told in ours.items() if told[0] == "skipped"}
    complaints += [f"skipped: {test}" for test in sorted(skipped & names)]
    complaints += [f"reason not needed: {t}" for t in sorted(reasons - bad.keys())]
    good = sum(ours.get(test, [""])[0] == "passed" for test in names)
    return good, len(new) + len(lost), tuple(complaints)


def read_reasons():
    """Return the names of the tests that may fail because the law demands otherwise."""
    return {row["test"] for row in rows_of_reasons()}


def rows_of_reasons():
    """Return the reasons: test, rule (L-n of the law) and why, in words."""
    with open(HERE / "reasons.csv", newline="") as file:
        return list(csv.DictReader(file))


def _stock_outcome(stock, test):
    return stock.get(test, [""])[0]


# === THE TWO WORLDS === #


def _stock(stack, modules):
    """Return stock Odoo's report; it changes only with Odoo and this program."""
    sort = places.short_hash(
        stack.source.key, *GROUND, *modules, (HERE / "runner.py").read_bytes()
    )
    kept = stack.state / f"odoo-core-stock-{sort}.json"
    if not kept.exists():
        kept.write_text(json.dumps(_world(stack, "stock", modules)))
    return json.loads(kept.read_text())


def _world(stack, name, modules, ours=False, everybody=False):
    """Make a database, run the tests in it and drop it; failures get a second chance."""
    database = f"izinnet_core_{name}"
    try:
        stack.create_database(database, modules=GROUND + (OURS if ours else ()))
        if everybody:
            _install_everybody(stack, database)
        told = _run(stack, database, modules)
        failed = [test for test, seen in told.items() if seen[0] == "failed"]
        if 0 < len(failed) <= AGAIN:
            told |= _run(stack, database, modules, failed)
        return told
    finally:
        stack.drop_database(database)


def _install_everybody(stack, database):
    args = ["-d", database, "-i", EVERYBODY, f"--addons-path={_addons_path(stack)}"]
    stack.odoo([*args, "--stop-after-init", "--no-http", "--max-cron-threads=0"])


def _addons_path(stack):
    folders = [*stack.source.addons_paths(), places.REPO, HERE / "addons"]
    return ",".join(map(str, folders))


def _run(stack, database, modules, names=()):
    report = stack.state / "reports" / f"{database}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [stack.python, "-m", "tests.odoo_core.runner", database, report]
    command += [*modules, "--", *names]
    env = {
        "IZINNET_ADDONS_PATH": _addons_path(stack),
        "IZINNET_PORT": str(stack.free_port()),
    }
    stack.run(command, env=env)
    return json.loads(report.read_text())


def without_consents(stack, modules=MODULES):
    """Say which tests fail where nobody consented: for information, no verdict.

    They send commercial messages to people of whom no consent is known.
    """
    stock, ours = _stock(stack, modules), _world(stack, "bare", modules, ours=True)
    failing = {test for test, told in ours.items() if told[0] == "failed"}
    failing -= {test for test, told in stock.items() if told[0] == "failed"}
    say("\n  ".join([f"{len(failing)} fail without consents", *sorted(failing)]))


if __name__ == "__main__":
    with Stack.up() as ready:
        without_consents(ready)
