"""What becomes of texts: scenarios, time, coverage, the gateways' own filters."""

import pytest

from tests.simulators.sms.scenarios import BY_LAST_DIGITS, OUTCOMES, SILENT

from .conftest import consent
from .sms_callers import CALLERS, NUMBER, Gsm, Merkez, Mor

OTHER = "5321112244"
END = 3 * 3600 + 60
STATUS = {"netgsm": "netgsm", "iletimerkezi": "iletimerkezi", "verimor": "verimor"}


@pytest.mark.parametrize("gateway", CALLERS)
@pytest.mark.parametrize("digits", BY_LAST_DIGITS)
def test_a_number_chooses_its_end(obeyed, gateway, digits):
    caller, number = CALLERS[gateway](obeyed), f"50100000{digits:02d}"
    sent = caller.send(number)
    assert caller.status(sent)[number] == getattr(OUTCOMES["pending"], gateway)
    obeyed.clock.advance(END)
    plan = BY_LAST_DIGITS[digits]
    last = plan.later[-1][1] if plan.later else plan.outcome
    expected = OUTCOMES["pending" if last == SILENT else last]
    assert caller.status(sent)[number] == getattr(expected, gateway)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_any_number_can_have_any_end_at_verimor(obeyed, outcome):
    mor = Mor(obeyed)
    obeyed.scenario("+90" + NUMBER, outcome)
    sent = mor.send()
    obeyed.clock.advance(10)
    assert mor.status(sent) == {NUMBER: OUTCOMES[outcome].verimor}


def test_an_unknown_end_is_refused(sms):
    with pytest.raises(ValueError, match="unknown outcome"):
        sms.scenario(NUMBER, "eaten")


def test_the_operators_code_stands_beside_the_end(obeyed):
    gsm = Gsm(obeyed)
    obeyed.scenario(NUMBER, "not_delivered", error=101)
    sent = gsm.send()
    obeyed.clock.advance(10)
    (row,) = gsm.rest("report", jobids=[sent.json()["jobid"]]).json()["jobs"]
    assert (row["status"], row["errorCode"]) == (4, 101)


@pytest.mark.parametrize("gateway", CALLERS)
def test_a_report_takes_its_time(obeyed, gateway):
    obeyed.change(report_seconds=60)
    caller = CALLERS[gateway](obeyed)
    sent = caller.send()
    obeyed.clock.advance(59)
    assert caller.status(sent)[NUMBER] == getattr(OUTCOMES["pending"], gateway)
    obeyed.clock.advance(1)
    assert caller.status(sent)[NUMBER] == getattr(OUTCOMES["delivered"], gateway)


def test_a_phone_without_coverage_gets_its_text_later(obeyed):
    gsm = Gsm(obeyed)
    obeyed.coverage(NUMBER, False)
    sent = gsm.send()
    obeyed.clock.advance(3600)
    assert gsm.status(sent) == {NUMBER: 0}
    obeyed.coverage(NUMBER, True)
    obeyed.clock.advance(10)
    assert gsm.status(sent) == {NUMBER: 1}
    assert len(obeyed.phone(NUMBER).texts) == 1


@pytest.mark.parametrize(("hours", "word"), [(1.9, "SENDING"), (2.1, "EXPIRED")])
def test_a_phone_without_coverage_for_too_long_gets_nothing(obeyed, hours, word):
    mor = Mor(obeyed)
    obeyed.coverage(NUMBER, False)
    sent = mor.send(valid_for="02:00")
    obeyed.clock.advance(hours * 3600)
    assert mor.status(sent) == {NUMBER: word}


@pytest.mark.parametrize(
    ("gateway", "more"),
    [
        ("netgsm", {"startdate": "020320261200"}),
        ("iletimerkezi", {"sendDateTime": ["02/03/2026 12:00"]}),
        ("verimor", {"send_at": "2026-03-02 12:00:00"}),
        ("verimor", {"send_at": "2026-03-02T09:00:00+00:00"}),
    ],
)
def test_a_text_can_wait_for_its_hour(obeyed, gateway, more):
    CALLERS[gateway](obeyed).send(**more)
    obeyed.clock.advance(7199)
    assert obeyed.phone(NUMBER).texts == []
    obeyed.clock.advance(1)
    assert len(obeyed.phone(NUMBER).texts) == 1


