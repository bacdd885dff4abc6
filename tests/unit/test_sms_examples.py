"""Every recorded exchange: the client writes that request and reads that answer."""

import pytest

from tests.unit.sms_examples import (
    EXAMPLES,
    NOT_OURS,
    differences,
    play,
    told,
)
from tests.unit.sms_expected import DIFFERS, EXPECTED

PLAYED = [e for e in EXAMPLES if e["id"] not in NOT_OURS]
CALLS = [e for e in PLAYED if e["direction"] == "client"]
WRITTEN = [e for e in CALLS if e["request"]]
OTHER_ROADS = [e for e in EXAMPLES if e["id"] in NOT_OURS]
#: our own road of sending, by operator
SENDING = {
    "netgsm": {"method": "POST", "path": "/sms/rest/v2/send"},
    "iletimerkezi": {"method": "POST", "path": "/v1/send-sms/json"},
    "verimor": {"method": "POST", "path": "/v2/send.json"},
}
#: the operator answers both roads alike
SAME_ANSWER = {"verimor-send-get-ok": ["20210"]}
every = pytest.mark.parametrize


@every("example", PLAYED, ids=lambda e: e["id"])
def test_an_answer_is_read_as_recorded(example):
    assert told(play(example)[0]) == EXPECTED[example["id"]]


@every("example", WRITTEN, ids=lambda e: e["id"])
def test_a_request_is_written_as_recorded(example):
    """Members that we write otherwise are named in DIFFERS with the reason."""
    names, _reason = DIFFERS.get(example["id"], (set(), ""))
    assert differences(example, play(example)[1]) == names


@every("example", OTHER_ROADS, ids=lambda e: e["id"])
def test_the_answer_of_a_road_not_taken_never_counts_as_sent(example):
    """What a road we do not use answers is unknown to us, never success (sms.md trap 4)."""
    road = {**example, **SENDING[example["gateway"]], "request": {}}
    assert told(play(road)[0]) == SAME_ANSWER.get(example["id"], "Ambiguous")


def test_every_exception_names_an_example():
    played = {example["id"] for example in PLAYED}
    assert set(EXPECTED) == played
    assert set(DIFFERS) <= {example["id"] for example in WRITTEN}
    assert set(NOT_OURS) <= {example["id"] for example in EXAMPLES}


def test_few_examples_are_not_played():
    assert len(EXAMPLES) > 80 and len(NOT_OURS) <= 8
