"""Verimor alone: its words, campaigns and both forms of its answers (sms.md §5)."""

from datetime import timedelta
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
    UnexpectedAnswer,
)
from sms_gateways import verimor_codes as codes
from tests.simulators.sms.verimor_codes import WORDS
from tests.unit.sms_calls import (
    BRAND,
    NUMBER,
    OTHER,
    arrived,
    connect,
    consent,
    later,
    options,
    receiving,
    simulated,
    text,
)

SEND = "/v2/send.json"
ABROAD = "+4915112345678"
_TITLE, _IYS = (AccountError, "title"), (AccountError, "iys")
#: code word → error and the reason beside it, by the contract's list
ERRORS = {
    "INVALID_SOURCE_ADDRESS": _TITLE,
    "NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED": _TITLE,
    "MISSING_IYS_BRAND_CODE": _IYS,
    "AHS_AUTHORIZATION_ERROR": _IYS,
    "NO_AHS_BRAND_ERROR": _IYS,
    "COMMERCIAL_SENDING_ERROR_UNDER_150K": _IYS,
    "INSUFFICIENT_CREDITS": (BalanceError, None),
    "MISSING_MESSAGE": (ContentError, None),
    "MESSAGE_TOO_LONG": (ContentError, None),
    "INVALID_UTF8": (ContentError, None),
    "FORBIDDEN_MESSAGE": (ContentError, None),
    "INVALID_PERIOD": (RequestError, None),
    "INVALID_DELIVERY_TIME": (RequestError, None),
    "INVALID_DATACODING": (RequestError, None),
    "INVALID_IYS_RECIPIENT_TYPE": (RequestError, None),
    "INVALID_JSON": (RequestError, None),
    "MESSAGE_COUNT_LIMIT_EXCEEDED": (RequestError, None),
    "MISSING_DESTINATION_ADDRESS": (RecipientError, None),
    "INVALID_DESTINATION_ADDRESS": (RecipientError, None),
    "MULTIPLE_DESTINATION_NOT_ALLOWED": (RequestError, None),
    "MISSING_CODE": (RequestError, None),
    "MUKERRER_RAPORLAMA": (DuplicateError, None),
    "INVALID_CONSENT_DATE": (RecipientError, None),
    "MISSING_CONSENT": (RequestError, None),
    "MISSING_CONSENT_DATE": (RequestError, None),
    "INVALID_RECIPIENT": (RecipientError, None),
}


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


# === SENDING === #


@pytest.mark.parametrize("word", ERRORS)
def test_each_word_is_its_error(sim, gateway, word):
    sim.fail("verimor", SEND, word)
    wanted, reason = ERRORS[word]
    with pytest.raises(wanted) as caught:
        gateway.send([text()], options())
    assert (caught.value.code, getattr(caught.value, "reason", None)) == (word, reason)
    assert sim.served() == {}


def test_the_contract_and_the_client_know_the_same_words():
    assert set(ERRORS) == set(codes.WORDS) == set(WORDS)


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("401", AccountError),
        ("413", RequestError),
        ("422", Ambiguous),
        ("429", RateLimited),
        ("500", Ambiguous),
    ],
)
def test_each_status_of_the_send_is_its_error(sim, gateway, status, wanted):
    sim.fail("verimor", SEND, status)
    with pytest.raises(wanted):
        gateway.send([text()], options())


@pytest.mark.parametrize("status", [400, 500])
def test_an_unknown_word_is_ambiguous(sim, gateway, status):
    sim.faults.add("reply", f"/verimor{SEND}", status=status, body="SOMETHING_NEW")
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_known_word_of_a_server_that_breaks_down_is_ambiguous(sim, gateway):
    sim.faults.add("reply", f"/verimor{SEND}", status=502, body="INSUFFICIENT_CREDITS")
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_path_nobody_has_is_no_unknown_campaign(sim, gateway):
    sim.fail("verimor", SEND, "404")
    with pytest.raises(RequestError):
        gateway.send([text()], options())


def test_a_server_off_the_list_is_told_apart_from_a_wrong_password(sim, gateway):
    sim.account("verimor").ips = ()
    with pytest.raises(AccountError) as caught:
        gateway.send([text()], options())
    assert (caught.value.reason, sim.served()) == ("ip", {})