COMMERCIAL = {
    "netgsm": {"iysfilter": "11"},
    "iletimerkezi": {"iys": "1", "iysList": "BIREYSEL"},
    "verimor": {"is_commercial": True, "iys_recipient_type": "BIREYSEL"},
}


@pytest.mark.parametrize("gateway", CALLERS)
def test_a_commercial_text_goes_only_where_iys_has_a_yes(obeyed, gateway):
    third = "5321112255"
    obeyed.seed([consent("+90" + NUMBER), consent("+90" + OTHER, status="RET")])
    caller = CALLERS[gateway](obeyed)
    sent = caller.send(NUMBER, OTHER, third, **COMMERCIAL[gateway])
    obeyed.clock.advance(10)
    yes, no = (getattr(OUTCOMES[o], gateway) for o in ("delivered", "iys_rejected"))
    assert caller.status(sent) == {NUMBER: yes, OTHER: no, third: no}
    assert obeyed.phone(OTHER).texts == []


def test_a_merchant_needs_no_yes_but_may_have_said_no(obeyed):
    gsm = Gsm(obeyed)
    obeyed.seed([consent("+90" + OTHER, status="RET", recipientType="TACIR")])
    sent = gsm.send(NUMBER, OTHER, iysfilter="12")
    obeyed.clock.advance(10)
    assert gsm.status(sent) == {NUMBER: 1, OTHER: 16}


@pytest.mark.parametrize(("gateway", "word"), [("netgsm", 13), ("verimor", None)])
def test_the_same_text_is_dropped_the_second_time(obeyed, gateway, word):
    caller = CALLERS[gateway](obeyed)
    caller.send()
    again = caller.send()
    obeyed.clock.advance(10)
    assert caller.status(again) == {NUMBER: word or "DOUBLE_SEND_ERROR"}
    assert obeyed.served() == {(NUMBER, "Merhaba"): 2}
    assert len(obeyed.phone(NUMBER).texts) == 1


def test_netgsm_tells_lack_of_credit_only_in_the_report(obeyed):
    gsm = Gsm(obeyed)
    gsm.account.credits = 1
    sent = gsm.send(NUMBER, OTHER)
    obeyed.clock.advance(10)
    assert gsm.status(sent) == {NUMBER: 1, OTHER: 14}


def test_parts_are_taken_from_the_credits(obeyed):
    merkez = Merkez(obeyed)
    merkez.account.credits = 10
    merkez.send(text="a" * 156)
    assert merkez.account.credits == 8


def test_the_phone_shows_the_operator_code_and_lost_letters(obeyed):
    gsm = Gsm(obeyed)
    gsm.send(text="şişe")
    gsm.send(OTHER, text="şişe", encoding="TR")
    shown = [obeyed.phone(n).texts[0].shown for n in (NUMBER, OTHER)]
    assert shown == ["sise B021", "şişe B021"]


def test_pages_of_reports_hold_every_number_once(obeyed):
    gsm = Gsm(obeyed)
    numbers = [f"532111{n:04d}" for n in range(250)]
    job = gsm.send(*numbers).json()["jobid"]
    pages = [
        gsm.rest("report", jobids=[job], pagenumber=page, pagesize=100).json()["jobs"]
        for page in range(4)
    ]
    assert [len(page) for page in pages] == [100, 100, 50, 0]
    assert [row["number"] for page in pages for row in page] == numbers


def test_verimor_pages_by_the_last_message(obeyed):
    mor = Mor(obeyed)
    sent = mor.send(*[f"532111{n:04d}" for n in range(150)], custom_id="ours")
    first = mor.rows(sent)
    rest = mor.ask(
        "status", custom_id="ours", greater_than=first[-1]["message_id"]
    ).json()
    assert [len(first), len(rest)] == [100, 50]


def test_netgsm_counts_a_job_by_status(obeyed):
    gsm = Gsm(obeyed)
    job = gsm.send("5010000001", "5010000002", "5010000006").json()["jobid"]
    obeyed.clock.advance(10)
    rows = gsm.rest("stats", jobid=job).json()["stats"]
    assert {row["status"]: row["totalSms"] for row in rows} == {1: 1, 2: 1, 4: 1}
