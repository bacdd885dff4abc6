"""Bench of the export: goal G7 (issue 2), against Odoo's own export in the same run.

`./run bench export [--rows 1000000] [--base-rows 100000]`

Odoo's own side is run at fewer rows: a million of them pass the default memory limit of
a worker. Both sides write the same columns; the ratio is of CPU seconds a row.
"""

import argparse
import sys

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_export"


def prepared(stack, rows):
    """Make a database with so many consents."""
    stack.create_database(DATABASE)
    inside(stack, DATABASE, "_export_prepare.py", rows=rows)


def line(name, told, rows, note=""):
    """Spell a line of the table, and print it."""
    spent = told["export"]
    cells = [
        name,
        f"{rows:,}",
        f"{spent['cpu']:.1f}",
        f"{1e6 * spent['cpu'] / rows:.1f}",
        f"{spent['growth']:.0f}",
        note,
    ]
    print(" · ".join(cells), flush=True)
    return cells


def main(stack, argv):
    """Run both sides, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench export")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--base-rows", type=int, default=100_000)
    options = parser.parse_args(argv)
    prepared(stack, options.base_rows)
    base = inside(stack, DATABASE, "_export_base.py")
    lines = [line("Odoo's own, xlsx", base, options.base_rows)]
    each = base["export"]["cpu"] / options.base_rows
    prepared(stack, options.rows)
    for kind, goal in (("xlsx", 2.5), ("csv", 30)):
        told = inside(stack, DATABASE, "_export_ours.py", format=kind)
        ratio = each / (told["export"]["cpu"] / options.rows)
        note = f"{ratio:.1f} × Odoo's own, goal ≥ {goal}; growth goal ≤ 50"
        lines.append(line(f"ours, {kind}", told, options.rows, note))
    headers = ("case", "rows", "CPU s", "µs a row", "growth MiB", "result")
    keep("Export", table(headers, lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
