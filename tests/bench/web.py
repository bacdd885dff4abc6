"""Bench of the public page: goal G16, targets R-62 and R-63 (issue 4).

`./run bench web [--posts 1000] [--clients 16] [--workers 4] [--rounds 3]`

Both sides run in one call: our form and an empty controller in a database of ours; the
newsletter box, the contact form and the same empty controller in one of stock Odoo. At
the end a burst of whole visits (R-43, R-61, R-64): `[--people 600] [--rate 20]`, or
`--people 0` for none.
"""

import argparse
import os
import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.stack import Stack, places

from . import _web_flows
from ._run import inside, keep, table
from ._web_visitors import Visitor, block, contact, empty, form, newsletter

ADDONS = Path(__file__).parent / "web_addons"
SIDES = {
    "ours": ("izinnet_iys_website",),
    "stock": ("website_mass_mailing", "website_crm"),
}
#: What is held against the others.
OURS = (
    "form, confirmed by a link",
    "form, recorded at once",
    "block, confirmed by a link",
)
#: Within Odoo: the gate's brand, and a form of it.
PREPARE = ["_gate_fill.py", "_web_prepare.py"]
#: What Odoo's access log ends with: queries, seconds in PostgreSQL, seconds in Python.
COST = re.compile(r'"(GET|POST) (\S+) HTTP/1.1" (\d+) - (\d+) ([\d.]+) ([\d.]+)')


class Load:
    """Posts of many clients against one server, again and again."""

    def __init__(self, server, options):
        self.server, self.options = server, options
        self.seen = {}

    def round(self, name, act):
        """Let all clients post; notes the rate and the seconds of each post."""
        count = self.options.clients
        visitors = [Visitor(self.server.url, number) for number in range(count)]
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(act, visitors))  # log in, first look, warm caches
            each = self.options.posts // count
            begun = time.monotonic()
            hands = pool.map(lambda one: [act(one) for _post in range(each)], visitors)
            rows = [row for hand in hands for row in hand]
        rate = len(rows) / (time.monotonic() - begun)
        bad = [text[:300] for _seconds, status, text in rows if status != 200]
        if bad:
            raise RuntimeError(f"{name}: {len(bad)} posts failed: {bad[0]}")
        rates, seconds = self.seen.setdefault(name, ([], []))
        rates.append(rate)
        seconds.extend(row[0] for row in rows)
        print(f"  {name}: {rate:.0f} a second", flush=True)

    def rate(self, name):
        """Return the median of the rates, posts a second."""
        return statistics.median(self.seen[name][0])

    def tail(self, name):
        """Return p50 and p99, in milliseconds."""
        cuts = statistics.quantiles(self.seen[name][1], n=100)
        return 1000 * cuts[49], 1000 * cuts[98]


