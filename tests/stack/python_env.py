"""The Python that runs Odoo and the tests: a virtual environment in the cache."""

import shutil
import subprocess
import sys
from pathlib import Path

from . import system
from .places import REPO, locked, short_hash
from .trouble import StackError, say

SUPPORTED = [(3, 11), (3, 12), (3, 13), (3, 10)]
REQUIREMENTS = ("requirements.txt", "requirements-test.txt")


def python_for(source, cache):
    """Return the Python of an environment with Odoo and our requirements in it.

    It is named after Python, the requirements and Odoo's place; made when absent.
    """
    base = base_python()
    version = _version_of(base)
    wanted = "".join((REPO / name).read_text() for name in REQUIREMENTS)
    venv = cache / f"venv-{short_hash(wanted, version, source.root)}"
    with locked(cache / "venv.lock"):
        if not (venv / "complete").exists():
            _build(venv, base, source)
    return venv / "bin/python"


def base_python():
    """Return a Python that has wheels for everything: 3.10 to 3.13."""
    if sys.version_info[:2] in SUPPORTED:
        # A virtual environment's Python would make a nested environment.
        return Path(sys.base_prefix) / f"bin/python3.{sys.version_info[1]}"
    for major, minor in SUPPORTED:
        if found := shutil.which(f"python{major}.{minor}"):
            return Path(found)
    raise StackError(
        f"Python {sys.version.split()[0]} is too new or too old for Odoo 19. "
        "Install one of python3.10 … python3.13 with its venv package."
    )


def _version_of(python):
    code = "import sys; print(sys.version)"
    return system.run([python, "-c", code]).stdout


def _build(venv, base, source):
    shutil.rmtree(venv, ignore_errors=True)
    _need_venv_module(base)
    say(f"making the Python environment {venv.name}")
    system.run([base, "-m", "venv", venv])
    say("installing the Python packages (some minutes, once)")
    pip = [venv / "bin/python", "-m", "pip", "--disable-pip-version-check", "install"]
    pip += ["--quiet", "--prefer-binary", "-r", REPO / REQUIREMENTS[1]]
    system.run(pip, stdin=subprocess.DEVNULL)
    site = next(venv.glob("lib/python3*/site-packages"))
    # After site-packages on the path: our pins win over what lies beside Odoo.
    (site / "odoo-root.pth").write_text(f"{source.root}\n")
    (venv / "complete").write_text("")


def _need_venv_module(base):
    def find():
        command = [base, "-c", "import ensurepip, venv"]
        return subprocess.call(command, stderr=subprocess.DEVNULL) == 0

    system.need("Python's venv module", find, f"{Path(base).name}-venv")
