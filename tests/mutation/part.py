"""Mutation testing (R-23): would the tests notice if a rule were wrong?

mutmut changes the rules in hundreds of small ways and runs their tests on each change. It
works on a copy, because it looks for packages where the tests run. It does not change
tables and patterns outside functions; those have tests of their own.
"""

import re
import shutil
from collections import Counter
from typing import NamedTuple

from tests.stack import places

PACKAGE = places.REPO / "izinnet_iys/iys_api"
#: {module of iys_api: files of tests/unit that judge it}
MODULES = {
    "gate": ("test_gate",),
    "rules": ("test_rules", "test_rules_errors"),
    "content": ("test_content",),
    "promotion": ("test_promotion",),
}
#: Least share of changes noticed, in per cent.
GOALS = {"gate": 100, "rules": 85, "content": 85, "promotion": 85}
#: Functions of their own goal: the decision itself, which never may go wrong unnoticed.
FUNCTION_GOALS = {
    ("gate", "decide"): 100,
    ("gate", "_before_recipient"): 100,
    ("gate", "_refusal"): 100,
    ("gate", "_approval"): 100,
    ("gate", "_is_overtaken"): 100,
}
CONFIGURATION = """\
[tool:pytest]
pythonpath = .
addopts = --import-mode=importlib -p no:cacheprovider

[mutmut]
source_paths = iys_api
only_mutate =
{modules}
pytest_add_cli_args_test_selection =
{tests}
also_copy =
    tests
    setup.cfg
"""
_RESULT = re.compile(r"\s*iys_api\.(\w+)\.x_(\w+)__mutmut_\d+: ([\w ]+)")
#: Ends of a run that tell nothing about the change: the whole run is then worth nothing.
NO_ANSWER = {"not checked", "check was interrupted by user"}
#: A change that makes the tests hang or crash is noticed too.
NOTICED = {"killed", "timeout", "segfault"}


class Score(NamedTuple):
    """How many changes there were and how many of them the tests noticed."""

    noticed: int
    changes: int

    @property
    def percent(self):
        """The share noticed; 0 when nothing was changed at all."""
        return 100 * self.noticed / self.changes if self.changes else 0.0


def run(stack):
    """Change, test, print the scores; return (noticed, goals missed, complaints)."""
    stage = stack.state / "mutation"
    _lay_out(stage)
    command = ["-m", "tests.mutation.mutants", stage]
    code = stack.run([stack.python, *command])
    results = read_results((stage / "results.txt").read_text()) if not code else []
    return judge(results)


def _lay_out(stage):
    """Copy the rules and their tests, so that mutmut finds ``iys_api`` at the top."""
    shutil.rmtree(stage, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, stage / "iys_api", ignore=ignored)
    tests = stage / "tests"
    shutil.copytree(places.REPO / "tests/unit", tests / "unit", ignore=ignored)
    shutil.copytree(places.REPO / "tests/fixtures", tests / "fixtures")
    (tests / "__init__.py").touch()
    (stage / "setup.cfg").write_text(_configuration())


def _configuration():
    modules = [f"    iys_api/{module}.py" for module in MODULES]
    tests = [
        f"    tests/unit/{test}.py" for group in MODULES.values() for test in group
    ]
    return CONFIGURATION.format(modules="\n".join(modules), tests="\n".join(tests))


def read_results(text):
    """Read the lines of ``mutmut results``: [(module, function, how it ended)]."""
    matches = (_RESULT.fullmatch(line) for line in text.splitlines())
    return [match.groups() for match in matches if match]


def judge(results):
    """Print a table of scores; return (noticed, goals missed, complaints)."""
    modules = scores((module, ended) for module, _function, ended in results)
    functions = scores(((module, name), ended) for module, name, ended in results)
    _print_table(modules, functions)
    missed = [*_missed(modules, GOALS), *_missed(functions, FUNCTION_GOALS)]
    unanswered = sum(ended in NO_ANSWER for *_place, ended in results)
    if unanswered:
        missed.append(f"{unanswered} changes were not tried")
    noticed = sum(score.noticed for score in modules.values())
    return noticed, len(missed), tuple(missed)


def scores(ends):
    """Count (place, how it ended) pairs into {place: Score}."""
    changes, noticed = Counter(), Counter()
    for place, ended in ends:
        changes[place] += 1
        noticed[place] += ended in NOTICED
    return {place: Score(noticed[place], changes[place]) for place in changes}


def _missed(found, goals):
    for place, goal in goals.items():
        score = found.get(place, Score(0, 0))
        if score.percent < goal:
            name = place if isinstance(place, str) else ".".join(place)
            yield f"{name}: {score.percent:.1f} % noticed, {goal} % wanted"


def _print_table(modules, functions):
    for module, total in modules.items():
        print(_row(f"{module}.py", total))
        for (where, name), score in functions.items():
            if where == module:
                print(_row(f"  {name}", score))


def _row(name, score):
    return (
        f"{name:<32} {score.noticed:>4} of {score.changes:>4} {score.percent:>6.1f} %"
    )
