"""Faults: what goes wrong with a call, and whether it was carried out all the same."""

import json
import signal
import subprocess
import sys
import threading

import pytest
import requests

from .conftest import consent, question

ADD = "*/consents"


def is_stored(caller):
    """Whether the consent of these tests is in the registry."""
    return caller.post("B/consents/status", question()).json() != {}


@pytest.mark.parametrize(("kind", "stored"), [("drop", True), ("refuse", False)])
def test_a_lost_answer(sim, caller, kind, stored):
    sim.faults.add(kind, ADD)
    with pytest.raises(requests.ConnectionError):
        caller.post("B/consents", consent())
    assert is_stored(caller) is stored


@pytest.mark.parametrize(
    ("code", "status"), [("H015", 500), ("H192", 503), ("H124", 429)]
)
def test_an_error_of_the_server(sim, caller, code, status):
    sim.faults.add("error", ADD, code=code, retry_after=7)
    answer = caller.post("B/consents", consent())
    assert answer.status_code == status
    assert answer.json()["errors"][0]["code"] == code
    assert answer.headers["Retry-After"] == "7"
    assert not is_stored(caller)


def test_an_error_after_storing(sim, caller):
    sim.faults.add("error", ADD, stored=True)
    assert caller.post("B/consents", consent()).status_code == 500
    assert is_stored(caller)


def test_a_page_of_a_proxy(sim, caller):
    sim.faults.add("html", ADD)
    answer = caller.post("B/consents", consent())
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")


def test_any_answer_one_likes(sim, caller):
    sim.faults.add("reply", ADD, status=418, body="", content_type="text/plain")
    answer = caller.post("B/consents", consent())
    assert (answer.status_code, answer.content) == (418, b"")


def test_half_an_answer_is_noticed(sim, caller):
    sim.faults.add("half", ADD)
    try:
        answer = caller.post("B/consents", consent())
    except requests.exceptions.ChunkedEncodingError:
        pass  # newer urllib3 counts the bytes itself
    else:
        assert len(answer.content) < int(answer.headers["Content-Length"])
    assert is_stored(caller)


def test_bytes_that_are_no_gzip(sim, caller):
    sim.faults.add("gzip", ADD)
    with pytest.raises(requests.exceptions.ContentDecodingError):
        caller.post("B/consents", consent())


def test_a_slow_answer_meets_the_callers_patience(sim, caller):
    sim.faults.add("slow", ADD, seconds=3)
    with pytest.raises(requests.ReadTimeout):
        url = sim.base_url + caller.brand + "/consents"
        caller.session.post(url, json=consent(), timeout=0.5)
    assert is_stored(caller)


def test_a_held_call_is_carried_out_but_not_answered(sim, caller):
    fault = sim.faults.add("hold", ADD)
    answers = []
    thread = threading.Thread(
        target=lambda: answers.append(caller.post("B/consents", consent()))
    )
    thread.start()
    assert fault.wait_reached()
    assert answers == []
    fault.release()
    thread.join(5)
    assert answers[0].status_code == 200


def test_a_doubled_call_is_carried_out_twice(sim, caller):
    sim.faults.add("duplicate", "*/consents/request")
    caller.post("B/consents/request", [consent()])
    assert len(sim.brand().book.store.open_lots()) == 2


def test_a_fault_meets_the_nth_call_and_as_many_as_wanted(sim, caller):
    sim.faults.add("error", "/info/*", nth=2, times=2)
    statuses = [caller.get("/info/city").status_code for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]


def test_times_zero_is_for_ever(sim, caller):
    fault = sim.faults.add("error", "/info/*", times=0)
    assert [caller.get("/info/city").status_code for _ in range(3)] == [500] * 3
    sim.faults.remove(fault.number)
    assert caller.get("/info/city").status_code == 200


def test_a_fault_leaves_other_calls_alone(sim, caller):
    sim.faults.add("error", ADD, method="PUT", times=0)
    assert caller.post("B/consents", consent()).status_code == 200


CALLER = """
import json, sys, urllib.request
url, token, body = sys.argv[1:]
headers = {"Authorization": token, "Content-Type": "application/json"}
request = urllib.request.Request(url, body.encode(), headers)
print(urllib.request.urlopen(request).status, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("answered", [False, True])
def test_the_caller_is_killed_after_storing(sim, caller, answered):
    """R-3: the process dies between İYS's 200 and its own commit."""
    sim.faults.add("kill", ADD, answered=answered)
    url = sim.base_url + caller.brand + "/consents"
    token = caller.session.headers["Authorization"]
    arguments = [sys.executable, "-c", CALLER, url, token, json.dumps(consent())]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.wait(20) == -signal.SIGKILL
    assert is_stored(caller)


def test_an_unknown_fault_is_refused(sim):
    with pytest.raises(ValueError, match="unknown fault"):
        sim.faults.add("earthquake")


def test_a_bug_of_the_simulator_is_no_answer_of_iys(sim, caller):
    sim.world.places.cities = {object()}
    assert caller.get("/info/city").status_code == 599
