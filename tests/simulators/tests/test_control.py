"""The control interface, the log of calls and the program itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.simulators.history import History
from tests.simulators.web import Request, Response

from .conftest import NOW, consent, question

ROOT = Path(__file__).parents[3]


def test_the_page_is_served_without_outside_help(sim):
    page = requests.get(sim.control_url + "/", timeout=10)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "https://" not in page.text and "http://" not in page.text


def test_the_clock_can_be_moved_set_and_run(sim, control):
    assert control("POST", "/api/clock", {"advance": 60})["wire"].endswith("10:01:00")
    moved = control("POST", "/api/clock", {"set": "2026-04-23 09:00:00"})
    assert moved["wire"] == "2026-04-23 09:00:00"
    control("POST", "/api/clock", {"freeze": False})
    assert sim.clock.frozen is False


def test_a_citizen_acts_through_the_page(caller, control):
    body = {"recipient": "+905321112233", "status": "RET"}
    assert control("POST", "/api/citizen", body)["source"] == "IYS_WEB"
    assert caller.post("B/consents/status", question()).json()["status"] == "RET"


def test_a_source_of_the_company_is_no_citizens(control):
    body = {"recipient": "+905321112233", "source": "HS_WEB"}
    assert "HS_WEB" in control("POST", "/api/citizen", body)["error"]


def test_records_are_found_by_a_part_of_the_recipient(sim, control):
    sim.seed([consent(), consent("ada@ornek.com")])
    found = control("GET", "/api/records?recipient=Ada")
    assert [row["recipient"] for row in found] == ["ada@ornek.com"]


def test_movements_show_what_stood_before(sim, control):
    sim.seed([consent()])
    control("POST", "/api/citizen", {"recipient": "+905321112233"})
    newest = control("GET", "/api/movements")[0]
    assert (newest["previous"], newest["status"], newest["side"]) == (
        "ONAY",
        "RET",
        "IYS",
    )


def test_a_line_is_closed_through_the_page(sim, control):
    sim.seed([consent(), consent(type="ARAMA")])
    body = {"recipient": "+905321112233"}
    assert control("POST", "/api/close-line", body) == {"count": 2}


def test_the_subscription_is_set_through_the_page(caller, control):
    control("POST", "/api/subscription", {"status": "EXPIRED"})
    assert caller.get("B/consents/changes").status_code == 403
    control("POST", "/api/subscription", {"status": None})
    assert caller.get("/sps/545454/subscription").status_code == 404
    control("POST", "/api/subscription", {"status": "ACTIVE"})
    assert caller.get("B/consents/changes").status_code == 204


def test_tokens_are_ended_through_the_page(caller, control):
    control("POST", "/api/tokens/expire", {"refresh": True})
    assert caller.get("B/consents/changes").status_code == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/switches", {"unknown_record": "maybe"}),
        ("/api/switches", {"no_such": 1}),
        ("/api/limits", {"no_such": 1}),
        ("/api/faults", {"kind": "earthquake"}),
        ("/api/faults", {"kind": "drop", "no_such": 1}),
        ("/api/subscription", {"status": "ASLEEP"}),
        ("/api/clock", {"set": "soon"}),
    ],
)
def test_what_nobody_knows_is_refused(control, path, body):
    assert "error" in control("POST", path, body)


def test_a_holiday_moves_the_three_day_rule(caller, control):
    """Wednesday 10:00 is three business days before Monday 10:00 (section 6.4)."""
    item = consent(consentDate="2026-02-24 10:30:00")
    assert caller.post("B/consents", item).status_code == 422
    control("POST", "/api/switches", {"holidays": {"2026-02-26": False}})
    assert caller.post("B/consents", item).status_code == 200


def test_faults_are_added_listed_and_removed(caller, control):
    added = control("POST", "/api/faults", {"kind": "error", "path": "/info/*"})
    assert control("GET", "/api/faults")[0]["number"] == added["number"]
    control("DELETE", "/api/faults", {"number": added["number"]})
    assert caller.get("/info/city").status_code == 200


def test_a_company_is_founded_through_the_page(sim, control):
    body = {"iysCode": "777777", "brands": {"777777": "Yedi"}, "password": "p"}
    known = control("POST", "/api/companies", body)
    answer = requests.post(
        sim.base_url + "/oauth2/token",
        json=known | {"grant_type": "password"},
        timeout=10,
    )
    assert answer.status_code == 200


def test_a_reset_leaves_people_but_no_records(sim, caller, control):
    caller.post("B/consents", consent())
    control("POST", "/api/reset")
    caller.sign_in()
    assert caller.post("B/consents/status", question()).json() == {}


def test_calls_are_kept_without_personal_data(caller, control):
    caller.post("B/consents", consent())
    caller.get("B/consents/changes", after="1_a", source="HS")
    log = json.dumps(control("GET", "/api/calls"))
    assert "5321112233" not in log
    assert "1_a" not in log


def test_a_call_is_kept_with_status_codes_and_rows(caller, control):
    caller.post("B/consents/request", [consent(), consent()])
    call = control("GET", "/api/calls?path=*/request")[0]
    assert (call["method"], call["status"], call["codes"], call["items"]) == (
        "POST",
        422,
        ["H194"],
        2,
    )


def test_the_densest_second_is_counted():
    """R-10: at most so many calls within any second."""
    history = History()
    for real in (0.0, 0.5, 0.9, 1.0, 1.4, 3.0):
        history.note(
            "iys", Request("GET", "/x"), Response(), time=NOW, real=real, seconds=0
        )
    assert history.maximum(1, real=True) == 4
    assert history.maximum(1) == 6


def test_the_success_share_is_iyss_own(caller, sim):
    """400, 401, 403, 404 and 422 are failures, 429 and 5xx are not (section 4)."""
    sim.history.clear()
    sim.faults.add("error", "*/changes", times=1)
    caller.get("B/consents/changes")
    caller.post("B/consents", {})
    assert sim.history.success_share() == 0.5


@pytest.fixture
def program():
    """The simulators as a program of their own, with what it said first."""
    command = [sys.executable, "-m", "tests.simulators", "--clock", "frozen"]
    command += ["2026-03-02T10:00:00", "--worker-delay", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        yield json.loads(process.stdout.readline())["iys"]
        process.terminate()
        assert process.wait(10) == 0


def test_the_program_says_first_where_it_is(program):
    state = requests.get(program["control_url"] + "/api/state", timeout=10).json()
    assert state["base_url"] == program["base_url"]
    assert state["clock"] == {
        "now": "2026-03-02T07:00:00+00:00",
        "wire": "2026-03-02 10:00:00",
        "frozen": True,
    }
    assert program["accounts"][0]["username"] == "api@deneme.example"
