"""The file of rights: what every kind of person can do with every model (R-56).

Knows text only, no Odoo: ``tests/unit/test_roles_page.py`` reads the files as well.
A model is one line, followed by a line for all people whose cells are the same.
"""

from typing import NamedTuple

#: Who is tried, in the order of the file.
PERSONAS = (
    "public",
    "portal",
    "internal",
    "mailing",
    "settings",
    "collector",
    "author",
    "manager",
    "admin",
    "auditor",
    "manager_b",
)
#: What is tried, in the order of the columns.
ROADS = (
    "read",
    "write",
    "create",
    "unlink",
    "search",
    "group",
    "name",
    "export",
    "web",
    "file",
    "json",
)
LEGEND = """\
# Who can do what with every model of {addon} (R-56). Made and compared by
# izinnet_iys/tests/rights_case.py; after a change that is wanted, write it anew:
#   IZINNET_WRITE_RIGHTS=1 ./run odoo -d DATABASE --test-tags /{addon}:TestRightsTable \\
#       --stop-after-init
# and read the difference before it is committed; docs/roles.md is written from it and
# explains what looks odd.
#
# A line of a model: name | concern | what a row is | rows tried. Then one line for all
# who can do the same. Rows: A of company A, B of company B, N without a company,
# M made by the person who tries (only where a rule asks who made a row).
# Cells: letters of the rows reached; 0 allowed, but none of these rows; - refused.
#
# public     nobody is logged in          collector  role Collector, company A
# portal     a customer with a log-in     author     role Campaign author, company A
# internal   staff of A without a role    manager    role Consent manager, company A
# mailing    staff of A with Odoo's       admin      role Administrator, company A
#            mailing rights, no role      auditor    role Auditor, company A
# settings   Odoo's settings, no role     manager_b  role Consent manager, company B
#
# group  formatted_read_group     name  name_search      export  export_data
# web    web_search_read          json  /json/2 search_read with an API key
# file   ir.attachment on the row
"""
_WIDTH = 7


class Rights(NamedTuple):
    """Rights on one model; ``cells`` is {persona: (code for each of ROADS)}."""

    model: str
    concern: str
    title: str
    rows: str
    cells: dict


def write(addon, models):
    """Return the text of the file for an iterable of Rights."""
    head = LEGEND.format(addon=addon)
    return head + "".join(f"\n{_write_model(rights)}" for rights in models)


def _write_model(rights):
    people = {}
    for persona in PERSONAS:
        people.setdefault(rights.cells[persona], []).append(persona)
    width = max(len(" ".join(names)) for names in people.values()) + 3
    lines = [" | ".join((rights.model, rights.concern, rights.title, rights.rows))]
    lines.append(_line("", ROADS, width))
    lines += [_line(" ".join(names), cells, width) for cells, names in people.items()]
    return "\n".join(lines) + "\n"


def _line(names, cells, width):
    columns = "".join(cell.ljust(_WIDTH) for cell in cells)
    return f"  {names.ljust(width)}{columns}".rstrip()


def read(text):
    """Return {model: Rights} of a file's text; raises ValueError for a broken line."""
    models = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            rights = Rights(*line.split(" | "), cells={})
            models[rights.model] = rights
        elif tuple(line.split()) != ROADS:
            names, cells = _read_line(line)
            rights.cells.update(dict.fromkeys(names, cells))
    return models


def _read_line(line):
    words = line.split()
    names, cells = words[: -len(ROADS)], tuple(words[-len(ROADS) :])
    if not names or set(names) - set(PERSONAS):
        raise ValueError(f"no line of rights: {line}")
    return names, cells


def differences(expected, found):
    """Return sentences, each naming model and person where two files differ, and how."""
    told = [
        f"{model}: gone, but in the file" for model in expected.keys() - found.keys()
    ]
    told += [f"{model}: not in the file" for model in found.keys() - expected.keys()]
    for model in expected.keys() & found.keys():
        told += _differences_of(expected[model], found[model])
    return sorted(told)


def _differences_of(expected, found):
    for part in ("concern", "title", "rows"):
        old, new = getattr(expected, part), getattr(found, part)
        if old != new:
            yield f"{found.model}: {part} is {new!r}, {old!r} in the file"
    for persona in PERSONAS:
        old = expected.cells.get(persona, ("nothing",) * len(ROADS))
        pairs = zip(ROADS, old, found.cells[persona], strict=True)
        if told := [
            f"{road} {new} (was {was})" for road, was, new in pairs if was != new
        ]:
            yield f"{found.model}, {persona}: {', '.join(told)}"
