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


@pytest.fixture
def held(driver, company):
    """A lot of three whose call is under way: İYS takes its time to answer."""
    driver.run(("record", {"first": 0, "count": 3}))
    hold = company.faults.add("hold", SUBMIT)
    driver.start("push")
    assert hold.wait_reached()
    yield
    hold.release()
    assert driver.finish() == [0]


def test_the_intent_is_committed_before_the_call(held, cursor):
    """R-5: another connection sees which acts are in flight, and in which call."""
    assert books.states(cursor) == {"in_flight": 3}
    cursor.execute("SELECT state, row_count FROM iys_exchange")
    assert cursor.fetchall() == [("in_flight", 3)]


def test_no_transaction_is_open_during_the_call(held, cursor):
    """R-4: a slow İYS holds no locks here."""
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state LIKE 'idle in transaction%%'"
    )
    assert cursor.fetchone() == (0,)


def test_a_call_under_way_is_not_taken_for_a_lost_one(held, cursor):
    """R-3: a worker that lives shows it by a lock; only a dead one loses its acts."""
    cursor.execute("SELECT id FROM iys_exchange WHERE state = 'in_flight'")
    cursor.execute(
        "SELECT pg_try_advisory_lock(%s, %s)", [0x1957_02, cursor.fetchone()[0]]
    )
    assert cursor.fetchone() == (False,)


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
