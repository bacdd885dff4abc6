"""The parts of `./run test`, and the one line of counts that ends it."""

import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from . import places, system
from .odoo_log import is_worth_showing, read_log
from .trouble import StackError, say


class Outcome(NamedTuple):
    """Counts of one part; `complaints` are sentences that make it a failure."""

    passed: int
    failed: int
    complaints: tuple = ()

    @property
    def is_good(self):
        """Tell if something was tested and nothing is wrong."""
        return self.passed > 0 and not self.failed and not self.complaints


class NothingToDo(Exception):
    """The part's folder does not exist yet."""


def run(stack, names):
    """Run the named parts, or all but the long ones; return the exit code."""
    known = PARTS | LONG_PARTS
    if unknown := set(names) - set(known):
        raise StackError(f"no such part: {', '.join(unknown)}; {', '.join(known)}")
    wanted = names or list(PARTS)
    if set(wanted) - WITHOUT_BROWSER:
        system.need_browser()  # before the lanes part: two installations do not mix
    lanes = [lane for all_of in LANES if (lane := [n for n in wanted if n in all_of])]
    with ThreadPoolExecutor(len(lanes)) as pool:
        told = pool.map(lambda lane: _walk_lane(stack, lane, bool(names)), lanes)
        outcomes = {name: outcome for lane in told for name, outcome in lane.items()}
    return _report({name: outcomes[name] for name in wanted if name in outcomes})


def _walk_lane(stack, lane, by_name):
    """Run the parts of a lane one after the other; return {name: Outcome}."""
    outcomes = {}
    for name in lane:
        try:
            outcomes[name] = _timed(name, stack)
        except NothingToDo as reason:
            if by_name:
                raise StackError(f"part {name}: {reason}") from None
            say(f"part {name} left out: {reason}")
    return outcomes


def _timed(name, stack):
    say(f"part {name}")
    start = time.monotonic()
    try:
        outcome = (PARTS | LONG_PARTS)[name](stack)
    except StackError as error:
        outcome = Outcome(0, 1, (str(error),))
    say(f"part {name} took {time.monotonic() - start:.0f} s")
    return outcome


def _report(outcomes):
    for name, outcome in outcomes.items():
        word = "good" if outcome.is_good else "BAD"
        print(f"{name}: {outcome.passed} good, {outcome.failed} bad: {word}")
        for complaint in outcome.complaints:
            print(f"  {name}: {complaint}")
    passed = sum(outcome.passed for outcome in outcomes.values())
    failed = sum(outcome.failed for outcome in outcomes.values())
    bad = [name for name, outcome in outcomes.items() if not outcome.is_good]
    # A part can be bad without a failed test (nothing ran, an error in the log).
    failed = max(failed, len(bad))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if bad or not outcomes else 0


# === LINT === #


def lint(stack):
    """Check form and habits: ruff (rules and layout) and pylint-odoo on the addons."""
    modules = places.addons()
    commands = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
    }
    if modules:
        pylint = ["-m", "pylint", "--rcfile=setup.cfg"]
        commands["pylint-odoo"] = pylint + modules
    results = {
        name: stack.run([stack.python, *words]) for name, words in commands.items()
    }
    bad = tuple(f"{name} complains" for name, code in results.items() if code)
    return Outcome(len(results) - len(bad), len(bad), bad)


# === PYTEST === #


def unit(stack):
    """Run the tests that need no Odoo."""
    return _pytest(stack, "unit", "tests/unit", "tests/simulators")


def e2e(stack):
    """Run the tests against a served Odoo and the simulators."""
    return _pytest(stack, "e2e", "tests/e2e")


def faults(stack):
    """Run the tests that kill processes and break the network."""
    return _pytest(stack, "faults", "tests/faults")


def _pytest(stack, name, *folders):
    there = [folder for folder in folders if (places.REPO / folder).is_dir()]
    if not there or not (places.REPO / folders[0]).is_dir():
        raise NothingToDo(f"{folders[0]} does not exist yet")
    report = stack.state / "reports" / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [stack.python, "-m", "pytest", "-q", f"--junit-xml={report}", *there]
    code = stack.run(command)
    if not report.exists():
        return Outcome(0, 1, (f"pytest ended with {code} before its report",))
    return read_junit(report.read_text(), code)


def read_junit(text, code):
    """Return the Outcome in pytest's XML report; a skipped test is a complaint."""
    suites = list(ElementTree.fromstring(text).iter("testsuite"))

    def count(what):
        return sum(int(suite.get(what, 0)) for suite in suites)

    failed = count("failures") + count("errors")
    skipped = count("skipped")
    complaints = [f"{skipped} tests were skipped"] if skipped else []
    if code and not failed:
        complaints.append(f"pytest ended with {code}")
    return Outcome(count("tests") - failed - skipped, failed, tuple(complaints))


# === ODOO === #


def odoo(stack):
    """Install the addons in a new database and run their tests with Odoo's runner."""
    modules = places.addons()
    if not modules:
        raise NothingToDo("there is no addon yet")
    database = "izinnet_test"
    stack.create_database(database, modules=("contacts",))
    try:
        code, text = _run_odoo_tests(stack, database, modules)
    finally:
        stack.drop_database(database)
    return judge_odoo(read_log(text), code)


def _run_odoo_tests(stack, database, modules):
    tags = ",".join(f"/{module}" for module in modules)
    args = ["-d", database, "-i", ",".join(modules), "--test-tags", tags]
    args += ["--stop-after-init", "--max-cron-threads=0"]
    args += [f"--http-port={stack.free_port()}", "--log-level=info"]
    log_path = stack.state / "reports" / "odoo.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with open(log_path, "w") as log:
        code = _tee(stack, args, log)
    return code, log_path.read_text(errors="replace")


def _tee(stack, args, log):
    """Run Odoo; its lines go to the log, those that matter also to the screen."""
    process = subprocess.Popen(
        stack.odoo_command(args),
        env=stack.environment(),
        cwd=places.REPO,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=system.die_with_parent,
    )
    shown = True
    for line in process.stdout:
        log.write(line)
        shown = is_worth_showing(line, shown)
        if shown:
            sys.stdout.write(line)
    return process.wait()


def judge_odoo(log, code):
    """Return the Outcome of an Odoo run: its exit code alone hides three accidents.

    Odoo ends with 0 when browser tests were skipped, and reports "0 failed of 0
    tests" when it stopped before the tests.
    """
    complaints = [f"in the log: {line}" for line in log.errors[:20]]
    complaints += [f"skipped: {line}" for line in log.skipped[:20]]
    if not log.tests:
        complaints.append("no test ran")
    if code and not log.failed:
        complaints.append(f"Odoo ended with {code}")
    return Outcome(log.tests - log.failed, log.failed, tuple(complaints))


def odoo_core(stack):
    """Run Odoo's own tests with our addons installed; nothing new may fail."""
    from tests.odoo_core import part

    system.need_browser()
    return Outcome(*part.run(stack))


def mutation(stack):
    """Change the rules in small ways; their tests must notice (R-23)."""
    from tests.mutation import part

    return Outcome(*part.run(stack))


PARTS = {"lint": lint, "unit": unit, "odoo": odoo, "e2e": e2e, "faults": faults}
#: Run only when named: they take half an hour, or some minutes.
LONG_PARTS = {"odoo-core": odoo_core, "mutation": mutation}
WITHOUT_BROWSER = {"lint", "unit", "mutation"}
#: Lanes run side by side, the parts of one after the other: most of a part's time is one
#: core's, and the smallest machine has two.
LANES = (("lint", "unit", "odoo", *LONG_PARTS), ("e2e", "faults"))