@pytest.mark.parametrize(
    "body", ['{"campaign_id": null}', '{"status": "0"}', "-5", "1.5", "true", "[1]"]
)
def test_an_accepted_send_without_a_campaign_is_ambiguous(sim, gateway, body):
    sim.faults.add("reply", f"/verimor{SEND}", status=200, body=body)
    with pytest.raises(Ambiguous):
        gateway.send([text()], options())


def test_a_doubtful_send_is_found_by_our_own_id(sim, gateway):
    """R-27: asked, not repeated."""
    sim.faults.add("drop", f"/verimor{SEND}")
    with pytest.raises(Ambiguous):
        gateway.send([text()], options(job_ref="doubtful"))
    job = gateway.find_job("doubtful")
    sim.clock.advance(60)
    assert [one.ref for one in gateway.reports([job]).items] == ["ref2233"]


def test_a_send_that_never_arrived_is_not_found(gateway):
    assert gateway.find_job("nobody") is None


@pytest.mark.parametrize("body", ["[]", "{}", '[{"campaign_id": 1}]'])
def test_states_of_another_campaign_find_nothing(sim, gateway, body):
    sim.faults.add("reply", "/verimor/v2/status", status=200, body=body)
    with pytest.raises(UnexpectedAnswer):
        gateway.find_job("job-1")


def test_a_foreign_number_gets_a_text(sim, gateway):
    gateway.send([text(to=ABROAD, ref="abroad")], options())
    assert sim.served() == {(ABROAD, "Merhaba"): 1}


def test_the_turkish_table_is_not_used_abroad(sim, gateway):
    gateway.send([text("Şu", ABROAD, "abroad"), text("Şu")], options())
    # in the Turkish table 120 letters are one part, in Unicode two
    gateway.send([text("ş" * 120, ABROAD, "abroad")], options(job_ref="long"))
    assert [one.parts for one in sim.texts()] == [1, 1, 2]


def test_our_own_id_comes_back_with_each_report(sim, gateway):
    sent = [text(ref="a" * 32), text(to=OTHER, ref="b" * 32)]
    job = gateway.send(sent, options()).job_id
    sim.clock.advance(60)
    found = {one.number10: one.ref for one in gateway.reports([job]).items}
    assert found == {"5321112233": "a" * 32, "5321112244": "b" * 32}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (timedelta(seconds=5), timedelta(minutes=1)),
        (timedelta(minutes=90), timedelta(minutes=90)),
        (timedelta(days=9), timedelta(hours=48)),
    ],
)
def test_a_life_is_cut_to_what_the_gateway_takes(sim, gateway, asked, kept):
    gateway.send([text()], options(valid_for=asked))
    job = sim.texts()[0].job
    assert job.until - job.due == kept


def test_a_moment_goes_with_its_offset(sim, gateway):
    gateway.send([text()], options(send_at=later(hours=2, seconds=30)))
    assert sim.texts()[0].job.due == later(hours=2, seconds=30)


def test_a_past_moment_is_the_gateways_to_refuse(sim, gateway):
    with pytest.raises(RequestError):
        gateway.send([text()], options(send_at=later(days=-1)))
    assert sim.served() == {}


# === CODES === #


def test_a_code_is_a_text_with_a_short_life(sim, gateway):
    gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    job = sim.texts()[0].job
    assert (job.kind, job.until - job.due) == ("info", timedelta(minutes=5))


def test_an_account_may_choose_the_way_for_codes(sim):
    gateway = connect(sim, "verimor", otp_endpoint=True)
    result = gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    assert (sim.texts()[0].job.kind, sim.texts()[0].job.id) == ("otp", result.job_id)


def test_a_bad_number_never_reaches_the_way_for_codes(sim):
    gateway = connect(sim, "verimor", otp_endpoint=True)
    result = gateway.send_otp(text("Kodunuz: 1", "abc", "bad"), options("otp"))
    assert (list(result.rejected), sim.history.calls()) == (["bad"], [])


# === THE ACCOUNT === #


