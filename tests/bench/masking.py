"""Bench of masking (issue 6): contacts in sets against one by one through the ORM.

`./run bench masking [--rows 100000] [--few 300]`

Both sides take the same from a person: contact, chatter, mailing contact, act. Ours counts,
locks the proof in the vault, sweeps every table and certifies as well.
"""

import argparse
import sys

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_masking"


def masking(stack, rows, few):
    """Masking in sets with flat memory, ≥ 20 × one by one through the ORM."""
    stack.create_database(DATABASE)
    told = inside(stack, DATABASE, "_privacy_masking.py", rows=rows, few=few)
    one, sets = told["one"], told["sets"]
    each = one["cpu"] / few
    ratio = each / (sets["cpu"] / rows)
    return [
        (
            f"one by one through the ORM, {few:,} contacts",
            f"{1000 * each:.1f} ms CPU a contact",
            "",
        ),
        (
            f"masking {sets['people']:,} contacts: dry run, work, sweep, certificate",
            f"{1e6 * sets['cpu'] / rows:.0f} µs CPU a contact, {sets['wall']:.0f} s,"
            f" memory + {sets['growth']:.0f} MiB",
            f"{ratio:.0f} × one by one, goal ≥ 20; left in plain {told['left']}, goal 0",
        ),
    ]


def main(stack, argv):
    """Measure, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench masking")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--few", type=int, default=300)
    options = parser.parse_args(argv)
    lines = masking(stack, options.rows, options.few)
    for line in lines:
        print(" · ".join(line), flush=True)
    keep("Masking", table(("case", "figure", "against"), lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
