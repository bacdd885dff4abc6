"""Bench of the sync: goals G12 to G15 (issue 2).

`./run bench sync [push] [queue] [back] [pull] [--rows 100000] [--settled 1000000]`
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request

from tests.stack import Stack

from ._run import inside, keep, table

DATABASE = "bench_sync"
LATENCY = 0.2


class Bench:
    """The cases of one run, each on a database of its own."""

    def __init__(self, stack, options):
        self.stack, self.options, self.lines = stack, options, []

    @contextlib.contextmanager
    def database(self):
        """Have a new database meanwhile."""
        self.stack.create_database(DATABASE, modules=("izinnet_iys",))
        try:
            yield
        finally:
            self.stack.drop_database(DATABASE)

    def run(self, *names, **params):
        """Run parts in the database."""
        files = [f"_sync_{name}.py" for name in ("ledger", *names)]
        return inside(self.stack, DATABASE, files, **params)

    def inside(self, name, **params):
        """Run one part in a new database."""
        with self.database():
            return self.run(name, **params)

    def say(self, name, value, note=""):
        """Note one line of the table."""
        self.lines.append((name, value, note))
        print(" · ".join(map(str, self.lines[-1])), flush=True)

    def per_row(self, name, told, rows, note=""):
        """Note CPU a row."""
        self.say(name, f"{1e6 * told['cpu'] / rows:.0f} µs a row", note)


@contextlib.contextmanager
def simulator(stack):
    """Run the simulator in a process of its own; gives what it says of itself."""
    command = [stack.python, "-m", "tests.simulators", "--worker-delay", "0"]
    command += ["--latency", str(1000 * LATENCY)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env=stack.environment(), text=True
    )
    try:
        yield json.loads(process.stdout.readline())["iys"]
    finally:
        process.terminate()
        process.wait()


def ask(url):
    """Read one answer of the simulator's control port."""
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def account_at(told_by):
    """What the acts' account needs to know of a simulator."""
    account = told_by["accounts"][0]
    names = ("username", "password")
    return {"base_url": told_by["base_url"]} | {n: account[n] for n in names}


def push(bench):
    """G12: waiting acts to a registry that takes 200 ms to answer."""
    rows = bench.options.rows
    os.environ["IZINNET_HOSTS"] = "127.0.0.1"
    with simulator(bench.stack) as told_by, bench.database():
        bench.run("acts", rows=rows, **account_at(told_by))
        with bench.stack.serve(DATABASE, workers=2, cron_threads=2):
            end = wait_until_registered(bench.stack, rows)
        calls = ask(told_by["control_url"] + "/api/calls?limit=100000")
    refused = sum(call["status"] >= 400 for call in calls)
    bench.say(
        f"{rows:,} waiting acts registered",
        f"{len(calls)} calls, {refused} refused",
        "goal ≤ 250 calls",
    )
    start = min(call["real"] for call in calls if "/consents/request" in call["path"])
    how = "a server, its jobs side by side"
    say_bound(bench, how, end - start, ", goal ≥ 80 %")
    with simulator(bench.stack) as told_by, bench.database():
        told = bench.run("acts", "push", rows=rows, **account_at(told_by))
    if told["states"] != {"registered": rows}:
        raise RuntimeError(f"not all acts were registered: {told['states']}")
    wall = told["push"]["wall"] + told["hear"]["wall"]
    say_bound(bench, "one process, one job after the other", wall)
    ours = told["push"]["cpu"] + told["hear"]["cpu"]
    bench.say("  CPU of Python and PostgreSQL", f"{1e6 * ours / rows:.0f} µs an act")


