"""The simulators as a program: one line of JSON, one clock, one registry."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

REPO = Path(__file__).parents[3]


@pytest.fixture
def told():
    """What the program's first line tells, while it runs."""
    command = [sys.executable, "-m", "tests.simulators", "--no-limits"]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as run:
        yield json.loads(run.stdout.readline())
        run.terminate()


def test_the_gateways_and_iys_say_the_same(told):
    """A citizen's no at İYS stops the gateway's commercial text at once."""
    citizen = {"recipient": "+905321112233", "status": "RET"}
    requests.post(told["iys"]["control_url"] + "/api/citizen", json=citizen, timeout=10)
    account = next(a for a in told["sms"]["accounts"] if a["gateway"] == "netgsm")
    pair = (account["username"], account["password"])
    body = {
        "msgheader": account["titles"][0], "iysfilter": "11",
        "messages": [{"msg": "Merhaba", "no": "5321112233"}],
    }  # fmt: skip
    url = account["base_url"] + "/sms/rest/v2/"
    job = requests.post(url + "send", json=body, auth=pair, timeout=10).json()["jobid"]
    clock = told["sms"]["control_url"] + "/api/clock"
    requests.post(clock, json={"advance": 60}, timeout=10)
    body = {"jobids": [job]}
    (row,) = requests.post(
        url + "report", json=body, auth=pair, timeout=10
    ).json()["jobs"]  # fmt: skip
    assert row["status"] == 16


def test_the_page_with_phones_is_told(told):
    answer = requests.get(told["sms"]["phones_url"], timeout=10)
    assert "<h1>Phones</h1>" in answer.text
