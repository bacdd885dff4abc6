"""Bench of the backup: overhead over ``pg_dump`` and a plain copy, memory.

`./run bench backup [--rows 400000] [--files 2000] [--file-size 150000] [--rounds 3]`

Both sides read the same database and filestore in turn; the best round of each counts.
"""

import argparse
import sys

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_backup"
GOAL = 1.3


def best(rounds, what):
    """Return the smallest figure of a side."""
    return min(told[what] for told in rounds)


def main(stack, argv):
    """Run both sides at two sizes, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench backup")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--file-size", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(argv)
    lines = []
    for share in (4, 1):
        rows, files = options.rows // share, options.files // share
        stack.create_database(DATABASE)
        sizes = {"rows": rows, "files": files, "file_size": options.file_size}
        inside(stack, DATABASE, "_backup_prepare.py", **sizes)
        told = inside(stack, DATABASE, "_backup_both.py", rounds=options.rounds)
        lines += compared(told, rows, files)
    stack.drop_database(DATABASE)
    headers = (
        "case",
        "wall s",
        "CPU s without PostgreSQL's",
        "MiB",
        "growth MiB",
        "result",
    )
    keep("Backup", table(headers, lines))
    return 0


def compared(told, rows, files):
    """Spell the two lines of one size, and print them."""
    plain, ours = told["plain"], told["ours"]
    wall = best(ours, "wall") / best(plain, "wall")
    cpu = best(ours, "python") / best(plain, "python")
    verdict = "" if wall <= GOAL else " missed"
    note = f"{wall:.2f} × wall, {cpu:.2f} × CPU; goal ≤ {GOAL}{verdict}"
    data = f"{rows:,} contacts, {files:,} files"
    return [
        line(f"pg_dump -Fc and a copy: {data}", plain, ""),
        line(f"ours, sealed: {data}", ours, note),
    ]


def line(name, rounds, note):
    """Spell a line of the table, and print it."""
    cells = [
        name,
        f"{best(rounds, 'wall'):.1f}",
        f"{best(rounds, 'python'):.1f}",
        f"{rounds[0]['bytes'] / 2**20:.0f}",
        f"{max(told['growth'] for told in rounds):.0f}",
        note,
    ]
    print(" · ".join(cells), flush=True)
    return cells


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
