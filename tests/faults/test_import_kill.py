"""kill -9 at the commits of an import: it ends as if nothing had happened (R-1, R-4)."""

import contextlib
from collections import Counter
from datetime import timedelta

import pytest

from iys_api.messages import to_wire_time

from . import house
from .import_jobs import kind_of

PERSONS = 12_000
#: Counted commits of one run of the scheduled action at which it dies, in turn.
COMMITS = range(1, 8)
MOST_RUNS = 60


@pytest.fixture
def company(driver, simulator):
    """A company whose old approvals İYS holds in part."""
    told = simulator.describe()
    settings = {"base_url": told["base_url"], "account": told["accounts"][0]}
    assert driver.run(("found", settings)) == [0]
    given = to_wire_time(simulator.clock.now() - timedelta(days=60))
    simulator.seed(
        {
            "recipient": house.phone(number),
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consentDate": given,
            "creationDate": given,
        }
        for number in range(PERSONS)
        if kind_of(number) == "held"
    )
    return simulator


@pytest.fixture
def ask(stack, database):
    """Ask the database for one row."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:

            def one(query):
                cr.execute(query)
                return cr.fetchone()

            yield one


def finish(driver, ask):
    """Run and press until the import is done; the number of runs."""
    for run in range(MOST_RUNS):
        if ask("SELECT state FROM iys_import")[0] == "done":
            return run
        assert driver.run("work") == [0]
        assert driver.run("press") == [0]
    return MOST_RUNS


def test_an_import_killed_again_and_again_takes_each_row_once(driver, company, ask):
    kinds = Counter(map(kind_of, range(PERSONS)))
    assert driver.run(("upload", {"count": PERSONS})) == [0]
    deaths = Counter()
    for number in COMMITS:
        for when in ("before", "after"):
            state = ask("SELECT state FROM iys_import")[0]
            deaths[state] += driver.run("work", die=(when, number)) == [-9]
            driver.run("press")
    assert min(deaths[s] for s in ("reading", "checking", "running")) > 0, deaths
    assert finish(driver, ask) < MOST_RUNS
    told = ask(
        "SELECT count_queued, count_ret, count_in_iys, count_too_old, count_faulty,"
        " count_known, rows_total FROM iys_import"
    )
    expected = [kinds[k] for k in ("fresh", "refusal", "held", "old", "faulty")]
    assert list(told) == [*expected, 0, PERSONS + 1]
    kept = ask("SELECT count(*), count(DISTINCT recipient) FROM iys_consent")
    assert kept == (sum(expected[:3]), sum(expected[:3]))


def test_no_question_is_asked_while_a_transaction_is_open(driver, company, ask):
    """R-4: each question has its own committed row in the book of calls."""
    assert driver.run(("upload", {"count": 2000})) == [0]
    assert finish(driver, ask) < MOST_RUNS
    asked = ask(
        "SELECT count(*), sum(row_count) FROM iys_exchange"
        " WHERE kind = 'approved' AND state = 'done'"
    )
    assert asked == (1, 400)
