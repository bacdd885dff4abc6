"""Verimor alone: what became of a text, and what people write (sms.md §5)."""

import json

import pytest

from sms_gateways import (
    Outcome,
    RateLimited,
)
from sms_gateways import verimor_codes as codes
from tests.simulators.sms.scenarios import OUTCOMES as ENDS
from tests.unit.sms_calls import (
    NUMBER,
    OTHER,
    arrived,
    connect,
    later,
    options,
    receiving,
    simulated,
    text,
)


@pytest.fixture(params=["guide", "docs2026"])
def form(request):
    return request.param


@pytest.fixture
def sim(form):
    with simulated(verimor_form=form) as simulator:
        yield simulator


@pytest.fixture
def gateway(sim):
    return connect(sim, "verimor")


# === REPORTS === #

OUTCOMES = {
    "delivered": Outcome.DELIVERED,
    "unconfirmed": Outcome.DELIVERED,
    "expired": Outcome.EXPIRED,
    "invalid_destination": Outcome.INVALID_DESTINATION,
    "not_delivered": Outcome.NOT_DELIVERED,
    "rejected": Outcome.REJECTED,
    "send_error": Outcome.NOT_DELIVERED,
    "duplicate": Outcome.DUPLICATE,
    "blacklist": Outcome.BLACKLIST,
    "iys_rejected": Outcome.IYS_REJECTED,
    "country": Outcome.COUNTRY,
    "no_tariff": Outcome.COUNTRY,
    "no_route": Outcome.COUNTRY,
    "no_network": Outcome.COUNTRY,
}


@pytest.mark.parametrize("end", OUTCOMES)
def test_each_state_has_its_outcome(sim, gateway, end):
    sim.scenario(NUMBER, end)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert report.outcome is OUTCOMES[end]
    assert report.confirmed is (end != "unconfirmed")


def test_every_state_of_the_contract_is_met_above():
    met = {"SENDING", "WAITING"}
    assert met | {ENDS[end].verimor for end in OUTCOMES} == set(codes.OUTCOMES)


def test_a_report_has_the_operators_error_and_its_moment(sim, gateway):
    sim.scenario(NUMBER, "not_delivered", error=31)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert (report.raw_error, report.parts, report.at) == ("31", 1, later(seconds=5))


def test_a_campaign_of_somebody_else_has_no_reports_for_us(sim, gateway):
    theirs = sim.account("verimor", 1)
    other = connect(sim, "verimor", username=theirs.username, password=theirs.password)
    job = other.send([text()], options(title="KOMSU")).job_id
    assert gateway.reports([job]).items == ()


def test_states_asked_too_often_wait(sim, gateway):
    sim.fail("verimor", "/v2/status", "429")
    with pytest.raises(RateLimited):
        gateway.reports(["1"])


@pytest.mark.parametrize("shape", ["documented", "object", "list"])
def test_a_pushed_report_is_the_one_of_the_call(sim, gateway, shape):
    sim.change(push_shape=shape)
    with receiving(sim, "verimor") as receiver:
        job = gateway.send([text(), text(to=OTHER)], options()).job_id
        pushed = [
            one
            for body, headers in arrived(sim, receiver)
            for one in gateway.parse_report_push(body, headers)
        ]
    asked = gateway.reports([job]).items
    assert sorted(pushed, key=str) == sorted(asked, key=str)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"type": "inbound", "campaign_id": 1, "dest": "905321112233"},
        {"type": "outbound", "dest": "905321112233", "status": "DELIVERED"},
        {"type": "outbound", "campaign_id": 1, "dest": "1", "status": "DELIVERED"},
    ],
)
def test_a_row_that_tells_nothing_is_left_out(gateway, row):
    assert gateway.parse_report_push(json.dumps([row]).encode(), {}) == []


def test_an_unknown_state_is_unknown(gateway):
    row = {
        "type": "outbound",
        "campaign_id": 1,
        "dest": "905321112233",
        "status": "NEW",
    }
    (report,) = gateway.parse_report_push(json.dumps(row).encode(), {})
    assert report.outcome is Outcome.UNKNOWN


# === WHAT PEOPLE WRITE === #


def test_a_text_has_one_id_by_push_and_by_pull(sim, gateway):
    """R-30: whichever comes second finds the first."""
    with receiving(sim, "verimor") as receiver:
        sim.answer(NUMBER, "RET", sim.account("verimor"))
        ((body, headers),) = arrived(sim, receiver)
    (pushed,) = gateway.parse_inbound_push(body, headers)
    (pulled,) = gateway.inbound(later(hours=-1), later(hours=1)).items
    assert pushed == pulled
    assert (pushed.text, pushed.sender) == ("RET", NUMBER)


def test_reports_and_texts_of_one_push_are_told_apart(sim, gateway):
    rows = [
        {"type": "outbound", "campaign_id": 1, "dest": "905321112233", "status": "X"},
        {
            "type": "inbound",
            "message_id": 2,
            "source_addr": "905321112244",
            "content": "RET",
            "received_at": "2026-03-02 10:00:00",
        },
    ]
    body = json.dumps(rows).encode()
    assert len(gateway.parse_report_push(body, {})) == 1
    assert [one.sender for one in gateway.parse_inbound_push(body, {})] == [OTHER]


def test_an_inbox_of_many_pages_has_each_text_once(sim, gateway):
    for number in range(230):
        sim.answer(f"+90532{number:07d}", "RET", sim.account("verimor"))
        sim.clock.advance(1)
    found, cursor = [], None
    for _page in range(3):
        page = gateway.inbound(later(), later(seconds=220), cursor)
        found += [one.external_id for one in page.items]
        cursor = page.cursor
    assert (len(found), len(set(found)), cursor) == (221, 221, None)
