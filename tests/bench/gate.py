"""Bench of the gate: goals G8 to G11 and preparing a mailing (issue 3).

`./run bench gate [ask] [prepare] [grow] [--people 1000000] [--mails 20000] [--old 400000]`
"""

import argparse
import contextlib
import statistics
import sys

from tests.stack import Stack

from ._run import inside, keep, table

BASE = "bench_gate"
MODULES = {"stock": ("mass_mailing",), "ours": ("izinnet_iys",)}


class Bench:
    """The cases of one run and the lines of their table."""

    def __init__(self, stack, options):
        self.stack, self.options, self.lines = stack, options, []

    @contextlib.contextmanager
    def database(self, side="ours"):
        """Have a new database meanwhile; gives its name."""
        name = f"{BASE}_{side}"
        self.stack.create_database(name, modules=MODULES[side])
        try:
            yield name
        finally:
            self.stack.drop_database(name)

    def run(self, database, *names, **params):
        """Run parts in a database."""
        files = [f"_gate_{name}.py" for name in names]
        return inside(self.stack, database, files, **params)

    def settle(self, database):
        """Vacuum and analyse, as autovacuum does between the days."""
        with contextlib.closing(self.stack.connect(database)) as connection:
            connection.autocommit = True
            connection.cursor().execute("VACUUM (ANALYZE)")

    def say(self, name, value, note=""):
        """Note one line of the table."""
        self.lines.append((name, value, note))
        print(" · ".join(map(str, self.lines[-1])), flush=True)


