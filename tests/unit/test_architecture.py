"""The directions of dependencies that keep the parts separate (architecture §3)."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
ODOO_FREE = ("iys_api", "sms_gateways", "backup_files", "seal_chain")
# An addon (first) that must not know another one (second).
STRANGERS = (
    ("izinnet_iys", "izinnet_iys_website"),
    ("izinnet_iys", "izinnet_iys_sms"),
    ("izinnet_iys_website", "izinnet_iys_sms"),
    ("izinnet_iys_sms", "izinnet_iys_website"),
)
LONGEST_FUNCTION = 60
VAGUE_NAMES = {"utils.py", "common.py", "misc.py", "helpers.py"}


def sources(repo):
    """Yield the addons' Python files without tests, as (path, syntax tree)."""
    for path in sorted(repo.glob("izinnet_*/**/*.py")):
        if "tests" not in path.relative_to(repo).parts:
            yield path, ast.parse(path.read_text())


def imports(tree):
    """Yield (dots, dotted name) of everything the tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def absolute(tree):
    """Yield the first name of every import that is not relative."""
    return (name.split(".")[0] for dots, name in imports(tree) if not dots)


def is_odoo_free(path):
    """Tell if the file lies in a package that knows nothing of Odoo."""
    return any(name in path.parts for name in ODOO_FREE)


def odoo_in_odoo_free(repo):
    """Return Odoo-free files that import odoo."""
    return [
        path.name
        for path, tree in sources(repo)
        if is_odoo_free(path) and "odoo" in absolute(tree)
    ]


def absolute_in_odoo_free(repo):
    """Return Odoo-free files that name their own package absolutely."""
    return [
        path.name
        for path, tree in sources(repo)
        if is_odoo_free(path) and not set(absolute(tree)).isdisjoint(ODOO_FREE)
    ]


def neighbours(tree):
    """Return the names of modules of the same package that the tree imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            names = {alias.name for alias in node.names}
            found |= {node.module.split(".")[0]} if node.module else names
    return found


def cycles_in_odoo_free(repo):
    """Return the packages without Odoo in which imports run in a circle."""
    packages = {}
    for path, tree in sources(repo):
        if path.parent.name in ODOO_FREE and path.stem != "__init__":
            packages.setdefault(path.parent.name, {})[path.stem] = neighbours(tree)
    return [name for name, graph in packages.items() if _is_circular(graph)]


def _is_circular(graph):
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


def http_outside(repo):
    """Return files that speak HTTP themselves, outside the Odoo-free packages."""
    clients = {"requests", "urllib3", "httpx", "aiohttp", "http"}
    return [
        path.name
        for path, tree in sources(repo)
        if not is_odoo_free(path) and not clients.isdisjoint(absolute(tree))
    ]


def strangers_named(repo):
    """Return files of an addon that name an addon it must not know."""
    return [
        path.name
        for addon, stranger in STRANGERS
        for path in sorted((repo / addon).rglob("*"))
        if path.suffix in (".py", ".xml", ".js", ".csv")
        and stranger in path.read_text()
    ]


def long_functions(repo):
    """Return functions longer than the limit, in lines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        f"{path.name}: {node.name}"
        for path, tree in sources(repo)
        for node in ast.walk(tree)
        if isinstance(node, kinds)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


def vague_files(repo):
    """Return files whose name says nothing."""
    return [path.name for path, _tree in sources(repo) if path.name in VAGUE_NAMES]


def shared_lock_spaces(repo):
    """Return files that take PostgreSQL's locks under a number another file uses."""
    owners, doubled = {}, []
    for path, tree in sources(repo):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Assign) or not isinstance(
                node.value, ast.Constant
            ):
                continue
            names = [
                target.id for target in node.targets if isinstance(target, ast.Name)
            ]
            if any(name.endswith("LOCK_SPACE") for name in names):
                if node.value.value in owners:
                    doubled.append(path.name)
                owners[node.value.value] = path.name
    return doubled


LONG = "def f():\n" + "    pass\n" * LONGEST_FUNCTION
RULES = {
    odoo_in_odoo_free: ("izinnet_iys/iys_api/a.py", "from odoo.tools import sql\n"),
    absolute_in_odoo_free: ("izinnet_iys/iys_api/a.py", "import iys_api.terms\n"),
    cycles_in_odoo_free: ("izinnet_iys_sms/sms_gateways/a.py", "from . import a\n"),
    http_outside: ("izinnet_iys/models/a.py", "from requests import Session\n"),
    strangers_named: ("izinnet_iys_website/views/a.xml", "<a>izinnet_iys_sms</a>"),
    long_functions: ("izinnet_iys/models/a.py", LONG),
    vague_files: ("izinnet_iys/models/utils.py", ""),
    shared_lock_spaces: (
        "izinnet_iys/models/a.py",
        "LOCK_SPACE = 1\nMY_LOCK_SPACE = 1\n",
    ),
}
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@every_rule
def test_the_addons_keep_the_rule(rule):
    assert rule(REPO) == []


@every_rule
def test_the_rule_finds_an_offender(rule, tmp_path):
    name, text = RULES[rule]
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(text)
    assert len(rule(tmp_path)) == 1


@pytest.mark.parametrize("package", ODOO_FREE)
def test_there_is_something_to_check(package):
    assert any(package in path.parts for path, _tree in sources(REPO))
