"""What holds for every gateway alike, against its strict simulator (R-27, sms.md §9)."""

from datetime import timedelta

import pytest

from sms_gateways import (
    AccountError,
    ContentError,
    NotSupported,
    Outcome,
    RecipientError,
    SmsError,
    lots,
)
from tests.unit.sms_calls import (
    NAMES,
    NUMBER,
    OTHER,
    book,
    connect,
    later,
    options,
    simulated,
    text,
)

ONCE = {("5321112233", "Merhaba"): 1}


@pytest.fixture
def sim():
    with simulated() as simulator:
        yield simulator


@pytest.fixture(params=NAMES)
def gateway(request, sim):
    return connect(sim, request.param)


# === SENDING === #


def test_one_text_goes_to_one_number(sim, gateway):
    result = gateway.send([text()], options())
    assert list(result.accepted) == ["ref2233"]
    assert sim.served() == ONCE


def test_one_text_goes_to_many_numbers(sim, gateway):
    result = gateway.send([text(), text(to=OTHER)], options())
    assert list(result.accepted) == ["ref2233", "ref2244"]
    assert sim.served() == {**ONCE, ("5321112244", "Merhaba"): 1}


def test_each_number_gets_its_own_text(sim, gateway):
    gateway.send([text("Bir"), text("İki", OTHER)], options())
    assert sim.served() == {("5321112233", "Bir"): 1, ("5321112244", "İki"): 1}


@pytest.mark.parametrize("words", ["plain €", "Şeker ğ ı İ ç", "smile 😀 Ж"])
def test_a_text_of_any_alphabet_arrives_as_written(sim, gateway, words):
    gateway.send([text(words)], options())
    sim.clock.advance(10)
    assert sim.phone(NUMBER).texts[0].shown.startswith(words)


@pytest.mark.parametrize("bad", ["", "abc", "+902121112233", "12345"])
def test_a_number_that_takes_no_text_is_rejected_and_the_others_go(sim, gateway, bad):
    result = gateway.send([text(), text(to=bad, ref="bad"), text(to=OTHER)], options())
    assert isinstance(result.rejected["bad"], RecipientError)
    assert len(sim.served()) == len(result.accepted) == 2


@pytest.mark.parametrize("words", ["", "   ", "a" * 2000, "😀" * 400])
def test_a_text_nobody_can_send_is_rejected_and_the_others_go(sim, gateway, words):
    result = gateway.send([text(), text(words, OTHER, "bad")], options())
    assert isinstance(result.rejected["bad"], ContentError)
    assert sim.served() == ONCE


def test_nothing_is_called_when_nothing_is_left_to_send(sim, gateway):
    result = gateway.send([text(to="abc")], options())
    assert (result.accepted, result.job_ids) == ({}, ())
    assert sim.history.calls() == []


def test_the_same_number_twice_is_refused_before_the_call(sim, gateway):
    twice = [text(), text("Again", "0532 111 22 33", "other")]
    with pytest.raises(ValueError):
        gateway.send(twice, options())
    assert sim.history.calls() == []


def test_more_texts_than_a_request_takes_are_refused_before_the_call(sim, gateway):
    most = gateway.caps.max_recipients
    many = [text(to=f"+90532{n:07d}", ref=str(n)) for n in range(most + 1)]
    with pytest.raises(ValueError):
        gateway.send(many, options())
    assert sim.history.calls() == []


def test_the_largest_request_goes_through(sim, gateway):
    most = gateway.caps.max_recipients
    many = [text(to=f"+90532{n:07d}", ref=str(n)) for n in range(most)]
    assert len(gateway.send(many, options()).accepted) == most
    assert len(sim.served()) == most


def test_lots_give_requests_each_gateway_takes(sim, gateway):
    """A second text to a number, and a second alphabet, make requests of their own."""
    texts = [text("Bir"), text("Şu", OTHER), text("İki", NUMBER, "second")]
    for number, lot in enumerate(lots(texts, gateway.caps)):
        gateway.send(lot, options(job_ref=f"job-{number}"))
    assert sum(sim.served().values()) == 3


# === KIND, TITLE, SCHEDULE === #


def test_a_commercial_text_passes_with_consent_at_iys(sim, gateway):
    book(sim, NUMBER)
    gateway.send([text()], options("commercial"))
    sim.clock.advance(10)
    assert len(sim.phone(NUMBER).texts) == 1


def test_the_gateways_filter_stops_a_commercial_text_without_consent(sim, gateway):
    """L-2, the second line: our own gate has decided before."""
    job = gateway.send([text()], options("commercial")).job_id
    sim.clock.advance(10)
    assert sim.phone(NUMBER).texts == []
    seen = gateway.caps.iys_refusal_visible
    wanted = Outcome.IYS_REJECTED if seen else Outcome.NOT_DELIVERED
    assert [r.outcome for r in gateway.reports([job]).items] == [wanted]


def test_a_merchants_flag_is_not_a_persons(sim, gateway):
    gateway.send([text()], options("commercial", recipient_type="TACIR"))
    assert sim.texts()[0].job.recipient_type == "TACIR"


@pytest.mark.parametrize("kind", ["info", "otp"])
def test_an_informational_text_is_not_filtered(sim, gateway, kind):
    gateway.send([text()], options(kind))
    assert sim.texts()[0].job.kind == "info"


def test_a_text_of_no_kind_cannot_be_asked_for():
    with pytest.raises(ValueError):
        options("other")


def test_a_commercial_text_for_nobodys_list_cannot_be_asked_for():
    with pytest.raises(ValueError):
        options("commercial", recipient_type=None)


def test_a_foreign_title_pauses_the_account(sim, gateway):
    with pytest.raises(AccountError) as caught:
        gateway.send([text()], options(title="YABANCI"))
    assert caught.value.reason == "title"
    assert sim.served() == {}


