"""kill -9 at each commit point of handing in, hearing back, reading and settling.

How often is set by IZINNET_KILLS. After each kill the books must balance; in the end
every act is at İYS once and confirmed here (R-1, R-2, R-3, R-6, R-16).
"""

import contextlib
import os
from dataclasses import dataclass
from datetime import timedelta

import pytest

from iys_api.messages import to_wire_time

from . import books, house

KILLS = int(os.environ.get("IZINNET_KILLS", "4"))
SUBMIT = "*/consents/request"
RESULTS = "*/consents/request/*"
CHANGES = "*/consents/changes"
STATUS = "*/consents/status"
#: A page of İYS's feed; what lies behind it makes a second one.
PAGE = 1000


@dataclass(frozen=True)
class Point:
    """Where a worker dies: at its own n-th commit or in a call the simulator sees."""

    name: str
    cron: str
    commit: tuple | None = None
    call: dict | None = None

    def __str__(self):
        return self.name.replace(" ", "-")


def at_commit(name, cron, when, number):
    """Die before or after the cron's n-th commit."""
    return Point(name, cron, commit=(when, number))


def in_call(name, cron, path, **fault):
    """Die in a call: before İYS stores, after it has stored, after its answer."""
    return Point(name, cron, call={"kind": "kill", "path": path, **fault})


PUSH = [
    at_commit("a lot is taken but not marked", "push", "before", 1),
    at_commit("the intent is committed and no call made", "push", "after", 1),
    in_call("the call arrived and nothing is stored", "push", SUBMIT, stored=False),
    in_call("İYS stored and has not answered", "push", SUBMIT),
    in_call("İYS has answered", "push", SUBMIT, answered=True),
    at_commit("the answer is read but not committed", "push", "before", 2),
    at_commit("the answer is committed", "push", "after", 2),
]
RESULT = [
    in_call("asked about a lot", "results", RESULTS, stored=False),
    in_call("told about a lot", "results", RESULTS, answered=True),
    at_commit("a lot's results are not committed", "results", "before", 2),
    at_commit("a lot's results are committed", "results", "after", 2),
]
SETTLE = [
    at_commit("lost acts are found but not marked", "settle", "before", 1),
    at_commit("lost acts are marked", "settle", "after", 1),
    in_call("asked about one act", "settle", STATUS, stored=False),
    at_commit("one act is looked up but not committed", "settle", "before", 3),
    at_commit("one of several acts is settled", "settle", "after", 3),
]
PULL = [
    in_call("asked for the first page", "pull", CHANGES, stored=False),
    at_commit("the first page is not committed", "pull", "before", 2),
    at_commit("between two pages", "pull", "after", 2),
    in_call("told the second page", "pull", CHANGES, nth=2, answered=True),
    at_commit("the second page is not committed", "pull", "before", 4),
    at_commit("the second page is committed", "pull", "after", 4),
]


@pytest.fixture(params=["v2", "v1"])
def company(driver, simulator, request):
    """A fresh company at a fresh simulator, in either edition of İYS's interface."""
    told = simulator.describe()
    settings = {
        "base_url": told["base_url"],
        "account": told["accounts"][0],
        "api_edition": request.param,
    }
    assert driver.run(("found", settings)) == [0]
    return simulator


@pytest.fixture
def cursor(stack, database):
    """A cursor that sees each moment's rows."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            yield cr


def die_at(point, driver, simulator):
    """Run the point's scheduled action and see it killed there."""
    if point.call:
        simulator.faults.add(**point.call)
    codes = driver.run(point.cron, die=point.commit)
    simulator.faults.clear()
    assert codes == [-9], f"the point was never reached, the job ended with {codes}"


def check_books(cursor, simulator, entered):
    """Everything entered is in the ledger, all rules of the books hold."""
    assert books.faults(cursor) == []
    ours = books.acts(cursor, "c.source NOT LIKE 'IYS%%'")
    assert sum(ours.values()) == entered
    theirs = books.movements(simulator.brand(), side="HS")
    assert not theirs - ours, "İYS holds what nobody entered, or holds it twice"


def check_the_end(cursor, simulator, driver):
    """All is confirmed, nothing waits, İYS and we agree act by act."""
    assert driver.settle_down() < 20, books.states(cursor)
    assert set(books.states(cursor)) <= {"registered", "received"}
    assert books.differences(cursor, simulator.brand()) == []


@pytest.mark.parametrize("point", PUSH, ids=str)
def test_a_worker_killed_while_handing_in_loses_and_doubles_nothing(
    point, company, driver, cursor
):
    """R-3, R-5, R-6; every tenth time all jobs run, as they would."""
    for number in range(KILLS):
        driver.run(("record", {"first": number * 3, "count": 3}))
        die_at(point, driver, company)
        check_books(cursor, company, entered=3 * (number + 1))
        if number % 10 == 9:
            driver.settle_down()
    check_the_end(cursor, company, driver)


@pytest.mark.parametrize("point", RESULT, ids=str)
def test_a_worker_killed_while_hearing_back_loses_and_doubles_nothing(
    point, company, driver, cursor
):
    """The lot is asked about again; asking changes nothing at İYS."""
    for number in range(KILLS):
        driver.run(("record", {"first": number * 3, "count": 3}))
        driver.run("push")
        die_at(point, driver, company)
        check_books(cursor, company, entered=3 * (number + 1))
        if number % 10 == 9:
            driver.settle_down()
    check_the_end(cursor, company, driver)


@pytest.mark.parametrize("point", SETTLE, ids=str)
def test_a_worker_killed_while_settling_loses_and_doubles_nothing(
    point, company, driver, cursor
):
    """A worker dies after İYS stored, then the one that finds out dies, too."""
    stored = PUSH[3]
    for number in range(KILLS):
        driver.run(("record", {"first": number * 3, "count": 3}))
        die_at(stored, driver, company)
        die_at(point, driver, company)
        check_books(cursor, company, entered=3 * (number + 1))
        if number % 10 == 9:
            driver.settle_down()
    check_the_end(cursor, company, driver)


@pytest.mark.parametrize("point", PULL, ids=str)
def test_a_worker_killed_while_reading_changes_misses_and_doubles_nothing(
    point, company, driver, cursor
):
    """R-16: a page and its cursor are one transaction."""
    for number in range(KILLS):
        citizens_act(company, first=number * (PAGE + 50), count=PAGE + 50)
        die_at(point, driver, company)
        assert books.faults(cursor) == []
        theirs = books.movements(company.brand())
        assert not books.acts(cursor) - theirs, "read twice, or never said"
    check_the_end(cursor, company, driver)


def citizens_act(simulator, first, count):
    """People decide at İYS, a second apart, an hour ago or later."""
    start = simulator.clock.now() - timedelta(days=1)
    simulator.seed(
        {
            "recipient": house.phone(n),
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "status": "ONAY" if n % 2 else "RET",
            "source": "IYS_WEB",
            "consentDate": to_wire_time(start + timedelta(seconds=n)),
            "creationDate": to_wire_time(start + timedelta(seconds=n)),
        }
        for n in range(first, first + count)
    )
