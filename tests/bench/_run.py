"""Running bench code inside Odoo, and keeping the tables in docs/figures.md."""

import json
import platform
import subprocess
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIGURES = HERE.parents[1] / "docs" / "figures.md"
TITLE = """# Figures

Measured by `./run bench NAME`, both sides in one call on one machine. The unit is CPU
seconds of Python plus PostgreSQL; only ratios are worth comparing between machines.
"""


def inside(stack, database, code, **params):
    """Run bench code (a file or some) in ``odoo shell``; return what it tells as a dict.

    Raises RuntimeError with the end of the log when it tells nothing.
    """
    names = ("_inside.py", *([code] if isinstance(code, str) else code))
    text = "\n".join((HERE / name).read_text() for name in names)
    # the shell reads a file as one block when it comes compiled
    source = f"exec(compile({text!r}, {names[-1]!r}, 'exec'))\n"
    command = ["shell", "-d", database, "--no-http", "--log-level=error"]
    done = subprocess.run(
        stack.odoo_command(command),
        input=source,
        capture_output=True,
        text=True,
        env=stack.environment({"BENCH_PARAMS": json.dumps(params)}),
        check=False,
    )
    lines = [
        json.loads(line.partition("BENCH ")[2])
        for line in done.stdout.splitlines()
        if "BENCH " in line
    ]
    if done.returncode or not lines:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])
    return {key: value for line in lines for key, value in line.items()}


def copy_database(stack, template, name):
    """Make a database as a copy of another one, replacing it."""
    stack.drop_database(name)
    stack.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def table(headers, rows):
    """Spell a Markdown table."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def keep(section, text):
    """Put a section into docs/figures.md in place of the one of that name."""
    FIGURES.parent.mkdir(exist_ok=True)
    old = FIGURES.read_text() if FIGURES.exists() else TITLE
    parts = old.split("\n## ")
    kept = [part for part in parts[1:] if part.partition("\n")[0] != section]
    place = f"{date.today()}, {platform.machine()}, Python {platform.python_version()}"
    kept.append(f"{section}\n\n{place}\n\n{text.strip()}\n")
    FIGURES.write_text("\n## ".join([parts[0].rstrip() + "\n", *sorted(kept)]))
