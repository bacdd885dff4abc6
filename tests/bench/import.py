"""Bench of the import: goals G1 to G6 (issue 2), against base_import in the same run.

`./run bench import [--rows 100000] [--million] [--no-contacts]`
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.stack import Stack

from ._import_files import write_consents, write_contacts
from ._run import copy_database, inside, keep, table

MODULES = ("izinnet_iys", "base_import")
PREPARED, WORK = "bench_import_prepared", "bench_import"


class Bench:
    """The cases of one run; each in its own process on its own copy of a database."""

    def __init__(self, stack, rows, folder):
        self.stack, self.rows = stack, rows
        self.consents = str(Path(folder) / "consents.xlsx")
        self.contacts = str(Path(folder) / "contacts.xlsx")
        self.lines = []

    def prepare(self, contacts):
        """Make the database all cases start from."""
        self.stack.create_database(PREPARED, modules=MODULES)
        inside(self.stack, PREPARED, "_import_prepare.py", contacts=contacts)

    def fresh(self):
        """Begin with a clean copy."""
        copy_database(self.stack, PREPARED, WORK)

    def ours(self, **params):
        """Import the list with our addon; check that every row was taken."""
        told = inside(self.stack, WORK, "_import_ours.py", path=self.consents, **params)
        if told["state"] != "done" or told["figures"]["faulty"]:
            raise RuntimeError(f"the import did not end well: {told}")
        return told

    def base(self, model, path):
        """Import a list with base_import; check that every row was taken."""
        told = inside(
            self.stack, WORK, "_import_base.py", model=model, path=path, rows=self.rows
        )
        if told["base"]["made"] != self.rows:
            raise RuntimeError(f"base_import did not take all rows: {told}")
        return told["base"]

    def say(self, name, told, **more):
        """Note one line of the table."""
        cpu = told if isinstance(told, float) else told["cpu"]
        per_row = 1e6 * cpu / more.pop("rows", self.rows)
        line = [name, f"{cpu:.1f}", f"{per_row:.0f}", more.get("growth", "")]
        self.lines.append([*line, more.get("note", "")])
        print(" · ".join(str(part) for part in self.lines[-1]), flush=True)


def whole(told):
    """CPU of reading and recording; the dry run is told apart, as base_import's is."""
    return told["read"]["cpu"] + told["record"]["cpu"]


def growth(told):
    """Largest growth of the worker in any stage, MiB."""
    stages = ("read", "check", "record")
    return f"{max(told[stage]['growth'] for stage in stages):.0f}"


def say_ours(bench, name, told, against=None, note="", rows=None):
    """Note one import of ours with its ratio."""
    ratio = f"{against / whole(told):.1f} × base_import" if against else ""
    bench.say(
        name,
        whole(told),
        growth=growth(told),
        note=" ".join(part for part in (ratio, note) if part),
        rows=rows or bench.rows,
    )


def matched(bench):
    """G1, G3, G4, G6: contacts exist."""
    bench.fresh()
    base = bench.base("x_plain_consent", bench.consents)
    bench.say(
        "base_import, one call, no contacts", base, growth=f"{base['growth']:.0f}"
    )
    bench.fresh()
    stream = bench.ours(fast=False)
    say_ours(bench, "ours, openpyxl stream", stream, base["cpu"], "goal ≥ 6")
    bench.fresh()
    fast = bench.ours()
    say_ours(bench, "ours, python-calamine", fast, base["cpu"], "goal ≥ 15")
    bench.say("  of it reading", fast["read"])
    bench.say("  of it recording", fast["record"])
    bench.say("dry run (not counted above)", fast["check"])
    floor(bench, fast)
    again = bench.ours()
    share = whole(again) / whole(fast)
    note = f"{share:.2f} × the first run, goal ≤ 0.75; new rows {again['new_rows']}"
    say_ours(bench, "the same file again", again, note=note)
    return base, stream


def floor(bench, told):
    """G3: against the least the database can do."""
    least = inside(bench.stack, WORK, "_import_floor.py", rows=bench.rows)
    copy, proof = least["floor"]["cpu"], least["proof"]["cpu"]
    bench.say("plain COPY into the same table", least["floor"])
    bench.say("what the proof costs (ids, hashes, JSON)", least["proof"])
    after = told["record"]["cpu"]
    note = f"recording = {after / copy:.1f} × COPY; less the proof {(after - proof) / copy:.1f}"
    bench.lines[-1][-1] = note + ", goal ≤ 2"
    print(note, flush=True)


def created(bench, base):
    """G2: every contact is new, made by the ORM in lots."""
    bench.prepare(0)
    bench.fresh()
    people = bench.base("res.partner", bench.contacts)
    both = people["cpu"] + base["cpu"]
    bench.say("base_import, contacts and consents", both)
    bench.fresh()
    told = bench.ours(partner_mode="create")
    say_ours(bench, "ours, contacts made by the ORM", told, both, "goal ≥ 2.5")


def million(bench, stream, rows=1_000_000):
    """G4, G5: ten times the rows, the same cost a row, flat memory."""
    path = str(Path(bench.consents).with_name("million.xlsx"))
    write_consents(path, rows, "Marka")
    bench.prepare(rows)
    bench.fresh()
    bench.consents = path
    told = bench.ours(fast=False)
    ratio = (whole(told) / rows) / (whole(stream) / bench.rows)
    note = f"{ratio:.2f} × the cost a row of {bench.rows:,}, goal ≤ 1.1"
    say_ours(bench, f"ours, {rows:,} rows, openpyxl stream", told, note=note, rows=rows)


def main(stack, argv):
    """Run the cases, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench import")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--million", action="store_true", help="also 1,000,000 rows")
    parser.add_argument("--no-contacts", action="store_true", help="skip new contacts")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(stack, options.rows, folder)
        write_consents(bench.consents, bench.rows, "Marka")
        write_contacts(bench.contacts, bench.rows)
        bench.prepare(bench.rows)
        base, stream = matched(bench)
        if not options.no_contacts:
            created(bench, base["cpu"] and base)
        if options.million:
            million(bench, stream)
    headers = ("case", "CPU s", "µs a row", "growth MiB", "result")
    keep("Import", f"{options.rows:,} rows.\n\n{table(headers, bench.lines)}")
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
