"""What a log of Odoo's test run says: counts, skipped tests, errors."""

import re
from typing import NamedTuple

LINE = re.compile(r"\S+ \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<text>.*)")
TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
SKIPPED = re.compile(r"skipped (.*)")
#: What PostgreSQL says, in the line below the query, to the second of two writers.
RIVALS = "ERROR: could not serialize access due to"


class OdooLog(NamedTuple):
    """Tests run and failed, and the lines that tell of skips and errors."""

    tests: int
    failed: int
    skipped: list
    errors: list


def read_log(text):
    """Return the OdooLog in a log's text.

    A failed test is logged as an error too: those are in `failed`, not in `errors`. Two
    transactions that met on a row are none: Odoo does the later one again (R-19).
    """
    tests = failed = 0
    skipped, errors = [], []
    lines = text.splitlines()
    for line, next_line in zip(lines, [*lines[1:], ""], strict=True):
        found = LINE.match(line)
        if not found or RIVALS in next_line:
            continue
        if total := TOTAL.match(found["text"]):
            failed += int(total[1]) + int(total[2])
            tests += int(total[3])
        elif SKIPPED.match(found["text"]):
            skipped.append(found["text"])
        elif found["level"] in ("ERROR", "CRITICAL") and not _is_test_failure(found):
            errors.append(f"{found['logger']}: {found['text']}")
    return OdooLog(tests, failed, skipped, errors)


def is_worth_showing(line, was_before):
    """Tell if a line of a running log matters to a person who waits.

    A line without a level belongs to the one before it (a trace). What libraries
    say about newer Pythons (`py.warnings`) stays in the log.
    """
    found = LINE.match(line)
    if not found:
        return was_before
    return found["level"] not in ("INFO", "DEBUG") and found["logger"] != "py.warnings"


def _is_test_failure(found):
    failure = re.match(r"(FAIL|ERROR): ", found["text"])
    closing = found["logger"] in ("odoo.tests.result", "odoo.registry")
    return failure or (closing and "failed" in found["text"].lower())
