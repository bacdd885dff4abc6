"""Netgsm alone: its codes, ways and variants (sms.md §3)."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from sms_gateways import (
    AccountError,
    Ambiguous,
    Balance,
    ContentError,
    NotFound,
    RateLimited,
    RecipientError,
    RequestError,
    Transient,
    UnexpectedAnswer,
)
from sms_gateways import netgsm_codes as codes
from tests.simulators.sms.netgsm_codes import IYS_CODES
from tests.unit.sms_calls import (
    BRAND,
    KEY,
    NUMBER,
    OTHER,
    arrived,
    connect,
    consent,
    later,
    offline,
    options,
    receiving,
    simulated,
    text,
)

SEND = "/sms/rest/v2/send"
OTP = "/sms/rest/v2/otp"
#: code → error and the reason beside it, of the send, by the contract's table
SENDS = {
    "20": (ContentError, None),
    "30": (AccountError, "auth"),
    "40": (AccountError, "title"),
    "50": (AccountError, "iys"),
    "51": (AccountError, "iys"),
    "70": (RequestError, None),
    "80": (RateLimited, None),
    "85": (RateLimited, None),
    "100": (Transient, None),
    "101": (Transient, None),
}


@pytest.fixture
def sim():
    with simulated() as simulator:
        yield simulator


@pytest.fixture
def gateway(sim):
    return connect(sim, "netgsm")


# === SENDING === #


@pytest.mark.parametrize("status", [406, 200])
@pytest.mark.parametrize("code", SENDS)
def test_each_code_of_the_send_is_its_error(sim, gateway, code, status):
    sim.change(netgsm_error_status=status)
    sim.fail("netgsm", SEND, code)
    wanted, reason = SENDS[code]
    with pytest.raises(wanted) as caught:
        gateway.send([text()], options())
    assert (caught.value.code, getattr(caught.value, "reason", None)) == (code, reason)
    assert sim.served() == {}


def test_the_table_and_the_client_know_the_same_codes():
    assert set(SENDS) == set(codes.SEND)


def test_too_much_for_one_number_says_so(sim, gateway):
    sim.fail("netgsm", SEND, "85")
    with pytest.raises(RateLimited) as caught:
        gateway.send([text()], options())
    assert (caught.value.per_number, caught.value.retry_after) == (True, 60.0)


@pytest.mark.parametrize("code", ["01", "02"])
def test_a_replaced_date_is_a_warning(sim, gateway, code):
    body = json.dumps({"code": code, "jobid": "123"})
    sim.faults.add("reply", f"/netgsm{SEND}", status=200, body=body)
    result = gateway.send([text()], options())
    assert (result.job_ids, len(result.warnings)) == (("123",), 1)


@pytest.mark.parametrize("told", [{}, {"jobid": None}, {"jobid": ""}, {"jobid": ","}])
def test_an_accepted_send_without_a_job_is_ambiguous(sim, gateway, told):
    body = json.dumps({"code": "00", **told})
    sim.faults.add("reply", f"/netgsm{SEND}", status=200, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


@pytest.mark.parametrize("code", ["999", "60", "XX", None])
def test_an_unknown_code_is_ambiguous(sim, gateway, code):
    body = json.dumps({"code": code, "description": "?"})
    sim.faults.add("reply", f"/netgsm{SEND}", status=406, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_code_of_a_server_that_breaks_down_proves_nothing(sim, gateway):
    body = json.dumps({"code": "40"})
    sim.faults.add("reply", f"/netgsm{SEND}", status=502, body=body, stored=True)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


@pytest.mark.parametrize("status", [201, 406, 500])
def test_a_good_code_under_another_status_is_ambiguous(sim, gateway, status):
    body = json.dumps({"code": "00", "jobid": "1"})
    sim.faults.add("reply", f"/netgsm{SEND}", status=status, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_one_send_may_become_several_jobs(sim, gateway):
    sim.change(netgsm_jobs="list")
    result = gateway.send([text(), text(to=OTHER)], options())
    sim.clock.advance(60)
    assert len(result.job_ids) == len(gateway.reports(result.job_ids).items) == 2


def test_a_foreign_number_is_rejected(gateway):
    result = gateway.send([text(to="+4915112345678", ref="abroad")], options())
    assert isinstance(result.rejected["abroad"], RecipientError)


def test_a_text_in_plain_mode_arrives_folded(sim, gateway):
    gateway.send([text("Şişli €")], options(encoding="gsm"))
    sim.clock.advance(10)
    assert sim.phone(NUMBER).texts[0].shown.startswith("Sisli €")


def test_a_text_no_chosen_alphabet_carries_is_rejected(gateway):
    result = gateway.send([text("Ж")], options(encoding="tr"))
    assert isinstance(result.rejected["ref2233"], ContentError)


# === CODES === #


def test_a_code_goes_by_its_own_way_in_plain_letters(sim, gateway):
    gateway.send_otp(text("Şifreniz: 123456"), options("otp"))
    (one,) = sim.texts()
    assert (one.job.kind, one.text) == ("otp", "Sifreniz: 123456")


def test_without_the_package_a_code_goes_as_an_ordinary_text_once(sim, gateway):
    sim.account("netgsm").packages = {}
    gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    assert sim.served() == {("5321112233", "Kodunuz: 123456"): 1}


def test_an_account_may_do_without_the_way_for_codes(sim):
    gateway = connect(sim, "netgsm", otp_endpoint=False)
    gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    assert sim.history.calls(f"*{OTP}") == []


def test_a_lost_answer_to_a_code_sends_no_second_one(sim, gateway):
    """R-27."""
    sim.faults.add("drop", f"/netgsm{OTP}")
    with pytest.raises(Ambiguous):
        gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    assert sum(sim.served().values()) == 1


@pytest.mark.parametrize("words", ["a" * 156, "Код: 1"])
def test_a_code_that_fits_no_plain_part_is_rejected(gateway, words):
    result = gateway.send_otp(text(words), options("otp"))
    assert isinstance(result.rejected["ref2233"], ContentError)


def test_a_code_of_the_greatest_length_goes(sim, gateway):
    gateway.send_otp(text("a" * 155), options("otp"))
    assert len(sim.texts()) == 1


def test_the_job_of_a_code_is_read_in_both_spellings(sim, gateway):
    sim.change(netgsm_otp_key="jobId")
    assert gateway.send_otp(text("Kod: 1"), options("otp")).job_id


# === THE ACCOUNT === #


def test_packages_of_texts_and_the_wallet_are_told_apart(sim, gateway):
    account = sim.account("netgsm")
    account.credits, account.packages = 399, {"OTP SMS": 7, "Voice": 11}
    balance = gateway.balance()
    assert balance == Balance(
        Decimal(399),
        Decimal("57.860"),
        packages={"SMS Count": 399, "OTP SMS": 7, "Voice": 11},
    )


def test_an_account_without_packages_has_a_wallet(sim, gateway):
    body = json.dumps({"code": "60", "description": "none"})
    sim.faults.add("reply", "/netgsm/balance", status=406, body=body)
    balance = gateway.balance()
    assert (balance.credits, balance.money) == (None, Decimal("57.860"))


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("30", AccountError),
        ("40", RateLimited),
        ("60", RequestError),
        ("9", UnexpectedAnswer),
    ],
)
def test_the_blacklist_names_its_errors(sim, gateway, code, wanted):
    sim.faults.add("reply", "/netgsm/sms/blacklist", status=200, body=code)
    with pytest.raises(wanted):
        gateway.blacklist_add([NUMBER])


def test_a_password_with_marks_of_xml_is_written_right(sim):
    sim.account("netgsm").password = 'a<b>&"ş'
    connect(sim, "netgsm", password='a<b>&"ş').blacklist_add([NUMBER])
    assert len(sim.account("netgsm").blacklist) == 1


def test_the_names_of_app_and_reseller_are_taken(sim):
    gateway = connect(sim, "netgsm", app_name="izinnet", partner_code="1312")
    gateway.send([text()], options())
    assert gateway.titles() == ["DENEME"]


# === İYS === #


@pytest.mark.parametrize("form", ["text", "native"])
def test_a_consent_added_is_found(sim, gateway, form):
    sim.change(netgsm_iys_codes=form)
    assert gateway.iys_add(BRAND, [consent()])
    sim.clock.advance(60)
    found = gateway.iys_query(BRAND, KEY)
    assert (found.status, found.consent_at) == ("ONAY", later(hours=-1))


@pytest.mark.parametrize("form", ["text", "native"])
def test_no_record_at_iys_is_none(sim, gateway, form):
    sim.change(netgsm_iys_codes=form)
    assert gateway.iys_query(BRAND, KEY) is None


@pytest.mark.parametrize("code", sorted(set(IYS_CODES) - {"0", "50"}))
def test_each_code_of_iys_is_an_error(sim, gateway, code):
    body = json.dumps({"code": int(code), "error": "no"})
    sim.faults.add("reply", "/netgsm/iys/search", status=200, body=body)
    with pytest.raises((AccountError, RequestError, RateLimited)):
        gateway.iys_query(BRAND, KEY)


def test_the_record_of_another_is_no_answer(sim, gateway):
    row = {
        "recipient": NUMBER, "recipientType": "TACIR", "type": "MESAJ",
        "status": "ONAY", "source": "HS_WEB",
    }  # fmt: skip
    body = json.dumps({"code": "0", "error": "false", "query": row})
    sim.faults.add("reply", "/netgsm/iys/search", status=200, body=body)
    with pytest.raises(UnexpectedAnswer):
        gateway.iys_query(BRAND, KEY)


def test_results_of_consents_are_pushed_one_by_one(sim, gateway):
    late = consent(OTHER, consent_at=later(days=-30))
    items = [consent(), late, consent("+905321112255")]
    with receiving(sim, "netgsm") as receiver:
        uid = gateway.iys_add(BRAND, items)
        pushed = [gateway.parse_iys_push(*one) for one in arrived(sim, receiver)]
    results = [result for push in pushed for result in push.results]
    assert [result.success for result in results] == [True, False, True]
    assert {result.submit_id for result in results} == {uid}
    assert {result.brand_code for result in results} == {"545454"}
    assert results[1].error_code.startswith("H")


def test_a_change_by_a_citizen_was_asked_for_by_nobody(gateway):
    row = {
        "type": "MESAJ", "source": "IYS_MOBIL", "status": "RET", "recipient": NUMBER,
        "recipienttype": "BIREYSEL", "consentdate": "2026-03-02 09:00:00",
        "resultstatus": "success",
    }  # fmt: skip
    (result,) = gateway.parse_iys_push(json.dumps(row).encode(), {}).results
    assert (result.success, result.record.status) == (None, "RET")


@pytest.mark.parametrize("count", [0, 501])
def test_a_lot_of_another_size_is_refused(gateway, count):
    with pytest.raises(ValueError):
        gateway.iys_add(BRAND, [consent()] * count)


def test_a_consent_without_its_moment_is_refused():
    with pytest.raises(ValueError):
        offline("netgsm").iys_add(BRAND, [consent(consent_at=None)])


def test_a_lost_answer_to_an_upload_is_ambiguous(sim, gateway):
    sim.faults.add("drop", "/netgsm/iys/add")
    with pytest.raises(Ambiguous):
        gateway.iys_add(BRAND, [consent()])


def test_an_unknown_job_of_a_count_is_an_error(gateway):
    with pytest.raises((NotFound, RequestError)):
        gateway.stats("987654321")


def test_a_life_is_cut_to_what_the_gateway_takes(sim, gateway):
    gateway.send([text()], options(valid_for=timedelta(days=3)))
    job = sim.texts()[0].job
    assert timedelta(hours=20, minutes=59) <= job.until - job.due <= timedelta(hours=21)