def ask(bench):
    """G8, G9, G10, G11 on one large base."""
    people = bench.options.people
    with bench.database() as database:
        filled = bench.run(database, "people", "fill", "base", people=people)
        bench.settle(database)
        told = bench.run(
            database,
            "fill",
            "ask",
            "filter",
            people=people,
            sample=min(people // 10, 20_000),
        )
    counted = f"{people:,} contacts, {filled['acts']:,} acts in force"
    say_audience(bench, told, counted)
    bench.say(
        "1,000 recipients asked at leaving",
        f"{told['check']['python']:.1f} ms in Python,"
        f" {told['check']['postgres']:.1f} ms in PostgreSQL",
        f"{filled['acts']:,} acts, goal ≤ 10 together",
    )
    (few, small), (many, large) = sorted((int(n), c) for n, c in told["linear"].items())
    bench.say(
        f"asked for {few:,} and {many:,}",
        f"{1e3 * small:.0f} ms, {1e3 * large:.0f} ms CPU",
        f"{large / small:.1f} × for {many / few:.0f} × the recipients, goal ≤ 12",
    )
    bench.say(
        "contacts with consent to SMS: first page, count up to 10,001",
        f"{told['page']:.0f} ms, {told['capped']:.0f} ms",
        "goal ≤ 100 together",
    )
    say_filters(bench, told)


def say_audience(bench, told, counted):
    """Note G8: one query against Odoo's block list and against a computed field."""
    if told["sends"] != told["ids"] or not told["sends"]:
        raise RuntimeError(f"the audience is not what was counted: {told}")
    ours, plain, stock = (told[f"{side}_count"] for side in ("ours", "plain", "stock"))
    bench.say("audience of a mailing, counted", f"{ours:.2f} CPU s", counted)
    bench.say(
        "  the same question the plain way (acts by contact, Odoo's block list)",
        f"{plain:.2f} CPU s",
        f"{plain / ours:.1f} ×, goal ≥ 10",
    )
    bench.say(
        "  Odoo's block list alone, which knows no consent",
        f"{stock:.2f} CPU s",
        f"{stock / ours:.1f} ×",
    )
    bench.say(
        "  ids",
        f"{told['ours_ids']:.2f} CPU s",
        f"{told['stock_ids'] / told['ours_ids']:.1f} × Odoo's block list alone"
        f" ({told['stock_ids']:.2f} s)",
    )
    field = told["field"] * bench.options.people / told["sampled"]
    bench.say(
        "  the same by a computed field",
        f"{field:.0f} CPU s",
        f"{field / ours:.0f} ×, goal ≥ 40; reckoned from {told['sampled']:,} contacts",
    )
    bench.say("  three channels", f"{told['three']:.2f} CPU s")
    reasons = sum(told["counts"].values())
    bench.say(
        "  with all reasons", f"{told['reach']:.2f} CPU s", f"{reasons:,} contacts"
    )


def say_filters(bench, told):
    """Note the filters and groups of the contact list."""
    for name, spent in told["filters"].items():
        bench.say(
            f"  page and count: {name}",
            f"{spent:.0f} ms",
            f"{told['found'][name]:,} hits",
        )
    bench.say("  states of a page, three channels", f"{told['states']:.0f} ms")
    bench.say(
        "  all contacts grouped by their SMS consent",
        f"{told['groups'] / 1000:.1f} s",
        "counted to the end",
    )


def prepare(bench):
    """Preparing a mailing beside old traces, and in an empty database."""
    mails = bench.options.mails
    for old in (0, bench.options.old):
        spent = {side: measure_side(bench, side, mails, old) for side in MODULES}
        ours, stock = spent["ours"]["spent"]["cpu"], spent["stock"]["spent"]["cpu"]
        beside = f"beside {old:,} old traces" if old else "in an empty database"
        goal = (
            f"{stock / ours:.1f} × faster, goal ≥ 5"
            if old
            else f"{100 * (ours / stock - 1):+.0f} %, goal ≤ +15 %"
        )
        bench.say(
            f"{mails:,} mails prepared {beside}",
            f"{ours:.1f} CPU s, Odoo's own {stock:.1f}",
            goal,
        )
        say_lots(bench, spent["ours"])


def grow(bench):
    """Ten times the recipients."""
    few, many = bench.options.mails // 10, bench.options.mails
    small = measure_side(bench, "ours", few, 0)["spent"]
    large = measure_side(bench, "ours", many, 0)["spent"]
    bench.say(
        f"{few:,} and {many:,} mails prepared",
        f"{small['cpu']:.1f} and {large['cpu']:.1f} CPU s",
        f"{large['cpu'] / small['cpu']:.1f} × for ten times, goal ≤ 12; memory grew by"
        f" {small['growth']:.0f} and {large['growth']:.0f} MiB",
    )


def measure_side(bench, side, mails, old):
    """Prepare a mailing in a new database of one side; raises when mails are missing."""
    parts = ("people", "fill", "prepare") if side == "ours" else ("people", "prepare")
    with bench.database(side) as database:
        told = bench.run(database, *parts, rows=mails, old=old)
    if told["mails"] != mails:
        raise RuntimeError(f"{side}: {told['mails']} mails instead of {mails}")
    return told


def say_lots(bench, told):
    """Note what the last lots cost against the first ones, and the memory."""
    moments = [moment for moment, _count in told["lots"]]
    spans = [late - early for early, late in zip(moments, moments[1:], strict=False)]
    if len(spans) < 8:
        return
    quarter = len(spans) // 4
    first = statistics.median(spans[:quarter])
    last = statistics.median(spans[-quarter:])
    bench.say(
        "  a lot: first and last quarter",
        f"{1e3 * first:.0f} ms, {1e3 * last:.0f} ms",
        f"{last / first:.2f} ×; memory grew by {told['spent']['growth']:.0f} MiB",
    )


CASES = {"ask": ask, "prepare": prepare, "grow": grow}


def main(stack, argv):
    """Run the cases, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench gate")
    parser.add_argument("cases", nargs="*", choices=[[], *CASES], default=[])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--old", type=int, default=400_000)
    options = parser.parse_args(argv)
    bench = Bench(stack, options)
    for name in options.cases or CASES:
        CASES[name](bench)
    if not options.cases:
        keep("Gate", table(("case", "figure", "against"), bench.lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
