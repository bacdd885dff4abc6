"""R-28: reports before, during and after the answer, thrice, in any order, forged.

A real server takes the pushes of a strict operator, one process sends, another reads what
came: nobody waits for, or undoes, anybody.
"""

import contextlib
import json
import os
import threading

import pytest
import requests

from tests.simulators.sms import Limits, SmsSimulator

from . import house, odoo_here
from .conftest import PREFIX, Driver
from .sms_report_jobs import TITLE

COUNT = 600
#: Every so many persons' phones are off.
OFF = 5


@pytest.fixture(scope="module")
def place(stack):
    """The name of a fresh database with SMS, dropped after the module."""
    name = f"{PREFIX}smsreports_{os.getpid()}"
    stack.create_database(name, modules=("izinnet_iys", "izinnet_iys_sms"))
    yield name
    odoo_here.close_connections()
    stack.drop_database(name)


@pytest.fixture(scope="module")
def hands(stack, place):
    """The processes that send and read."""
    os.environ.update(stack.environment(odoo_here.HOSTS))
    running = Driver(stack, place)
    yield running
    running.close()


@pytest.fixture(scope="module")
def server(stack, place):
    """The server that takes the pushes."""
    with stack.serve(place, workers=2, cron_threads=0) as running:
        yield running


@pytest.fixture
def operator(hands, server, stack, place):
    """A Verimor that reports at once, and whose pushes reach the server."""
    with SmsSimulator(limits=Limits.off(), report_seconds=0.0) as sim:
        account = sim.account("verimor")
        account.titles = {TITLE: ""}
        settings = {
            "base_url": sim.url("verimor"),
            "username": account.username,
            "password": account.password,
        }
        assert hands.run(("sms_found", settings)) == [0]
        told = stack.sql("SELECT id, push_token FROM iys_sms_gateway", database=place)
        number, _bar, token = told[0].partition("|")
        sim.route = f"{server.url}/iys/sms/{number}/{token}/report"
        account.push = {"dlr": sim.route}
        for person in range(0, COUNT, OFF):
            sim.scenario(house.phone(person), "expired")
        assert hands.run(("sms_make", {"count": COUNT})) == [0]
        yield sim


class Watch:
    """Looks at the rows all the time; a step back is remembered."""

    def __init__(self, stack, place):
        """Look from a connection of its own."""
        self.ends, self.back = {}, []
        self._connection = stack.connect(place)
        self._connection.autocommit = True
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        while not self._over.wait(0.05):
            self.look()

    def look(self):
        """Compare every row with how it was seen last."""
        with self._connection.cursor() as cr:
            cr.execute("SELECT ref, state, outcome FROM iys_sms_dispatch")
            for ref, state, outcome in cr.fetchall():
                was = self.ends.get(ref)
                if was and (state != "ended" or outcome != was):
                    self.back.append((ref, was, state, outcome))
                if state == "ended":
                    self.ends[ref] = outcome

    def __enter__(self):
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_error):
        """Look for the last time."""
        self._over.set()
        self._thread.join()
        self.look()
        self._connection.close()


def outcomes(stack, place):
    """Count rows by what became of them."""
    rows = stack.sql(
        "SELECT COALESCE(outcome, state), count(*) FROM iys_sms_dispatch GROUP BY 1",
        database=place,
    )
    return {line.split("|")[0]: int(line.split("|")[1]) for line in rows}


def deadlocks(stack, place):
    """PostgreSQL's own count for the database."""
    query = f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{place}'"
    return int(stack.sql(query)[0])


EXPECTED = {"delivered": COUNT - COUNT // OFF, "expired": COUNT // OFF}


@pytest.mark.parametrize("timing", ["before", "after"])
@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_reports_meet_the_sender(stack, place, hands, operator, timing, backwards):
    """Each push thrice, before or after the answer, while a second process reads."""
    operator.change(push_timing=timing, push_copies=3, push_reversed=backwards)
    with Watch(stack, place) as watch:
        assert hands.run("sms_queue", ("sms_read", {"seconds": 12})) == [0, 0]
        assert operator.pusher.wait(60)
        assert hands.run(("sms_read", {"seconds": 2})) == [0]
    assert outcomes(stack, place) == EXPECTED
    assert watch.back == []
    assert deadlocks(stack, place) == 0
    assert set(operator.served().values()) == {1}, "somebody was served twice"
    assert operator.complaints == []


def test_held_reports_in_reverse_and_words_against_them(stack, place, hands, operator):
    """All at once when everything has left, then late words that contradict."""
    operator.pusher.hold()
    assert hands.run("sms_queue") == [0]
    operator.pusher.release(reverse=True)
    assert operator.pusher.wait(60)
    with Watch(stack, place) as watch:
        assert hands.run(("sms_read", {"seconds": 3})) == [0]
        for status in ("WAITING", "REJECTED", "SENDING"):
            assert push(operator.route, rows(stack, place, status)) == 200
        assert hands.run(("sms_read", {"seconds": 3})) == [0]
    assert outcomes(stack, place) == EXPECTED
    assert watch.back == []


def test_forged_and_unknown_pushes_change_nothing(stack, place, hands, operator):
    """T-24: without the token nothing is kept; of unknown jobs nothing is believed."""
    assert hands.run("sms_queue") == [0]
    operator.pusher.wait(60)
    before = outcomes(stack, place)
    forged = operator.route.replace("/report", "x/report")
    stored = count(stack, place, "iys_sms_event")
    assert push(forged, rows(stack, place, "DELIVERED")) == 404
    assert count(stack, place, "iys_sms_event") == stored
    strange = [{**row, "campaign_id": 1, "message_custom_id": "x"}
               for row in rows(stack, place, "REJECTED")]  # fmt: skip
    stack.sql("DELETE FROM iys_sms_event", database=place)
    assert push(operator.route, strange) == 200
    assert hands.run(("sms_read", {"seconds": 2})) == [0]
    assert outcomes(stack, place) == before
    parked = stack.sql("SELECT state FROM iys_sms_event", database=place)
    assert parked == ["parked"]


def count(stack, place, table):
    """Count the rows of a table."""
    return int(stack.sql(f"SELECT count(*) FROM {table}", database=place)[0])


def rows(stack, place, status):
    """A report of a state for a hundred messages, as Verimor would push it."""
    lines = stack.sql(
        "SELECT j.job_ids, d.number FROM iys_sms_dispatch d"
        " JOIN iys_sms_job j ON j.id = d.job_id ORDER BY d.id LIMIT 100",
        database=place,
    )
    found = [line.split("|") for line in lines]
    return [
        {
            "type": "outbound",
            "campaign_id": int(job),
            "dest": number.removeprefix("+"),
            "status": status,
            "message_id": "1",
        }
        for job, number in found
    ]


def push(url, body):
    """Push as an operator does; returns the status."""
    with contextlib.closing(requests.Session()) as session:
        answer = session.post(
            url,
            data=json.dumps(body),
            headers={"Content-Type": "application/json"},
            timeout=30,
        )
        return answer.status_code