def costs(server, path, method="POST"):
    """Return the queries of each warm request to a path, from Odoo's own log."""
    text = server.log_path.read_text(errors="replace")
    found = [
        int(match[4])
        for match in COST.finditer(text)
        if match[1] == method and match[2].split("?")[0] == path
    ]
    return sorted(found[len(found) // 4 :])


def updates(stack, database):
    """Return {table: rows updated so far} as PostgreSQL counts them."""
    rows = stack.sql(
        "SELECT relname, n_tup_upd FROM pg_stat_user_tables WHERE n_tup_upd > 0",
        database,
    )
    return {name: int(count) for name, count in (row.split("|") for row in rows)}


def serve(stack, database, options, cron_threads=0, more=()):
    """A server with the empty controller beside the addons of the database."""
    paths = [*stack.source.addons_paths(), places.REPO, ADDONS]
    args = [
        f"--addons-path={','.join(map(str, paths))}",
        "--load=base,rpc,web,bench_empty",
        "--log-handler=werkzeug:INFO",
        *more,
    ]
    return stack.serve(
        database, workers=options.workers, cron_threads=cron_threads, args=args
    )


def ours(stack, options, lines):
    """Our form against the empty controller; queries, size, updates and retries."""
    database = "bench_web_ours"
    stack.create_database(database, modules=SIDES["ours"])
    try:
        with serve(stack, database, options) as server:
            told = inside(stack, database, PREPARE, url=server.url)
            load = Load(server, options)
            before = updates(stack, database)
            for _round in range(options.rounds):
                load.round("empty controller", empty)
                load.round("form, confirmed by a link", form(told["confirmed"]))
                load.round("form, recorded at once", form(told["direct"]))
                load.round("block, confirmed by a link", block(told["confirmed"]))
            time.sleep(2)  # PostgreSQL tells its counters a little later
            after = updates(stack, database)
            grown = {name: n - before.get(name, 0) for name, n in after.items()}
            notes = page_notes(server, told)
            notes.append(("rows updated by all posts", spell_updates(grown), "goal 0"))
            retries = server.log_path.read_text(errors="replace").count("tries left")
            notes.append(("serialization retries", retries, "goal 0"))
        if options.people:
            notes += burst(stack, database, told["confirmed"], options)
    finally:
        stack.drop_database(database)
    lines += notes
    return load


def burst(stack, database, token, options):
    """Whole visits at a rate, after what waits of the rounds is thrown away."""
    for name in ("iys_form_answer", "iys_form_crowd"):
        stack.sql(f"DELETE FROM {name}", database)
    stack.sql(
        "DELETE FROM ir_config_parameter WHERE key = 'izinnet_iys.crowd_answers'",
        database,
    )
    return _web_flows.measure(stack, database, token, options, serve)


def page_notes(server, told):
    """Size and queries of page and post."""
    notes = []
    path = f"/izin/{told['confirmed']}"
    for _look in range(20):
        page = requests.get(server.url + path, timeout=60)
    looks = costs(server, path, "GET")
    size = f"{len(page.content) / 1024:.1f} KB"
    notes.append(("public page", size, "goal ≤ 60"))
    notes.append(("queries of the page, warm", statistics.median(looks), "goal ≤ 10"))
    for name, token in told.items():
        posts = costs(server, f"/izin/{token}")
        text = f"{statistics.median(posts):.0f}, at most {posts[-1]}"
        notes.append((f"queries of a post, {name}", text, "goal ≤ 25"))
    posts = costs(server, f"/iys/form/{told['confirmed']}/answer")
    text = f"{statistics.median(posts):.0f}, at most {posts[-1]}"
    notes.append(("queries of a post of the block", text, "goal ≤ 25"))
    return notes


def spell_updates(grown):
    """Say which tables had rows updated."""
    told = [f"{name} {count}" for name, count in grown.items() if count]
    return ", ".join(told) or "0"


def stock(stack, options):
    """Odoo's newsletter box and contact form, in a database without ours."""
    database = "bench_web_stock"
    stack.create_database(database, modules=SIDES["stock"])
    try:
        with serve(stack, database, options) as server:
            told = inside(stack, database, "_web_stock.py", url=server.url)
            load = Load(server, options)
            for _round in range(options.rounds):
                load.round("empty controller", empty)
                load.round("newsletter box", newsletter(told["list_id"]))
                load.round("contact form", contact)
    finally:
        stack.drop_database(database)
    return load


def compare(mine, theirs, lines):
    """Rates as shares of the empty controller of the same database."""
    floor = mine.rate("empty controller"), theirs.rate("empty controller")
    boxes = {
        name: theirs.rate(name) / floor[1]
        for name in ("newsletter box", "contact form")
    }
    for name in OURS:
        share = mine.rate(name) / floor[0]
        middle, end = mine.tail(name)
        lines.append((name, f"{mine.rate(name):.0f} a second", ""))
        lines.append(("  of an empty controller", f"{share:.2f} ×", "goal ≥ 0.85"))
        for box, goal in (("newsletter box", 1.5), ("contact form", 5)):
            line = f"  against Odoo's {box}", f"{share / boxes[box]:.1f} ×"
            lines.append((*line, f"goal ≥ {goal}"))
        tail = f"{middle:.0f}, {end:.0f} ms"
        lines.append(("  p50, p99", tail, f"{end / middle:.1f} ×, goal ≤ 3"))
    for load, side in ((mine, "ours"), (theirs, "stock")):
        rate = load.rate("empty controller")
        lines.append((f"empty controller, {side}", f"{rate:.0f} a second", ""))
    for box, share in boxes.items():
        rate = f"{theirs.rate(box):.0f} a second"
        lines.append((f"Odoo's {box}", rate, f"{share:.2f} × of an empty controller"))


def options_of(argv):
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./run bench web")
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--rate", type=int, default=20)
    return parser.parse_args(argv)


def main(stack, argv):
    """Run both sides, print and keep the table; returns the exit code."""
    options, lines = options_of(argv), []
    before, cores = os.getloadavg()[0], os.cpu_count()
    mine = ours(stack, options, lines)
    theirs = stock(stack, options)
    compare(mine, theirs, lines)
    lines.append(("load of the machine before", f"{before:.1f}", f"{cores} cores"))
    text = table(("case", "figure", "against"), lines)
    print(text)
    keep("Public page", text)
    return 0


if __name__ == "__main__":
    with Stack.up() as running:
        sys.exit(main(running, sys.argv[1:]))
