"""Faults of the line and of the gateways, and whether a text left all the same."""

import pytest
import requests

from .sms_callers import CALLERS, NUMBER, Mor

SENDS = "*send*"
LEFT = {(NUMBER, "Merhaba"): 1}


@pytest.mark.parametrize("gateway", CALLERS)
@pytest.mark.parametrize(("kind", "served"), [("drop", LEFT), ("refuse", {})])
def test_a_lost_answer(obeyed, gateway, kind, served):
    obeyed.faults.add(kind, SENDS)
    with pytest.raises(requests.ConnectionError):
        CALLERS[gateway](obeyed).send()
    assert obeyed.served() == served


@pytest.mark.parametrize("gateway", CALLERS)
def test_an_answer_that_comes_too_late(obeyed, gateway):
    fault = obeyed.faults.add("hold", SENDS)
    caller = CALLERS[gateway](obeyed)
    caller.patience = 0.5
    with pytest.raises(requests.ReadTimeout):
        caller.send()
    fault.release()
    assert obeyed.served() == LEFT


@pytest.mark.parametrize("gateway", CALLERS)
def test_half_an_answer(obeyed, gateway):
    obeyed.faults.add("half", SENDS)
    try:
        answer = CALLERS[gateway](obeyed).send()
    except requests.exceptions.ChunkedEncodingError:
        pass  # newer urllib3 counts the bytes itself
    else:
        assert len(answer.content) < int(answer.headers["Content-Length"])
    assert obeyed.served() == LEFT


@pytest.mark.parametrize("gateway", CALLERS)
@pytest.mark.parametrize(("stored", "served"), [(False, {}), (True, LEFT)])
def test_a_page_of_a_proxy(obeyed, gateway, stored, served):
    obeyed.faults.add("html", SENDS, stored=stored)
    answer = CALLERS[gateway](obeyed).send()
    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert obeyed.served() == served


@pytest.mark.parametrize("gateway", CALLERS)
def test_truncated_json_under_200(obeyed, gateway):
    obeyed.faults.add("reply", SENDS, status=200, body='{"code": "0', stored=True)
    answer = CALLERS[gateway](obeyed).send()
    assert (answer.status_code, answer.text) == (200, '{"code": "0')
    assert obeyed.served() == LEFT


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_the_server_without_a_body(obeyed, status):
    obeyed.faults.add("reply", SENDS, status=status, stored=True)
    assert Mor(obeyed).send().status_code == status
    assert obeyed.served() == LEFT


def test_a_429_tells_how_long_to_wait(obeyed):
    obeyed.world.limits.change({"retry_after": 7})
    obeyed.fail("verimor", "/v2/send.json", "429")
    answer = Mor(obeyed).send()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_doubled_request_is_seen(obeyed):
    obeyed.faults.add("duplicate", SENDS)
    Mor(obeyed).send()
    assert obeyed.served() == {(NUMBER, "Merhaba"): 2}


def test_a_number_in_a_path_is_not_kept(obeyed):
    Mor(obeyed).ask(f"blacklists/90{NUMBER}", "DELETE")
    assert all(NUMBER not in str(call) for call in obeyed.history.calls())
