"""How every gateway's answers are taken: reports, faults, secrets (R-27, L-61)."""

import logging

import pytest

from sms_gateways import (
    Ambiguous,
    Outcome,
    RateLimited,
    SmsError,
    Transient,
)
from tests.unit.sms_calls import (
    NAMES,
    NUMBER,
    SENDS,
    connect,
    later,
    options,
    simulated,
    text,
)

ONCE = {("5321112233", "Merhaba"): 1}
BODIES = (
    "not json",
    "{",
    "[]",
    "null",
    '"text"',
    "",
    '{"response": 1}',
    '{"code": []}',
)


@pytest.fixture
def sim():
    with simulated() as simulator:
        yield simulator


@pytest.fixture(params=NAMES)
def gateway(request, sim):
    return connect(sim, request.param)


# === REPORTS === #


@pytest.mark.parametrize(
    "outcome", ["delivered", "expired", "invalid_destination", "rejected", "blacklist"]
)
def test_a_report_tells_what_became_of_a_text(sim, gateway, outcome):
    sim.scenario(NUMBER, outcome)
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    (report,) = gateway.reports([job]).items
    # İleti Merkezi tells two ends only
    plain = gateway.name == "iletimerkezi" and outcome != "delivered"
    assert report.outcome.value == ("not_delivered" if plain else outcome)
    assert (report.job_id, report.number10) == (job, "5321112233")


def test_a_report_before_its_time_is_pending(sim, gateway):
    job = gateway.send([text()], options()).job_id
    outcomes = {report.outcome for report in gateway.reports([job]).items}
    assert outcomes <= {Outcome.PENDING}


def test_a_scheduled_job_has_no_report_yet(sim, gateway):
    job = gateway.send([text()], options(send_at=later(hours=2))).job_id
    outcomes = {report.outcome for report in gateway.reports([job]).items}
    assert outcomes <= {Outcome.PENDING}


def test_a_job_nobody_knows_has_no_report_and_stops_no_other(sim, gateway):
    job = gateway.send([text()], options()).job_id
    sim.clock.advance(60)
    assert len(walk(gateway, ["987654321", job, "987654322"])) == 1


def test_no_jobs_are_no_call(sim, gateway):
    assert gateway.reports([]).items == ()
    assert sim.history.calls() == []


def walk(gateway, jobs):
    """Every report of some jobs, page by page."""
    found, cursor = [], None
    while True:
        page = gateway.reports(jobs, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found


def test_a_report_of_many_pages_has_each_number_once(sim, gateway):
    many = [text(to=f"+90532{n:07d}", ref=str(n)) for n in range(250)]
    job = gateway.send(many, options()).job_id
    sim.clock.advance(60)
    numbers = [report.number10 for report in walk(gateway, [job])]
    assert len(numbers) == len(set(numbers)) == 250


def test_a_cursor_of_another_walk_is_refused(gateway):
    with pytest.raises(ValueError):
        gateway.reports(["1"], cursor="7:1")


# === A LOST ANSWER === #


@pytest.mark.parametrize("kind", ["drop", "half", "gzip", "html"])
@pytest.mark.parametrize("name", NAMES)
def test_a_lost_answer_is_ambiguous_and_nothing_is_sent_again(sim, name, kind):
    """R-27: the program does not send a second time by itself."""
    sim.faults.add(kind, f"/{name}{SENDS[name]}", stored=True)
    with pytest.raises(Ambiguous):
        connect(sim, name).send([text()], options())
    assert sim.served() == ONCE


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_comes_too_late_is_ambiguous(sim, name):
    fault = sim.faults.add("hold", f"/{name}{SENDS[name]}")
    with pytest.raises(Ambiguous):
        connect(sim, name).send([text()], options())
    fault.release()
    assert sum(sim.served().values()) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("status", [200, 400, 406, 500, 502])
@pytest.mark.parametrize("body", BODIES)
def test_an_answer_nobody_described_is_ambiguous(sim, name, status, body):
    path = f"/{name}{SENDS[name]}"
    sim.faults.add("reply", path, status=status, body=body, stored=True)
    with pytest.raises(Ambiguous):
        connect(sim, name).send([text()], options())
    assert sim.served() == ONCE


@pytest.mark.parametrize("name", NAMES)
def test_a_gateway_nobody_reaches_has_sent_nothing(sim, name):
    gateway = connect(sim, name)
    sim.close()
    with pytest.raises(Transient):
        gateway.send([text()], options())


@pytest.mark.parametrize("kind", ["drop", "half", "html"])
def test_a_lost_answer_to_a_question_may_be_asked_again(sim, gateway, kind):
    sim.faults.add(kind, f"/{gateway.name}/*")
    with pytest.raises(Transient):
        gateway.titles()
    assert gateway.titles() == ["DENEME"]


@pytest.mark.parametrize("name", NAMES)
def test_too_many_calls_tell_how_long_to_wait(sim, name):
    path = f"/{name}{SENDS[name]}"
    sim.faults.add("reply", path, status=429, body="", headers={"Retry-After": "7"})
    with pytest.raises(RateLimited) as caught:
        connect(sim, name).send([text()], options())
    assert (caught.value.retry_after, sim.served()) == (7.0, {})


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("ask", ["titles", "balance"])
def test_an_answer_nobody_described_is_no_success(sim, gateway, ask, body):
    sim.faults.add("reply", f"/{gateway.name}/*", status=200, body=body, times=0)
    try:
        found = getattr(gateway, ask)()
    except SmsError:
        return
    assert found == []


def test_an_unknown_state_is_neither_success_nor_an_end():
    assert not Outcome.UNKNOWN.is_final


# === SECRETS === #


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_shows_neither_in_errors_nor_in_logs(sim, name, caplog):
    """L-61: the password stands in Verimor's URLs."""
    caplog.set_level(logging.DEBUG)
    secret = "s3cret şifre/+&"
    gateway = connect(sim, name, password=secret)
    sim.faults.add("reply", f"/{name}/*", status=200, body=secret, times=2)
    told = [repr(gateway), repr(gateway._account)]
    for ask in (gateway.titles, gateway.balance):
        with pytest.raises(SmsError) as caught:
            ask()
        fault = caught.value
        told += [repr(fault), fault.preview, repr(fault.__cause__ or "")]
    told += [record.getMessage() for record in caplog.records]
    assert "s3cret" not in " ".join(told)


def test_a_number_shows_neither_in_errors_nor_in_logs(sim, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    sim.faults.add("reply", f"/{gateway.name}/*", status=200, body="5321112233: no")
    with pytest.raises(SmsError) as caught:
        gateway.send([text()], options())
    told = [caught.value.preview, str(caught.value), repr(text())]
    told += [record.getMessage() for record in caplog.records]
    assert "1112233" not in " ".join(told)
