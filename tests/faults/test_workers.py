"""Several workers at once, and a real server whose worker is killed (R-3, R-19)."""

import contextlib
import time

import pytest

from tests.e2e.odoo_client import Client

from . import books, odoo_here

SUBMIT = "*/consents/request"


@pytest.fixture
def company(driver, simulator):
    """A fresh company at a fresh simulator; lots of fifty."""
    told = simulator.describe()
    settings = {"base_url": told["base_url"], "account": told["accounts"][0]}
    assert driver.run(("found", settings | {"lot_size": 50})) == [0]
    return simulator


@pytest.fixture
def cursor(stack, database):
    """A cursor that sees each moment's rows."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            yield cr


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_handing_in_at_once_send_each_act_once(
    workers, company, driver, cursor
):
    """R-19: the queue is shared out, not handed in twice."""
    driver.run(("record", {"first": 0, "count": 600}))
    company.latency = 0.05
    assert driver.run(*["push"] * workers) == [0] * workers
    sent = [call.items for call in company.history.calls(SUBMIT, method="POST")]
    assert sum(sent) == 600
    assert driver.settle_down() < 20
    assert books.differences(cursor, company.brand()) == []


def test_workers_on_all_jobs_at_once_leave_the_books_right(company, driver, cursor):
    """R-19: staff records, jobs run twice at the same time, nothing breaks."""
    for first in range(0, 300, 100):
        codes = driver.run(
            ("record", {"first": first, "count": 100}),
            ("record", {"first": first, "count": 100, "status": "RET", "minutes": 5}),
            *("push", "push", "results", "results", "settle", "pull", "pull"),
        )
        assert set(codes) == {0}
        assert books.faults(cursor) == []
    driver.settle_down()
    assert books.faults(cursor) == []
    assert not books.movements(company.brand()) - books.acts(cursor)


def test_a_real_server_goes_on_after_its_worker_was_killed(
    stack, database, company, driver, cursor
):
    """R-3, V-5: the watchdog kills workers in mid-call; a person sees nothing of it."""
    driver.run(("record", {"first": 0, "count": 60}))
    company.faults.add("kill", SUBMIT, nth=2)
    with stack.serve(database, env=odoo_here.HOSTS, cron_threads=1) as server:
        odoo = Client(server.url, database)
        crons = odoo.call("ir.cron", "search", [("cron_name", "ilike", "İYS:")])
        end = time.monotonic() + 120
        while books.waiting(cursor) and time.monotonic() < end:
            odoo.call("ir.cron", "action_iys_run_now", crons)
            time.sleep(1)
    assert [c.fault for c in company.history.calls(SUBMIT)].count("kill") == 1
    assert books.states(cursor) == {"registered": 60}
    assert books.differences(cursor, company.brand()) == []