def say_bound(bench, how, wall, goal=""):
    """Note how near a run came to the waiting time alone: two calls for each lot."""
    lots = -(-bench.options.rows // 1000)
    bench.say(
        f"  {how}: of the latency bound ({2 * lots} calls × 200 ms, one by one)",
        f"{100 * 2 * lots * LATENCY / wall:.0f} %",
        f"{wall:.1f} s, {bench.options.rows / wall:,.0f} acts a second{goal}",
    )


def wait_until_registered(stack, rows):
    """Wait for the server's jobs; returns the moment (monotonic) all is registered."""
    with contextlib.closing(stack.connect(DATABASE)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        for _look in range(3000):
            cursor.execute("SELECT COALESCE(sum(good_count), 0) FROM iys_exchange")
            if cursor.fetchone()[0] >= rows:
                return time.monotonic()
            time.sleep(0.2)
    raise RuntimeError("not all acts were registered in ten minutes")


def queue(bench):
    """G13: taking the queue does not age."""
    told = bench.inside("queue", settled=bench.options.settled)
    settled = f"{told['settled']:,} settled acts, {told['dead']:,} dead rows"
    for name, text in (("median", "a lot of 1,000"), ("first", "the first of a run")):
        young, old = told[f"young_{name}"], told[f"old_{name}"]
        bench.say(
            f"taking {text}: before, after {settled}",
            f"{young:.1f} ms, {old:.1f} ms",
            f"{old / young:.2f} ×, goal ≤ 2",
        )
    bench.say("  the very first of a new process", f"{told['cold']:.0f} ms")


def back(bench):
    """G14: writing answers back."""
    slow_rows = min(bench.options.rows // 10, 5000)
    told = bench.inside("back", rows=bench.options.rows, slow_rows=slow_rows)
    if any(row[:2] != ["registered", True] for row in told["ends"]):
        raise RuntimeError(f"not all acts came into force: {told['ends']}")
    ours = told["sets"]["cpu"] / told["set_rows"]
    slow = told["slow"]["cpu"] / told["slow_rows"]
    bare = told["bare"]["cpu"] / told["bare_rows"]
    bench.per_row("write-back in sets", told["sets"], told["set_rows"])
    bench.per_row(
        "the same record by record (ORM)",
        told["slow"],
        told["slow_rows"],
        f"{slow / ours:.1f} ×, goal ≥ 15",
    )
    bench.per_row(
        "only write and flush of each (ORM, nothing decided)",
        told["bare"],
        told["bare_rows"],
        f"{bare / ours:.1f} ×",
    )


def pull(bench):
    """G15: movements from İYS."""
    rows = bench.options.rows
    slow_rows = min(rows // 10, 10_000)
    told = bench.inside("pull", rows=rows, slow_rows=slow_rows)
    if told["in_force"] != {"RET": rows}:
        raise RuntimeError(f"not every movement took effect: {told['in_force']}")
    ours = told["sets"]["cpu"] / rows
    slow = told["slow"]["cpu"] / told["slow_rows"]
    bench.per_row(f"pull of {rows:,} movements", told["sets"], rows)
    bench.per_row(
        "the same record by record (ORM, a copied ledger)",
        told["slow"],
        told["slow_rows"],
        f"{slow / ours:.1f} ×, goal ≥ 10",
    )
    plain = told["plain"]["cpu"] / told["slow_rows"]
    bench.per_row(
        "only search and write of each (ORM, no history kept)",
        told["plain"],
        told["slow_rows"],
        f"{plain / ours:.1f} ×",
    )
    bench.per_row(
        "the same feed again",
        told["replay"],
        rows,
        f"{told['replay_writes']} rows written, goal 0",
    )


CASES = {"push": push, "queue": queue, "back": back, "pull": pull}


def main(stack, argv):
    """Run the cases, print and keep the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="./run bench sync")
    parser.add_argument("cases", nargs="*", choices=[[], *CASES], default=[])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--settled", type=int, default=1_000_000)
    options = parser.parse_args(argv)
    bench = Bench(stack, options)
    for name in options.cases or CASES:
        CASES[name](bench)
        if not options.cases:
            keep("Sync", table(("case", "figure", "against"), bench.lines))
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