def test_the_bonus_stands_by_itself(sim, gateway, form):
    sim.account("verimor").credits = 1500
    balance = gateway.balance()
    assert balance.credits == Decimal(1500)
    assert ("bonus" in balance.packages) is (form == "docs2026")


def test_a_number_the_gateway_refuses_stops_no_other(sim, gateway):
    """Its own pattern is narrower than the numbers we know."""
    landline = "+902121112233"
    assert list(gateway.blacklist_add([NUMBER, landline, OTHER])) == [landline]
    assert len(sim.account("verimor").blacklist) == 2


def test_a_refusal_of_a_number_nobody_gave_is_an_error(sim, gateway):
    sim.faults.add(
        "reply", "*/blacklists", status=400, body="Invalid phone number: 905339998877"
    )
    with pytest.raises(UnexpectedAnswer):
        gateway.blacklist_add([NUMBER])


def test_the_blacklist_is_chosen_by_time(sim, gateway):
    gateway.blacklist_add([NUMBER])
    sim.clock.advance(3600)
    gateway.blacklist_add([OTHER])
    found = gateway.blacklist(later(minutes=30), later(hours=2)).items
    assert [(one.number, one.source) for one in found] == [(OTHER, "api")]


def test_a_busy_server_may_be_asked_again(sim, gateway):
    sim.fail("verimor", "/v2/balance", "500")
    with pytest.raises(Transient):
        gateway.balance()


# === İYS === #


def test_an_upload_tells_its_results_when_they_are_there(sim, gateway):
    """İYS refuses the second: nobody can withdraw what was never given."""
    upload = gateway.iys_add(BRAND, [consent(), consent(OTHER, status="RET")])
    assert gateway.iys_results(upload).items == ()
    sim.clock.advance(60)
    good, bad = gateway.iys_results(upload).items
    assert (good.success, good.record.recipient) == (True, NUMBER)
    assert (bad.success, bad.record.recipient) == (False, OTHER)
    assert bad.error_code.startswith("H") and bad.error_text


def test_results_of_many_pages_are_all_there(sim, gateway):
    items = [consent(f"+90532{n:07d}") for n in range(150)]
    upload = gateway.iys_add(BRAND, items)
    sim.clock.advance(60)
    first = gateway.iys_results(upload)
    second = gateway.iys_results(upload, first.cursor)
    assert (len(first.items), len(second.items), second.cursor) == (100, 50, None)


def test_a_consent_older_than_three_days_refuses_them_all(gateway):
    late = consent(OTHER, consent_at=later(days=-4))
    with pytest.raises(RecipientError):
        gateway.iys_add(BRAND, [consent(), late])


def test_a_brand_needs_a_title(gateway):
    with pytest.raises(AccountError) as caught:
        gateway.iys_add(IysBrand("545454"), [consent()])
    assert caught.value.reason == "title"


def test_each_days_changes_are_to_be_fetched(sim, gateway):
    row = {
        "type": "MESAJ",
        "source": "IYS_WEB",
        "recipient": "905321112233",
        "status": "RET",
        "consent_date": "2026-03-01T22:14:00.000+03:00",
        "recipient_type": "BIREYSEL",
        "request_status": "Başarılı",
    }
    with receiving(sim, "verimor") as receiver:
        sim.daily_changes(sim.account("verimor"), [row])
        ((body, headers),) = arrived(sim, receiver)
    (submit_id,) = gateway.parse_iys_push(body, headers).submit_ids
    (result,) = gateway.iys_results(submit_id).items
    assert (result.success, result.record.status) == (None, "RET")
    assert result.record.recipient == NUMBER


def test_a_lost_answer_to_an_upload_is_ambiguous(sim, gateway):
    sim.faults.add("drop", "*/iys_consents.json")
    with pytest.raises(Ambiguous):
        gateway.iys_add(BRAND, [consent()])


@pytest.mark.parametrize("body", ["OK", "", "-1", "{}"])
def test_an_upload_without_a_number_is_ambiguous(sim, gateway, body):
    sim.faults.add("reply", "*/iys_consents.json", status=200, body=body)
    with pytest.raises(Ambiguous):
        gateway.iys_add(BRAND, [consent()])
