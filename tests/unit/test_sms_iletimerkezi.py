"""İleti Merkezi alone: its codes, orders and variants (sms.md §4)."""

import json
from decimal import Decimal

import pytest

from sms_gateways import (
    AccountError,
    Ambiguous,
    BalanceError,
    ContentError,
    DuplicateError,
    IysBrand,
    RateLimited,
    RecipientError,
    RequestError,
    Transient,
)
from sms_gateways import iletimerkezi_codes as codes
from tests.unit.sms_calls import (
    BRAND,
    KEY,
    NUMBER,
    OTHER,
    connect,
    consent,
    later,
    options,
    simulated,
    text,
)

SEND = "/v1/send-sms/json"
#: code → error and the reason beside it, of the send, by the contract's table
SENDS = {
    "400": (RequestError, None),
    "401": (AccountError, "auth"),
    "402": (BalanceError, None),
    "403": (AccountError, "iys"),
    "404": (RequestError, None),
    "422": (ContentError, None),
    "450": (AccountError, "title"),
    "451": (DuplicateError, None),
    "452": (RecipientError, None),
    "453": (ContentError, None),
    "454": (ContentError, None),
    "457": (RequestError, None),
    "459": (AccountError, "title"),
    "460": (AccountError, "title"),
    "464": (RequestError, None),
    "466": (RecipientError, None),
    "467": (AccountError, "document"),
    "468": (AccountError, "iys"),
    "469": (AccountError, "iys"),
    "470": (AccountError, "iys"),
    "503": (Transient, None),
}


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


# === SENDING === #


@pytest.mark.parametrize("form", ["text", "int"])
@pytest.mark.parametrize("code", SENDS)
def test_each_code_of_the_send_is_its_error(sim, gateway, code, form):
    sim.change(iletimerkezi_codes=form)
    sim.fail("iletimerkezi", SEND, code)
    wanted, reason = SENDS[code]
    with pytest.raises(wanted) as caught:
        gateway.send([text()], options())
    assert (caught.value.code, getattr(caught.value, "reason", None)) == (code, reason)
    assert sim.served() == {}


def test_the_table_and_the_client_know_the_same_codes():
    assert set(SENDS) == set(map(str, codes.SEND))


