"""Bench of SMS (issue 5): the queue of an own account against Odoo's own queue.

`./run bench sms [send] [reports] [route] [--count 100000]`

Both sides send the SMS of one mailing, with traces, to a provider inside the process that
takes everything at once; ours asks the gate twice, completes the text and writes the book
of requests and the message log besides.
"""

import argparse
import sys

from tests.stack import Stack

from ._run import inside, keep, table
from ._sms_reports import reports, route

BASE = "bench_sms"
MODULES = {"stock": ("mass_mailing_sms",), "ours": ("izinnet_iys", "izinnet_iys_sms")}
FILES = {
    "stock": ("_gate_people.py", "_sms_rows.py", "_sms_base.py"),
    "ours": ("_gate_people.py", "_gate_fill.py", "_sms_rows.py", "_sms_ours.py"),
}


def spent(stack, side, count):
    """Send so many SMS in a fresh database of a side; what it cost."""
    name = f"{BASE}_{side}"
    stack.create_database(name, modules=MODULES[side])
    try:
        told = inside(stack, name, FILES[side], count=count)["spent"]
    finally:
        stack.drop_database(name)
    assert told["states"] == {"pending": count}, told
    return told


def send(stack, options):
    """Goal: own cost of a message ≤ 1.2 × stock; memory flat."""
    lines, each = [], {}
    for side in ("stock", "ours"):
        told = spent(stack, side, options.count)
        each[side] = told["cpu"] / options.count
        note = ""
        if side == "ours":
            note = f"{each['ours'] / each['stock']:.2f} × stock, goal ≤ 1.2"
        lines.append(
            (
                f"{side}: {options.count:,} SMS of a mailing",
                f"{1e6 * each[side]:.0f}",
                f"{told['python']:.1f}",
                f"{told['postgres']:.1f}",
                f"{told['growth']:.0f}",
                note,
            )
        )
        print(" · ".join(lines[-1]), flush=True)
    return lines


PARTS = {"send": send, "reports": reports, "route": route}


def main(stack, argv):
    """Run the named parts, or all; print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench sms")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args(argv)
    lines = [
        line for name in options.parts or PARTS for line in PARTS[name](stack, options)
    ]
    headers = (
        "case", "CPU µs a message", "Python s", "PostgreSQL s", "growth MiB", "result",
    )  # fmt: skip
    keep("SMS", table(headers, lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