def test_no_title_is_refused_before_the_call(sim, gateway):
    with pytest.raises(AccountError):
        gateway.send([text()], options(title=" "))
    assert sim.history.calls() == []


def test_a_scheduled_text_waits(sim, gateway):
    gateway.send([text()], options(send_at=later(hours=2)))
    sim.clock.advance(3600)
    assert sim.phone(NUMBER).texts == []
    sim.clock.advance(3700)
    assert len(sim.phone(NUMBER).texts) == 1


def test_a_scheduled_text_never_leaves_early(sim, gateway):
    """Quiet hours only delay (§2.5); two gateways know whole minutes only."""
    gateway.send([text()], options(send_at=later(hours=2, seconds=30)))
    assert sim.texts()[0].job.due >= later(hours=2, seconds=30)


@pytest.mark.parametrize("hours", [0.01, 1, 21, 72])
def test_a_life_of_any_length_is_taken(sim, gateway, hours):
    sim.clock.advance(7.5)
    result = gateway.send([text()], options(valid_for=timedelta(hours=hours)))
    assert result.raw_code in ("00", "200")


def test_a_scheduled_job_can_be_taken_back(sim, gateway):
    job = gateway.send([text()], options(send_at=later(hours=2))).job_id
    assert gateway.cancel(job) is True
    sim.clock.advance(3 * 3600)
    assert sim.phone(NUMBER).texts == []


def test_a_job_that_has_begun_cannot_be_taken_back(sim, gateway):
    job = gateway.send([text()], options()).job_id
    assert gateway.cancel(job) is False


def test_a_job_nobody_knows_cannot_be_taken_back(gateway):
    assert gateway.cancel("987654321") is False


# === CODES === #


def test_a_code_arrives(sim, gateway):
    result = gateway.send_otp(text("Kodunuz: 123456"), options("otp"))
    sim.clock.advance(10)
    assert list(result.accepted) == ["ref2233"]
    assert "123456" in sim.phone(NUMBER).texts[0].shown


def test_a_code_to_a_bad_number_is_rejected(sim, gateway):
    result = gateway.send_otp(text("Kodunuz: 123456", "abc", "bad"), options("otp"))
    assert isinstance(result.rejected["bad"], RecipientError)
    assert sim.history.calls() == []


# === THE ACCOUNT === #


def test_titles_come_as_they_must_be_sent(sim, gateway):
    sim.account(gateway.name).titles = {"DENEME": "545454", "Küçük.Ad": ""}
    assert gateway.titles() == ["DENEME", "Küçük.Ad"]


def test_an_account_without_titles_has_none(sim, gateway):
    sim.account(gateway.name).titles = {}
    assert gateway.titles() == []


def test_the_balance_counts_parts(sim, gateway):
    sim.account(gateway.name).credits = 1234
    assert gateway.balance().credits == 1234


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ask", ["check", "balance"])
def test_a_wrong_password_is_the_accounts_fault(sim, name, ask):
    gateway = connect(sim, name, password="another-word")
    with pytest.raises(AccountError) as caught:
        getattr(gateway, ask)()
    assert caught.value.reason == "auth"


@pytest.mark.parametrize("name", NAMES)
def test_two_accounts_do_not_mix(sim, name):
    theirs = sim.account(name, 1)
    other = connect(sim, name, username=theirs.username, password=theirs.password)
    other.send([text()], options(title="KOMSU"))
    assert [t.job.account for t in sim.texts()] == [theirs]


def test_credentials_may_have_turkish_letters(sim):
    for name in NAMES:
        sim.account(name).password = "şifre-ğı"
        connect(sim, name).check()


# === BLACKLIST === #


def test_a_number_is_put_on_the_blacklist_and_taken_off(sim, gateway):
    account = sim.account(gateway.name)
    assert gateway.blacklist_add([NUMBER, OTHER]) == {}
    assert set(account.blacklist) == {"5321112233", "5321112244"}
    assert gateway.blacklist_remove([NUMBER]) == {}
    assert set(account.blacklist) == {"5321112244"}


def test_a_bad_number_stops_no_other_on_its_way_to_the_blacklist(sim, gateway):
    refused = gateway.blacklist_add([NUMBER, "abc", OTHER])
    assert list(refused) == ["abc"]
    assert len(sim.account(gateway.name).blacklist) == 2


def test_the_blacklist_can_be_read_where_the_gateway_has_a_list(sim, gateway):
    if not gateway.caps.blacklist_list:
        with pytest.raises(NotSupported):
            gateway.blacklist()
        return
    numbers = [f"+90532{n:07d}" for n in range(120)]
    gateway.blacklist_add(numbers)
    found, cursor = [], None
    while cursor is not None or not found:
        page = gateway.blacklist(cursor=cursor)
        found += [one.number for one in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == numbers


# === WHAT A GATEWAY HAS NOT === #

LACKS = {
    "find_job": lambda g: g.find_job("job-1"),
    "jobs": lambda g: g.jobs(later(days=-1), later()),
    "inbound_pull": lambda g: g.inbound(later(days=-1), later()),
    "inbound_push": lambda g: g.parse_inbound_push(b"{}", {}),
    "iys_results": lambda g: g.iys_results("1"),
    "iys_push": lambda g: g.parse_iys_push(b"{}", {}),
}


@pytest.mark.parametrize("what", LACKS)
def test_a_gateway_says_what_it_has_not(gateway, what):
    has = getattr(gateway.caps, what)
    try:
        LACKS[what](gateway)
        lacks = False
    except NotSupported:
        lacks = True
    except SmsError:
        lacks = False
    assert lacks is not has
