"""The commands of `./run`, one function each."""

import argparse
import signal
import sys

from . import demo, parts, system
from .places import REPO
from .stack import Stack, stop_everything
from .trouble import StackError, say

EPILOG = """\
Odoo is found by IZINNET_ODOO (a checkout or installation of Odoo 19) or fetched
from Debian; PostgreSQL by the PG* variables or started privately. Downloads are
kept in ~/.cache/izinnet, the state of this checkout in .stack/.
"""


def main(argv):
    """Run one command and return its exit code; errors are sentences, not traces."""
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    options, rest = _parser().parse_known_args(_protect(argv))
    if rest:
        _parser().error(f"what is {' '.join(rest)}?")
    try:
        return options.command(options) or 0
    except StackError as error:
        say(f"stopped: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


def _protect(argv):
    """Hand everything after some commands on, options too, unread by us."""
    if argv and argv[0] in PASSED_ON and "--" not in argv[1:2]:
        return [argv[0], "--", *argv[1:]]
    return argv


def _parser():
    parser = argparse.ArgumentParser(
        prog="./run", epilog=EPILOG, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (function, help_text) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text)
        command.set_defaults(command=function)
        if name == "demo":
            command.add_argument("--check", action="store_true")
            command.add_argument("--port", type=int, default=0)
        elif name != "stop":
            command.add_argument("words", nargs="*")
    return parser


def run_demo(options):
    """Show the product: a database with examples, simulators, Odoo, until Ctrl-C."""
    with Stack.up() as stack:
        return demo.check(stack) if options.check else demo.show(stack, options.port)


def run_tests(options):
    """Run the named parts of the tests, or all of them."""
    with Stack.up() as stack:
        return parts.run(stack, options.words)


def run_odoo(options):
    """Run Odoo's own command line on our stack."""
    with Stack.up() as stack:
        return stack.run(stack.odoo_command(options.words))


def run_simulators(options):
    """Run the simulators in the foreground; the first line is one JSON object."""
    with Stack.up() as stack:
        return stack.run([stack.python, "-m", "tests.simulators", *options.words])


def run_bench(options):
    """Run the named benches, each a program in tests/bench."""
    names = sorted(path.stem for path in REPO.glob("tests/bench/[!_]*.py"))
    wanted = options.words[:1]
    if not wanted or wanted[0] not in names:
        raise StackError(f"name a bench: {', '.join(names) or 'there is none yet'}")
    with Stack.up() as stack:
        module = f"tests.bench.{wanted[0]}"
        return stack.run([stack.python, "-m", module, *options.words[1:]])


def run_psql(options):
    """Open psql on a database of the stack."""
    with Stack.up() as stack:
        return stack.run([system.need_postgres("psql"), *options.words])


def run_python(options):
    """Run the stack's Python, which has Odoo and all requirements."""
    with Stack.up() as stack:
        return stack.run([stack.python, *options.words])


def run_stop(_options):
    """Stop the private PostgreSQL even if other commands still use it."""
    stop_everything()


COMMANDS = {
    "demo": (run_demo, "Odoo with examples, until Ctrl-C; --check proves it works"),
    "test": (
        run_tests,
        f"all tests, or parts: {', '.join(parts.PARTS)};"
        f" only when named: {', '.join(parts.LONG_PARTS)}",
    ),
    "odoo": (run_odoo, "Odoo's own command line, e.g. ./run odoo -d x -i izinnet_iys"),
    "simulators": (
        run_simulators,
        "İYS and the SMS gateways, simulated, in the foreground",
    ),
    "bench": (run_bench, "measure one part, e.g. ./run bench import"),
    "psql": (run_psql, "psql on a database, e.g. ./run psql x"),
    "python": (run_python, "the stack's Python, e.g. ./run python -m pytest"),
    "stop": (run_stop, "stop the private PostgreSQL"),
}
PASSED_ON = ("odoo", "simulators", "bench", "psql", "python")
