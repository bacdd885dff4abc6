"""How often one may call (section 4), and the order of checks (section 15.1)."""

import pytest
import requests

from .conftest import codes, question


@pytest.fixture
def ten_a_second(sim):
    """A caller of no account, under the documented limit."""
    sim.world.limits.change({"per_second": 10})
    with requests.Session() as session:
        yield lambda: session.get(sim.base_url + "/info/city", timeout=10).status_code


def test_the_eleventh_call_within_a_second_is_refused(ten_a_second):
    assert [ten_a_second() for _ in range(11)] == [400] * 10 + [429]


def test_the_second_slides(sim, ten_a_second):
    for _ in range(5):
        ten_a_second()
    sim.clock.advance(0.6)
    for _ in range(5):
        ten_a_second()
    sim.clock.advance(0.5)
    assert [ten_a_second() for _ in range(6)] == [400] * 5 + [429]


def test_the_second_may_be_fixed(sim, ten_a_second):
    sim.change(rate_window="fixed")
    sim.clock.advance(0.9)
    assert [ten_a_second() for _ in range(11)] == [400] * 10 + [429]
    sim.clock.advance(0.1)
    assert ten_a_second() == 400


def test_the_token_may_go_before_the_limit(sim, ten_a_second):
    sim.change(limits_first=False)
    sim.world.limits.change({"per_second": 0})
    assert ten_a_second() == 400


def test_refused_calls_do_not_count(sim, ten_a_second):
    for _ in range(30):
        ten_a_second()
    sim.clock.advance(1)
    assert ten_a_second() == 400


def test_a_limit_goes_before_the_token(sim, ten_a_second):
    for _ in range(10):
        ten_a_second()
    answer = requests.get(sim.base_url + "/sps/545454/brands", timeout=10)
    assert (answer.status_code, codes(answer)) == (429, ["H124"])


def test_the_second_limits_code_is_a_switch(sim, caller):
    sim.change(second_limit_code="H083")
    sim.world.limits.change({"per_second": 0})
    assert codes(caller.get("/info/city")) == ["H083"]


@pytest.mark.parametrize(
    ("limit", "path", "code"),
    [
        ("status_per_hour", "B/consents/status", "H086"),
        ("history_per_hour", "B/consents/history", "H089"),
    ],
)
def test_queries_have_a_limit_by_the_hour(sim, caller, limit, path, code):
    sim.world.limits.change({limit: 2})
    statuses = [caller.post(path, question()).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert codes(caller.post(path, question())) == [code]
    sim.clock.advance(3600)
    assert caller.post(path, question()).status_code == 200


def test_the_token_goes_before_path_and_body(sim, caller):
    caller.session.headers["Authorization"] = "Bearer old"
    answer = caller.call("POST", "/sps/626262/brands/626262/consents", data="{")
    assert (answer.status_code, codes(answer)) == (401, ["H351"])


def test_the_path_goes_before_subscription_and_body(sim, caller):
    sim.world.companies["545454"].set_contract({"status": "CLOSED"})
    answer = caller.call("POST", "/sps/626262/brands/626262/consents", data="{")
    assert (answer.status_code, codes(answer)) == (403, ["H353"])


def test_the_subscription_goes_before_the_body(sim, caller):
    sim.world.companies["545454"].set_contract({"status": "CLOSED"})
    answer = caller.call("POST", "B/consents", data="{")
    assert (answer.status_code, codes(answer)) == (403, ["H521"])


def test_a_brand_of_another_company_is_out_of_reach(caller):
    answer = caller.get("/sps/545454/brands/626262/consents/changes")
    assert (answer.status_code, codes(answer)) == (403, ["H353"])
    assert answer.json()["errors"][0]["message"].startswith("brandCode")


def test_a_paused_company_may_only_ask_for_its_subscription(sim, caller):
    sim.world.companies["545454"].set_contract({"status": "PAUSED"})
    assert caller.get("/sps/545454/subscription").json()["status"] == "PAUSED"
    assert codes(caller.get("B/consents/changes")) == ["H520"]


def test_an_unknown_path_is_404(caller):
    assert caller.get("B/consents/count").status_code == 404
