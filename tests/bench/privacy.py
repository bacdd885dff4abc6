"""Bench of evidence and privacy (issue 6), one function a figure.

`./run bench privacy [--rows 1000000] [--quick]`

Sealing, its lag under load, what the proof of an act costs, the outside check of a
million seals, what the day log costs an import.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_privacy"
#: R-33 and G18.
LAG_SECONDS = 150
#: Acts whose people are locked one by one.
SMALL_LOT = 400


def prepared(stack, rows):
    """Make a database with so many acts, none of them sealed."""
    stack.create_database(DATABASE)
    inside(stack, DATABASE, "_export_prepare.py", rows=rows)


def evidence(stack, rows):
    """G18: an act with its proof against one without, and two writers against one."""
    stack.create_database(DATABASE)
    told = inside(stack, DATABASE, "_privacy_evidence.py", rows=rows)
    plain, proven = told["plain"]["cpu"], told["proven"]["cpu"]
    lots = enumerate((SMALL_LOT, 5 * SMALL_LOT))
    pairs = [two_writers(stack, rows, lot, turn) for turn, lot in lots]
    return [
        (
            "an act with ids, keyed hashes and fingerprint, by COPY",
            f"{1e6 * proven / rows:.1f} µs",
            f"{proven / plain:.2f} × without ({1e6 * plain / rows:.1f} µs), goal ≤ 1.5",
        ),
        *pairs,
    ]


def two_writers(stack, rows, lot, turn):
    """Two processes that record acts against one; lots about other people each."""
    alone = max(t["wall"] for t in writers(stack, rows, 1, lot, turn))
    both = max(t["wall"] for t in writers(stack, rows, 2, lot, turn))
    goal = "goal ≥ 1.6" if lot <= SMALL_LOT else "large lots wait for one another"
    return (
        f"two writers at once, {lot:,} acts a transaction",
        f"{2 * rows / both:,.0f} acts a second",
        f"{2 * alone / both:.2f} × one ({rows / alone:,.0f}), {goal}",
    )


def writers(stack, rows, count, lot, turn):
    """Let some processes record acts at the same time; what each told."""
    told = []

    def write(number):
        code = "_privacy_writer.py"
        params = {"rows": rows, "number": number, "of": count, "lot": lot, "turn": turn}
        told.append(inside(stack, DATABASE, code, **params)["writer"])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def sealing(stack, rows):
    """R-33: catching up after an import, and a whole check inside."""
    prepared(stack, rows)
    told = inside(stack, DATABASE, "_privacy_seal.py")
    seal, check = told["seal"], told["check"]
    return [
        (
            f"sealing {rows:,} rows",
            f"{rows / seal['wall']:,.0f} rows a second, {1e6 * seal['cpu'] / rows:.0f}"
            f" µs CPU a row, memory + {seal['growth']:.0f} MiB",
            "goal ≥ 500 a second",
        ),
        (
            "a run that finds nothing new",
            f"{1000 * told['idle']['wall']:.0f} ms",
            "",
        ),
        (
            "check inside Odoo",
            f"{rows / check['wall']:,.0f} rows a second, memory + {check['growth']:.0f}"
            " MiB",
            f"faults {told['faults']}, goal 0",
        ),
    ]


def outside_check(stack, rows):
    """R-35: the exported chain checked by a program of 150 lines, no Odoo."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seal.zip"
        told = inside(stack, DATABASE, "_privacy_export.py", path=str(path))
        with zipfile.ZipFile(path) as pack:
            pack.extractall(folder)
        python = [sys.executable, "-I"]
        clock = time.monotonic()
        done = subprocess.run(
            [*python, "-c", MEASURED, *python, f"{folder}/proof/check.py"],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - clock
    if "as they were sealed" not in done.stdout:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
    memory = int(re.search(r"PEAK (\d+)", done.stderr)[1]) / 1024
    size = told["export"]["bytes"] / 2**20
    return [
        (
            f"export of {rows:,} seals",
            f"{told['export']['wall']:.0f} s, {size:.0f} MiB, memory +"
            f" {told['export']['growth']:.0f} MiB",
            "",
        ),
        (
            f"outside check of {rows:,} seals",
            f"{seconds:.0f} s, {memory:.0f} MiB",
            "goal ≤ 120 s and ≤ 300 MiB for 1,000,000",
        ),
    ]


#: Runs the checker and tells its peak memory (KiB) afterwards.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("PEAK", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def lag(stack):
    """R-33: a real server's scheduler seals while 50 acts a second come in."""
    stack.create_database(DATABASE)
    with stack.serve(DATABASE, workers=2, cron_threads=2):
        told = inside(stack, DATABASE, "_privacy_lag.py", seconds=LAG_SECONDS)
    return [
        (
            f"lag of the seal at {told['rate']:.0f} acts a second for {LAG_SECONDS} s",
            f"p50 {told['p50']:.0f} s, p99 {told['p99']:.0f} s",
            f"goal ≤ 60 s; unsealed in the end {told['unsealed']}",
        ),
        (
            "longest lag once no act follows any more",
            f"{told['last']:.0f} s",
            "Odoo looks for due jobs once a minute",
        ),
    ]


def log_cost(stack, rows):
    """The day log: what its rows cost beside recording the acts they tell of."""
    stack.create_database(DATABASE)
    told = inside(stack, DATABASE, "_privacy_log.py", rows=rows)
    part = told["log"]["cpu"] / told["record"]["cpu"]
    return [
        (
            f"day log of an import of {rows:,} rows",
            f"{1000 * told['log']['cpu']:.0f} ms of {told['record']['cpu']:.1f} s CPU",
            f"{100 * part:.2f} %, goal ≤ 10 %",
        )
    ]


def main(stack, argv):
    """Measure everything, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench privacy")
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args(argv)
    small = min(options.rows, 50_000)
    lines = []
    for figures in (
        lambda: evidence(stack, small),
        lambda: log_cost(stack, small),
        lambda: sealing(stack, options.rows),
        lambda: outside_check(stack, options.rows),
        lambda: lag(stack),
    ):
        for line in figures():
            print(" · ".join(line), flush=True)
            lines.append(line)
    keep("Privacy", table(("case", "figure", "against"), lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
