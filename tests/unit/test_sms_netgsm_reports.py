"""Netgsm alone: what became of a text, and what people write (sms.md §3)."""

import json

import pytest

from sms_gateways import (
    Outcome,
    RateLimited,
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
    return connect(sim, "netgsm")


# === REPORTS === #


@pytest.mark.parametrize("number", ["5", "905", "int"])
@pytest.mark.parametrize("shape", ["jobs", "response.job", "single"])
@pytest.mark.parametrize("date", ["iso", "dotted"])
def test_a_report_is_read_in_every_shape(sim, gateway, number, shape, date):
    sim.change(netgsm_number=number, netgsm_report=shape, netgsm_date=date)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert (report.number10, report.outcome) == ("5321112233", Outcome.DELIVERED)
    assert report.at == later(seconds=5)


OUTCOMES = {
    "delivered": Outcome.DELIVERED,
    "expired": Outcome.EXPIRED,
    "invalid_destination": Outcome.INVALID_DESTINATION,
    "not_delivered": Outcome.NOT_DELIVERED,
    "rejected": Outcome.REJECTED,
    "send_error": Outcome.NOT_DELIVERED,
    "duplicate": Outcome.DUPLICATE,
    "credit": Outcome.CREDIT,
    "blacklist": Outcome.BLACKLIST,
    "iys_rejected": Outcome.IYS_REJECTED,
    "iys_error": Outcome.IYS_ERROR,
    "country": Outcome.COUNTRY,
    "task_failed": Outcome.NOT_DELIVERED,
}


@pytest.mark.parametrize("end", OUTCOMES)
def test_each_state_has_its_outcome(sim, gateway, end):
    sim.scenario(NUMBER, end)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    assert gateway.reports([job]).items[0].outcome is OUTCOMES[end]


def test_the_operator_and_its_error_are_told(sim, gateway):
    sim.scenario(NUMBER, "not_delivered", error=101)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    assert (report.operator, report.raw_error) == ("Turkcell", "101")


def test_more_than_fifty_jobs_are_several_calls(sim, gateway):
    jobs = [
        gateway.send([text(f"Text {n}")], options(job_ref=f"job-{n}")).job_id
        for n in range(60)
    ]
    sim.clock.advance(60)
    first = gateway.reports(jobs)
    second = gateway.reports(jobs, cursor=first.cursor)
    assert (len(first.items), len(second.items), second.cursor) == (50, 10, None)


def test_dates_narrow_a_report(sim, gateway):
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    before = gateway.reports([job], later(days=-2), later(days=-1))
    around = gateway.reports([job], later(days=-1), later(days=1))
    assert (len(before.items), len(around.items)) == (0, 1)


def test_a_report_asked_too_often_waits(sim, gateway):
    sim.fail("netgsm", "/sms/rest/v2/report", "80")
    with pytest.raises(RateLimited) as caught:
        gateway.reports(["1"])
    assert caught.value.retry_after == 60.0


def test_a_job_that_failed_as_a_whole_names_no_number(gateway):
    body = json.dumps({"jobid": "7", "status": 103}).encode()
    (report,) = gateway.parse_report_push(body, {})
    assert (report.number10, report.outcome) == ("", Outcome.NOT_DELIVERED)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"jobid": "7", "status": 1},
        {"number": "5321112233", "status": 1},
        {"jobid": "7", "number": "5321112233"},
        {"jobid": "7", "number": "532", "status": 1},
        {"jobid": True, "number": "5321112233", "status": 1},
    ],
)
def test_a_row_that_tells_nothing_is_left_out(gateway, row):
    assert gateway.parse_report_push(json.dumps([row]).encode(), {}) == []


def test_an_unknown_state_is_unknown(gateway):
    row = {"jobid": "7", "number": "5321112233", "status": 55}
    (report,) = gateway.parse_report_push(json.dumps(row).encode(), {})
    assert (report.outcome, report.raw_status) == (Outcome.UNKNOWN, "55")


@pytest.mark.parametrize("shape", ["documented", "object", "list"])
def test_a_pushed_report_is_the_one_of_the_call(sim, gateway, shape):
    sim.change(push_shape=shape)
    with receiving(sim, "netgsm") as receiver:
        job = gateway.send([text(), text(to=OTHER)], options()).job_id
        pushed = [
            report
            for body, headers in arrived(sim, receiver)
            for report in gateway.parse_report_push(body, headers)
        ]
    asked = gateway.reports([job]).items
    assert sorted(pushed, key=str) == sorted(asked, key=str)


def test_the_states_of_a_large_job_are_counted_in_one_call(sim, gateway):
    sim.scenario(OTHER, "expired")
    job = gateway.send([text(), text(to=OTHER)], options()).job_id
    sim.clock.advance(60)
    assert gateway.stats(job) == {1: 1, 2: 1}


@pytest.mark.parametrize("body", [b"", b"text", b"7", b"[" + b"{}," * 10000 + b"{}]"])
def test_a_push_that_is_none_is_refused(gateway, body):
    with pytest.raises(UnexpectedAnswer):
        gateway.parse_report_push(body, {})


# === WHAT PEOPLE WRITE === #


@pytest.mark.parametrize("form", ["form", "json"])
def test_a_text_has_one_id_by_push_and_by_pull(sim, gateway, form):
    """R-30: whichever comes second finds the first."""
    sim.change(netgsm_inbound=form)
    sim.clock.advance(0.25)
    with receiving(sim, "netgsm") as receiver:
        sim.answer(NUMBER, "RET çıkın", sim.account("netgsm"))
        ((body, headers),) = arrived(sim, receiver)
    (pushed,) = gateway.parse_inbound_push(body, headers)
    (pulled,) = gateway.inbound(later(hours=-1), later(hours=1)).items
    assert (pushed.text, pushed.sender) == (pulled.text, pulled.sender)
    assert pushed.external_id == pulled.external_id


def test_two_people_with_the_same_word_are_two_texts(sim, gateway):
    for number in (NUMBER, OTHER):
        sim.answer(number, "RET", sim.account("netgsm"))
    found = gateway.inbound(later(hours=-1), later(hours=1)).items
    assert len({one.external_id for one in found}) == 2


def test_an_empty_inbox_is_empty(gateway):
    assert gateway.inbound(later(hours=-1), later()).items == ()


def test_an_inbox_is_asked_twice_and_tells_twice(sim, gateway):
    sim.answer(NUMBER, "RET", sim.account("netgsm"))
    asked = [gateway.inbound(later(hours=-1), later(hours=1)) for _ in range(2)]
    assert [len(page.items) for page in asked] == [1, 1]


def test_a_span_over_thirty_days_is_not_asked_for(gateway):
    with pytest.raises(ValueError):
        gateway.inbound(later(days=-31), later())


def test_a_refusal_with_an_unreadable_date_is_not_lost(gateway, sim):
    row = {"ceptel": "5321112233", "mesaj": "RET", "tarih": "yesterday"}
    (one,) = gateway.parse_inbound_push(json.dumps(row).encode(), {})
    assert (one.text, one.at) == ("RET", sim.clock.now())