@pytest.mark.parametrize("code", [455, 299, 999, 0, -1, "x", None, True])
def test_an_unknown_code_is_ambiguous(sim, gateway, code):
    body = json.dumps({"response": {"status": {"code": code, "message": "?"}}})
    sim.faults.add("reply", f"/iletimerkezi{SEND}", status=400, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_good_code_under_a_bad_status_is_ambiguous(sim, gateway):
    body = json.dumps({"response": {"status": {"code": 200}, "order": {"id": 1}}})
    sim.faults.add("reply", f"/iletimerkezi{SEND}", status=400, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_bad_code_under_a_good_status_is_its_error(sim, gateway):
    body = json.dumps({"response": {"status": {"code": "402"}}})
    sim.faults.add("reply", f"/iletimerkezi{SEND}", status=200, body=body)
    with pytest.raises(BalanceError):
        gateway.send([text()], options())


@pytest.mark.parametrize("order", [None, {}, {"id": ""}, {"id": None}, []])
def test_an_accepted_send_without_an_order_is_ambiguous(sim, gateway, order):
    answered(sim, SEND, order=order)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


@pytest.mark.parametrize("form", ["text", "int"])
def test_the_order_is_text_whatever_the_gateway_gives(sim, gateway, form):
    sim.change(iletimerkezi_ids=form)
    assert isinstance(gateway.send([text()], options()).job_id, str)


def test_the_same_order_within_ten_minutes_is_a_duplicate(sim, gateway):
    gateway.send([text()], options())
    with pytest.raises(DuplicateError):
        gateway.send([text()], options(job_ref="another"))
    assert sum(sim.served().values()) == 1


def test_numbers_with_the_same_text_are_one_message(sim, gateway):
    third = text("Other", "+905321112255")
    gateway.send([text(), third, text(to=OTHER)], options())
    assert len(sim.served()) == 3


def test_no_credit_is_told_at_once(sim, gateway):
    sim.account("iletimerkezi").credits = 1
    with pytest.raises(BalanceError):
        gateway.send([text(), text(to=OTHER)], options())
    assert sim.served() == {}


def test_one_blacklisted_number_can_fail_the_whole_order(sim, gateway):
    sim.change(iletimerkezi_bad_number="fail")
    gateway.blacklist_add([OTHER])
    with pytest.raises(RecipientError) as caught:
        gateway.send([text(), text(to=OTHER)], options())
    assert (caught.value.refs, sim.served()) == ((), {})


def test_a_schedule_never_has_seconds(sim, gateway):
    """§4.1: with seconds the text would leave at once."""
    gateway.send([text()], options(send_at=later(hours=1, seconds=7)))
    assert sim.texts()[0].job.due == later(hours=1, minutes=1)


def test_an_end_of_life_is_left_out_with_a_warning(gateway):
    life = later(hours=1) - later()
    assert len(gateway.send([text()], options(valid_for=life)).warnings) == 1


def test_a_text_in_plain_mode_leaves_folded(sim, gateway):
    gateway.send([text("Şişli")], options(encoding="gsm"))
    assert sim.texts()[0].text == "Sisli"


def test_a_code_is_an_ordinary_text(sim, gateway):
    gateway.send_otp(text("Şifreniz: 123456"), options("otp"))
    assert (sim.texts()[0].job.kind, sim.texts()[0].text) == (
        "info",
        "Şifreniz: 123456",
    )


def test_the_test_title_is_taken(sim, gateway):
    gateway.send([text()], options(title="APITEST"))
    assert len(sim.texts()) == 1


# === THE ACCOUNT === #


@pytest.mark.parametrize("form", ["text", "int"])
def test_the_balance_has_texts_and_money(sim, gateway, form):
    sim.change(iletimerkezi_balance=form)
    sim.account("iletimerkezi").credits = 251
    balance = gateway.balance()
    assert (balance.credits, balance.money) == (Decimal(251), Decimal("57.86"))


def test_a_closed_api_is_the_accounts_fault(sim, gateway):
    sim.account("iletimerkezi").api_open = False
    with pytest.raises(AccountError):
        gateway.check()


def test_the_feed_of_refusals_is_asked_by_time(sim, gateway):
    """§4.6: there is no inbox; RETs stand on the blacklist."""
    account = sim.account("iletimerkezi")
    sim.answer(NUMBER, "RET", account)
    sim.clock.advance(3600)
    sim.answer(OTHER, "ret", account)
    found = gateway.blacklist(later(minutes=30), later(hours=2)).items
    assert [one.number for one in found] == [OTHER]


def test_the_gateways_refusal_of_a_number_stops_no_other(sim, gateway):
    sim.fail("iletimerkezi", "/v1/add-blacklist/json", "466")
    assert list(gateway.blacklist_add([NUMBER, OTHER])) == [NUMBER]
    assert list(sim.account("iletimerkezi").blacklist) == ["5321112244"]


def test_too_fast_a_send_waits(sim, gateway):
    sim.world.limits.change({"iletimerkezi_recipients": 1, "retry_after": 1})
    with pytest.raises(RateLimited) as caught:
        gateway.send([text(), text(to=OTHER)], options())
    assert (caught.value.retry_after, sim.served()) == (1.0, {})


# === İYS === #


def test_a_consent_added_is_found(gateway):
    assert gateway.iys_add(BRAND, [consent(), consent(OTHER)]) is None
    found = gateway.iys_query(BRAND, KEY)
    assert (found.status, found.consent_at) == ("ONAY", later(hours=-1))


@pytest.mark.parametrize("form", ["422", "200"])
def test_no_record_at_iys_is_none(sim, gateway, form):
    sim.change(iletimerkezi_no_record=form)
    assert gateway.iys_query(BRAND, KEY) is None


def test_one_bad_consent_refuses_them_all(gateway):
    late = consent(OTHER, consent_at=later(days=-30))
    with pytest.raises(RecipientError):
        gateway.iys_add(BRAND, [consent(), late])
    assert gateway.iys_query(BRAND, KEY) is None


def test_no_contract_for_iys_is_the_accounts_fault(sim, gateway):
    sim.account("iletimerkezi").iys_open = False
    with pytest.raises(AccountError) as caught:
        gateway.iys_add(BRAND, [consent()])
    assert caught.value.reason == "iys"


def test_a_brand_code_may_be_a_word(gateway):
    with pytest.raises(RecipientError):
        gateway.iys_add(IysBrand("A1"), [consent()])


@pytest.mark.parametrize("count", [0, 5001])
def test_a_lot_of_another_size_is_refused(gateway, count):
    with pytest.raises(ValueError):
        gateway.iys_add(BRAND, [consent()] * count)


def test_a_lost_answer_to_an_upload_is_ambiguous(sim, gateway):
    sim.faults.add("drop", "*/consent/create/json")
    with pytest.raises(Ambiguous):
        gateway.iys_add(BRAND, [consent()])
