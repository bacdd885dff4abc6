"""Bench of many QR codes at once: goal G17 (issue 4), against the plain library.

`./run bench qr [--codes 10000] [--plain 1000]`
"""

import argparse
import sys

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_qr"
PICTURES = {"with_svg": True, "with_png": True}
POSTERS = {"with_svg": False, "with_png": False, "with_a4": True}
CPU_GOAL, GROWTH_GOAL = 15, 150


def ours(stack, form_id, codes, wanted):
    """Let the job make links and codes; check that none was left out."""
    told = inside(
        stack, DATABASE, "_qr_ours.py", form_id=form_id, codes=codes, wanted=wanted
    )
    if (told["state"], told["drawn"], told["left_out"]) != ("done", codes, 0):
        raise RuntimeError(f"not every code was drawn: {told}")
    return told


def line(name, told, codes, against=""):
    """Spell one line of the table; goals are for ten thousand codes."""
    cpu = told["cpu"]
    return (
        name,
        f"{cpu:.1f}",
        f"{1e3 * cpu / codes:.2f}",
        f"{told['growth']:.0f}",
        against,
    )


def main(stack, argv):
    """Run the cases in one go, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench qr")
    parser.add_argument("--codes", type=int, default=10_000)
    parser.add_argument("--plain", type=int, default=1_000, help="codes of the library")
    options = parser.parse_args(argv)
    stack.create_database(DATABASE, modules=("izinnet_iys",))
    try:
        form_id = inside(stack, DATABASE, "_qr_prepare.py")["form_id"]
        pictures = ours(stack, form_id, options.codes, PICTURES)
        plain = inside(stack, DATABASE, "_qr_plain.py", codes=options.plain)["plain"]
        posters = ours(stack, form_id, options.codes, POSTERS)
    finally:
        stack.drop_database(DATABASE)
    lines = report(options, pictures, plain, posters)
    text = table(("case", "CPU s", "ms a code", "growth MiB", "result"), lines)
    print(text)
    keep("QR codes", text)
    return 0


def report(options, pictures, plain, posters):
    """Lay the cases side by side."""
    codes = options.codes
    both = pictures["work"]["cpu"] + pictures["pack"]["cpu"]
    growth = max(pictures["work"]["growth"], pictures["pack"]["growth"])
    ratio = (plain["cpu"] / options.plain) / (both / codes)
    whole = {"cpu": both, "growth": growth}
    goal = f"{ratio:.1f} × the plain library; goal ≤ {CPU_GOAL} s, ≤ {GROWTH_GOAL} MiB"
    size = f"{pictures['pack']['size'] / 2**20:.0f} MiB"
    return [
        line(f"{codes:,} links with SVG and PNG, in one ZIP", whole, codes, goal),
        line("  of it making and drawing, by the job", pictures["work"], codes),
        line("  of it the download", pictures["pack"], codes, size),
        line(f"plain qrcode, SVG and PNG, {options.plain:,}", plain, options.plain),
        line(f"{codes:,} links with A4 posters (PDF)", posters["work"], codes),
    ]


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
