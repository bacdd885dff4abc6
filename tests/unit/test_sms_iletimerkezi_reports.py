"""İleti Merkezi alone: what became of a text (sms.md §4)."""

import json

import pytest

from sms_gateways import (
    Outcome,
    UnexpectedAnswer,
)
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


@pytest.fixture
def sim():
    with simulated() as simulator:
        yield simulator


@pytest.fixture
def gateway(sim):
    return connect(sim, "iletimerkezi")


def answered(sim, path, **response):
    """Let the next call of a path be answered with a success of these members."""
    body = json.dumps({"response": {"status": {"code": "200"}, **response}})
    sim.faults.add("reply", f"/iletimerkezi{path}", status=200, body=body)


# === REPORTS === #


@pytest.mark.parametrize("number", ["+90", "int"])
@pytest.mark.parametrize("form", ["text", "int"])
def test_a_report_is_read_in_every_shape(sim, gateway, number, form):
    sim.change(iletimerkezi_number=number, iletimerkezi_ids=form)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert (report.number10, report.outcome) == ("5321112233", Outcome.DELIVERED)


def test_an_order_that_failed_names_no_number(sim, gateway):
    sim.scenario(NUMBER, "task_failed")
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert (report.number10, report.outcome) == ("", Outcome.NOT_DELIVERED)


@pytest.mark.parametrize("status", [113, "999", None])
def test_an_unknown_state_is_unknown(sim, gateway, status):
    rows = [{"number": "5321112233", "status": status}]
    answered(sim, "/v1/get-report/json", order={"status": 113, "message": rows})
    assert gateway.reports(["1"]).items[0].outcome is Outcome.UNKNOWN


def test_a_report_without_an_order_is_unexpected(sim, gateway):
    answered(sim, "/v1/get-report/json")
    with pytest.raises(UnexpectedAnswer):
        gateway.reports(["1"])


def test_a_report_over_a_thousand_rows_has_pages(sim, gateway):
    many = [text(to=f"+90532{n:07d}", ref=str(n)) for n in range(1000)]
    job = gateway.send(many, options()).job_id
    first = gateway.reports([job])
    assert (len(first.items), first.cursor) == (1000, "0:2")
    assert gateway.reports([job], cursor=first.cursor).items == ()


def test_orders_of_some_days_are_listed_with_their_counts(sim, gateway):
    """How a doubtful send is settled (§9.3)."""
    for number in range(31):
        gateway.send([text(f"Text {number}")], options())
    first = gateway.jobs(later(days=-1), later())
    second = gateway.jobs(later(days=-1), later(), first.cursor)
    assert (len(first.items), len(second.items), second.cursor) == (30, 1, None)
    assert (first.items[0].title, first.items[0].total) == ("DENEME", 1)
    assert first.items[0].submitted_at == later()


def test_more_than_ten_days_of_orders_are_not_asked_for(gateway):
    with pytest.raises(ValueError):
        gateway.jobs(later(days=-11), later())


def test_each_state_is_pushed_by_itself(sim, gateway):
    sim.scenario(OTHER, "expired")
    with receiving(sim, "iletimerkezi") as receiver:
        job = gateway.send([text(), text(to=OTHER)], options()).job_id
        pushed = [
            (one.job_id, one.number10, one.outcome)
            for body, headers in arrived(sim, receiver)
            for one in gateway.parse_report_push(body, headers)
        ]
    assert sorted(pushed, key=str) == [
        (job, "5321112233", Outcome.DELIVERED),
        (job, "5321112233", Outcome.PENDING),
        (job, "5321112244", Outcome.NOT_DELIVERED),
        (job, "5321112244", Outcome.PENDING),
    ]


def test_a_push_of_a_list_is_read_too(sim, gateway):
    sim.change(push_shape="list")
    with receiving(sim, "iletimerkezi") as receiver:
        gateway.send([text(), text(to=OTHER)], options())
        pushed = [
            one
            for body, headers in arrived(sim, receiver)
            for one in gateway.parse_report_push(body, headers)
        ]
    assert len(pushed) == 4


@pytest.mark.parametrize(
    "body", [{}, {"report": None}, {"report": {"id": 10}}, {"report": {"to": NUMBER}}]
)
def test_a_push_that_tells_nothing_is_left_out(gateway, body):
    assert gateway.parse_report_push(json.dumps(body).encode(), {}) == []
