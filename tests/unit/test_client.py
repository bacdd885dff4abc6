"""The client under bad weather: time-outs, refusals, limits, half answers (R-6, R-8)."""

import socket
import threading
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
import responses
from urllib3.exceptions import (
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from iys_api.client import HttpRegistry, parse_push
from iys_api.errors import (
    IysAuthError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysStateError,
    IysUnavailable,
)
from iys_api.messages import ApiError, Retailer
from iys_api.transport import Transport, parse_retry_after
from tests.unit.iys_calls import (
    BASE,
    CONSENT,
    KEY,
    NoLimiter,
    make_auth,
    make_registry,
)

BRAND = f"{BASE}/sps/545454/brands/545455"
ADD = f"{BRAND}/consents"
STATUS = f"{BRAND}/consents/status"
BRANDS = f"{BASE}/sps/545454/brands"
ADDED = {"transactionId": "a" * 64, "creationDate": "2026-03-18 10:00:00"}
TOKEN = {"access_token": "new", "refresh_token": "r", "expires_in": 7200}


def errors(*codes):
    """A body with these codes."""
    return {"errors": [{"code": code, "message": "…"} for code in codes]}


@pytest.fixture
def mocked():
    """A network in which only registered answers exist."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


@pytest.fixture
def registry():
    """A client of the first edition with a token."""
    return make_registry()


def test_a_call_carries_the_token_and_json(mocked, registry):
    """Section 2."""
    mocked.add("POST", ADD, json=ADDED)
    registry.add(CONSENT)
    request = mocked.calls[0].request
    assert request.headers["Authorization"] == "Bearer t-access"
    assert request.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "edition, path", [("v1", ""), ("v2", "/v2")], ids=["first", "second"]
)
def test_the_edition_is_a_setting(mocked, edition, path):
    """Sections 7.2 and 7.5: adds and lots, nothing else."""
    registry = make_registry(edition)
    ours = f"{BASE}{path}/sps/545454/brands/545455/consents"
    mocked.add("POST", ours, json=ADDED)
    mocked.add("GET", f"{ours}/request/a1", json=[])
    mocked.add("POST", STATUS, json={})
    registry.add(CONSENT)
    assert registry.results("a1") == []
    assert registry.lookup(KEY) is None


def test_an_unknown_edition_is_refused():
    """A typing mistake in a setting is told."""
    with pytest.raises(ValueError, match="v3"):
        make_registry("v3")


@pytest.mark.parametrize(
    "url", ["http://api.iys.test", "ftp://a", "api.iys.org.tr", ""]
)
def test_a_password_never_leaves_over_plain_http(url):
    """Section 1 and L-61."""
    with pytest.raises(ValueError):
        HttpRegistry(url, "1", "1", None, NoLimiter())


@pytest.mark.parametrize("url", ["http://127.0.0.1:8069/", "http://localhost:1", BASE])
def test_this_machine_may_be_called_over_plain_http(url):
    """The simulator runs there."""
    assert Transport(url)


def test_a_refused_token_is_renewed_once_and_the_call_made_again(mocked, registry):
    """R-13: 401, one renewal, one replay."""
    mocked.add("POST", ADD, json=errors("H351"), status=401)
    mocked.add("POST", f"{BASE}/oauth2/token", json=TOKEN)
    mocked.add("POST", ADD, json=ADDED)
    assert registry.add(CONSENT).transaction_id == "a" * 64
    assert mocked.calls[2].request.headers["Authorization"] == "Bearer new"


def test_a_token_refused_twice_is_told_to_a_person(mocked, registry):
    """Never looped."""
    mocked.add("POST", ADD, json=errors("H351"), status=401)
    mocked.add("POST", f"{BASE}/oauth2/token", json=TOKEN)
    with pytest.raises(IysAuthError):
        registry.add(CONSENT)
    assert len(mocked.calls) == 3


@pytest.mark.parametrize("code", ["H353", "H520", "H521", "H524", "H586"])
def test_missing_rights_do_not_renew_the_token(mocked, registry, code):
    """Section 5: only 401 deserves that."""
    mocked.add("GET", BRANDS, json=errors(code), status=403)
    with pytest.raises(IysForbidden) as caught:
        registry.brands()
    assert caught.value.code == code
    assert len(mocked.calls) == 1


@pytest.mark.parametrize(
    "status, codes, outcome",
    [
        (400, ["H174"], IysStateError),
        (400, ["H175"], IysStateError),
        (400, ["H178"], IysStateError),
        (400, ["H462"], IysStateError),
        (400, ["H463"], IysStateError),
        (400, ["H486"], IysStateError),
        (400, ["H467"], IysRejected),
        (422, ["H467"], IysRejected),
        (422, ["H121", "H160"], IysRejected),
        (422, ["H999"], IysRejected),
        (400, ["H266"], IysRejected),
        (403, ["H180"], IysRejected),
        (404, ["H058"], IysRejected),
        (404, ["H018"], IysForbidden),
        (400, ["H363"], IysForbidden),
        (400, ["H123"], IysUnavailable),
        (429, ["H124"], IysUnavailable),
        (500, ["H101"], IysUnavailable),
        (500, ["H999"], IysUnavailable),
        (503, ["H192"], IysUnavailable),
        (500, ["H245"], IysForbidden),
        (401, ["H251"], IysAuthError),
    ],
)
def test_a_code_decides_the_kind_of_error(mocked, registry, status, codes, outcome):
    """The tree in ``errors``, section 5."""
    mocked.add("POST", ADD, json=errors(*codes), status=status)
    mocked.add("POST", f"{BASE}/oauth2/token", json=TOKEN)
    with pytest.raises(outcome) as caught:
        registry.add(CONSENT)
    assert type(caught.value) is outcome
    assert [e.code for e in caught.value.errors] == codes
    assert caught.value.http_status == status


@pytest.mark.parametrize("status", [301, 302, 307, 308, 405, 409, 417, 418, 451])
def test_a_status_nobody_described_is_not_understood(mocked, registry, status):
    """R-8; no redirect is followed."""
    mocked.add("POST", ADD, body="hm", status=status, headers={"Location": f"{BASE}/x"})
    with pytest.raises(IysProtocolError) as caught:
        registry.add(CONSENT)
    assert (caught.value.preview, caught.value.http_status) == ("hm", status)
    assert len(mocked.calls) == 1


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_refusal_without_a_known_shape_is_not_understood(mocked, registry, status):
    """R-8."""
    mocked.add("POST", ADD, body="<html>", status=status)
    with pytest.raises(IysProtocolError):
        registry.add(CONSENT)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_fault_leaves_a_write_in_doubt_and_a_question_not(
    mocked, registry, status
):
    """R-6."""
    mocked.add("POST", ADD, body="<html>", status=status)
    mocked.add("GET", BRANDS, body="<html>", status=status)
    with pytest.raises(IysUnavailable) as write:
        registry.add(CONSENT)
    with pytest.raises(IysUnavailable) as question:
        registry.brands()
    assert (write.value.maybe_stored, question.value.maybe_stored) == (True, False)


def no_connection():
    """What requests raises when nobody listens."""
    cause = NewConnectionError(None, "refused")
    return requests.ConnectionError(MaxRetryError(None, "/", cause))


def lost_connection():
    """What requests raises when the other side hangs up in between."""
    return requests.ConnectionError(ProtocolError("aborted", ConnectionResetError()))


def lost_while_reading():
    """A connection that dies between two packets of the body."""
    return requests.ConnectionError(ReadTimeoutError(None, "/", "read"))


@pytest.mark.parametrize(
    "fault, doubtful",
    [
        (no_connection(), False),
        (requests.ConnectTimeout(), False),
        (requests.exceptions.SSLError(), False),
        (requests.exceptions.ProxyError(), False),
        (requests.ReadTimeout(), True),
        (lost_connection(), True),
        (lost_while_reading(), True),
        (requests.exceptions.ChunkedEncodingError(), True),
        (requests.ConnectionError("something else"), True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_lost_answer_is_told_from_a_call_that_never_left(
    mocked, registry, fault, doubtful
):
    """R-6: only what may have arrived is in doubt."""
    mocked.add("POST", ADD, body=fault)
    with pytest.raises(IysUnavailable) as caught:
        registry.add(CONSENT)
    assert caught.value.maybe_stored is doubtful
    assert len(mocked.calls) == 1


def test_a_lost_answer_to_a_question_is_never_in_doubt(mocked, registry):
    """It stores nothing."""
    mocked.add("POST", STATUS, body=requests.ReadTimeout())
    with pytest.raises(IysUnavailable) as caught:
        registry.lookup(KEY)
    assert not caught.value.maybe_stored


def test_half_a_body_leaves_a_write_in_doubt(mocked, registry):
    """R-6: fewer bytes than announced."""
    mocked.add("POST", ADD, body='{"transa', headers={"Content-Length": "500"})
    with pytest.raises(IysUnavailable) as caught:
        registry.add(CONSENT)
    assert caught.value.maybe_stored


@pytest.fixture
def broken_server():
    """A real server that answers a fixed text and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    texts = []

    def serve():
        while texts:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(texts.pop(0))

    def start(*answers):
        texts.extend(answers)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    listener.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + b'{"transactionId": "a',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{",
        b"SSH-2.0-OpenSSH\r\n",
    ],
    ids=["nothing", "half", "half chunk", "another protocol"],
)
def test_a_real_connection_that_breaks_leaves_a_write_in_doubt(broken_server, answer):
    """R-6, without any mock."""
    url = broken_server(answer)
    registry = HttpRegistry(url, "1", "1", make_auth(), NoLimiter())
    with pytest.raises(IysUnavailable) as caught:
        registry.add(CONSENT)
    assert caught.value.maybe_stored


def test_nobody_listening_leaves_nothing_in_doubt():
    """R-6, without any mock."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    registry = HttpRegistry(url, "1", "1", make_auth(), NoLimiter())
    with pytest.raises(IysUnavailable) as caught:
        registry.add(CONSENT)
    assert not caught.value.maybe_stored


NOW = datetime(2026, 3, 18, 7, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "header, seconds",
    [
        ("30", 30),
        ("0", 0),
        ("99999", 3600),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0),
        (format_datetime(NOW + timedelta(days=9), usegmt=True), 3600),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_a_waiting_time_is_read_in_both_forms_and_capped(header, seconds):
    """R-10: Retry-After, seconds and date, at most an hour."""
    assert parse_retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    "code, headers, kind, seconds",
    [
        ("H124", {}, "call", 1),
        ("H083", {"Retry-After": "20"}, "call", 20),
        ("H086", {}, "status", 3600),
    ],
)
def test_a_limit_of_iys_holds_everybody(mocked, code, headers, kind, seconds):
    """R-10: the shared pace learns of it; an hourly limit only for its own kind."""
    limiter = NoLimiter()
    mocked.add("POST", STATUS, json=errors(code), status=429, headers=headers)
    with pytest.raises(IysUnavailable) as caught:
        make_registry(limiter=limiter).lookup(KEY)
    assert caught.value.retry_after == seconds
    assert limiter.pauses == [(kind, seconds)]


def test_a_limit_leaves_nothing_in_doubt(mocked, registry):
    """429 comes before anything is stored."""
    mocked.add("POST", ADD, json=errors("H124"), status=429)
    with pytest.raises(IysUnavailable) as caught:
        registry.add(CONSENT)
    assert not caught.value.maybe_stored


class Counting(NoLimiter):
    """Remembers the kinds of places that were taken."""

    def __init__(self):
        super().__init__()
        self.kinds = []

    def acquire(self, kind, cost=1):
        """Remember it."""
        self.kinds.append(kind)


def test_every_call_takes_a_place_and_look_ups_take_two(mocked):
    """Section 4: limits of the second and of the hour."""
    limiter = Counting()
    registry = make_registry(limiter=limiter)
    mocked.add("GET", BRANDS, json=[])
    mocked.add("POST", STATUS, json={})
    registry.brands()
    registry.lookup(KEY)
    assert limiter.kinds == ["call", "status", "call"]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 204},
        {"status": 404},
        {"status": 404, "body": "{}"},
        {"status": 404, "json": errors("H401")},
        {"body": ""},
        {"body": "{}"},
        {"body": "null"},
        {"body": "[]"},
    ],
    ids=str,
)
def test_no_record_has_many_shapes(mocked, registry, answer):
    """Section 13; never read as ONAY."""
    mocked.add("POST", STATUS, **answer)
    assert registry.lookup(KEY) is None


@pytest.mark.parametrize(
    "answer, outcome",
    [
        ({"status": 404, "body": "<html>Not found</html>"}, IysProtocolError),
        ({"status": 404, "json": errors("H018")}, IysForbidden),
        ({"json": {"recipient": "someone@else.com", "status": "ONAY"}}, None),
        ({"json": {"status": "BELKI"}}, None),
    ],
    ids=["page", "brand", "somebody else", "unknown status"],
)
def test_what_is_no_answer_about_the_address_is_no_record_either(
    mocked, registry, answer, outcome
):
    """Section 13: any other answer is an error."""
    mocked.add("POST", STATUS, **answer)
    with pytest.raises(outcome or IysProtocolError):
        registry.lookup(KEY)


def test_a_multi_status_only_believes_addresses_that_were_asked(mocked, registry):
    """L-16: nobody is approved by another's answer."""
    url = f"{BRAND}/consents/BIREYSEL/status/EPOSTA"
    mocked.add("POST", url, json={"list": ["x@example.com"]})
    with pytest.raises(IysProtocolError):
        registry.approved("EPOSTA", "BIREYSEL", ["a@example.com"])


def test_a_multi_status_answers_in_our_own_spelling(mocked, registry):
    """İYS answers in lower case."""
    url = f"{BRAND}/consents/BIREYSEL/status/EPOSTA"
    mocked.add("POST", url, json={"list": ["a@example.com"]})
    assert registry.approved("EPOSTA", "BIREYSEL", ["A@example.com", "b@bc.de"]) == {
        "A@example.com"
    }


@pytest.mark.parametrize("count", [0, 1001])
def test_a_list_of_a_wrong_length_is_never_sent(mocked, registry, count):
    """Section 13."""
    with pytest.raises(ValueError, match="1000"):
        registry.submit([CONSENT] * count)
    with pytest.raises(ValueError, match="1000"):
        registry.approved("EPOSTA", "BIREYSEL", ["a@bc.de"] * count)
    assert len(mocked.calls) == 0


def test_a_receipt_must_have_as_many_rows_as_were_sent(mocked, registry):
    """Section 7.3: else nobody knows which row is which."""
    row = {"subRequestId": "s1", "creationDate": "2026-03-18 10:00:00"}
    body = {"requestId": "r", "subRequests": [row]}
    mocked.add("POST", f"{ADD}/request", json=body, status=202)
    with pytest.raises(IysProtocolError):
        registry.submit([CONSENT, CONSENT])


@pytest.mark.parametrize("name", ["subRequestId", "subrequestId"])
def test_both_spellings_of_a_sub_request_are_read(mocked, registry, name):
    """Section 7.3."""
    body = [{"index": 0, "status": "enqueue", name: "s1"}]
    mocked.add("GET", f"{ADD}/request/a1", json=body)
    assert registry.results("a1")[0].subrequest_id == "s1"


@pytest.mark.parametrize("body", [{"list": []}, {}, [{"status": "done"}], [5]], ids=str)
def test_a_lots_status_must_be_a_list_of_known_outcomes(mocked, registry, body):
    """Section 7.4."""
    mocked.add("GET", f"{ADD}/request/a1", json=body)
    with pytest.raises(IysProtocolError):
        registry.results("a1")


def test_a_failed_row_without_reason_stays_failed(mocked, registry):
    """One odd row must not hide the 999 others."""
    body = [{"index": 0, "status": "failure", "subRequestId": "s1"}]
    mocked.add("GET", f"{ADD}/request/a1", json=body)
    assert registry.results("a1")[0].error.code == ""


@pytest.mark.parametrize(
    "answer", [{"status": 204}, {"json": {"after": "1_a", "list": []}}], ids=str
)
def test_the_end_of_the_feed_keeps_the_old_cursor(mocked, registry, answer):
    """Section 13: two shapes."""
    mocked.add("GET", f"{BRAND}/consents/changes", **answer)
    page = registry.changes("1_a")
    assert (page.after, page.consents) == (None, ())


def test_a_refused_cursor_is_a_rejection(mocked, registry):
    """Section 13: the caller starts again without it."""
    url = f"{BRAND}/consents/changes"
    mocked.add("GET", url, json=errors("H098"), status=422)
    with pytest.raises(IysRejected):
        registry.changes("old")


def test_a_cursor_of_strange_letters_stays_one_value(mocked, registry):
    """It is opaque and goes back unchanged."""
    mocked.add("GET", f"{BRAND}/consents/changes", status=204)
    registry.changes("1_a&source=HS")
    assert mocked.calls[0].request.params["after"] == "1_a&source=HS"


def test_a_strange_request_id_stays_inside_its_place_in_the_path(mocked, registry):
    """No value may reach another method."""
    mocked.add("GET", f"{ADD}/request/..%2F..%2Fx", json=[])
    assert registry.results("../../x") == []


def test_the_access_list_falls_back_to_the_old_path(mocked, registry):
    """Section 12: singular first, plural when that is not found."""
    body = {"pagination": {"offset": 0, "totalCount": 0}, "list": []}
    mocked.add("POST", f"{BRAND}/consent/retailers/access/list", status=404)
    mocked.add("POST", f"{BRAND}/consents/retailers/access/list", json=body)
    assert registry.access(KEY).total == 0


def test_a_missing_consent_is_not_asked_for_on_the_old_path(mocked, registry):
    """A code means that the path is right."""
    url = f"{BRAND}/consent/retailers/access/list"
    mocked.add("POST", url, json=errors("H058"), status=404)
    with pytest.raises(IysRejected):
        registry.access(KEY)
    assert len(mocked.calls) == 1


def test_an_integrators_brands_are_read_to_the_last_page(mocked, registry):
    """Section 9.4."""
    row = {"brandCode": 1, "iysCode": "2", "name": "x", "MESAJ": "write"}
    url = f"{BASE}/integrator/7/sps"
    for count in (100, 20):
        page = {"pagination": {"totalCount": 120}, "list": [row] * count}
        mocked.add("GET", url, json=page)
    found = registry.integrator_brands("7")
    assert len(found) == 120
    assert found[0].rights == {"MESAJ": "write"}


def test_a_dealer_without_data_is_none(mocked, registry):
    """Section 9.2: 200 with no data."""
    mocked.add("GET", f"{BRAND}/retailers/1", body="")
    assert registry.retailer("1") is None


def test_a_dealer_goes_out_without_empty_members(mocked, registry):
    """Section 2."""
    mocked.add(
        "POST", f"{BRAND}/retailers", json={"retailerCode": 12345678}, status=201
    )
    dealer = Retailer("T", "N", "1", "2", {"code": "34", "name": "İstanbul"})
    assert registry.create_retailer(dealer) == "12345678"
    assert b"null" not in mocked.calls[0].request.body
    assert b"mersis" not in mocked.calls[0].request.body


def test_a_lists_misspelt_contract_id_is_found(mocked, registry):
    """Section 9.5: three spellings."""
    url = f"{BASE}/sps/545454/subscription"
    for name in ("subscriptionId", "subscipritionId", "subsciprtionId"):
        mocked.upsert("GET", url, json={"status": "ACTIVE", name: "77"})
        assert registry.subscription().subscription_id == "77"


def test_a_place_nobody_knows_is_none(mocked, registry):
    """Section 9.6: 204."""
    mocked.add("GET", f"{BASE}/info/city/99", status=204)
    assert registry.city(99) is None


def test_the_same_status_of_2020_is_read_although_its_list_is_a_list(mocked, registry):
    """Section 9.1: ``stats`` is an object, the schema says a list."""
    stats = {"consents": {"approval": 2, "rejection": 1, "total": 3}}
    body = [{"brandCode": 1, "name": "x", "stats": [stats]}]
    mocked.add("GET", BRANDS, json=body)
    assert registry.brands()[0].total == 3


FILE = f"{BRAND}/changes/2026-03-17/file"
HEADER = "creationDate,transactionId,recipient,recipientType,type,status"


@pytest.mark.parametrize(
    "content",
    [
        *("", "<html>", "\xff", HEADER + "\n"),
        HEADER + ",consentDate,source\n1,2,a@bc.de,BIREYSEL,EPOSTA,BELKI,,\n",
        HEADER + ",consentDate,source\n1,2\n",
    ],
)
def test_a_days_file_of_another_shape_is_not_understood(mocked, registry, content):
    """Section 10.4: else a broken file would look like lost consents."""
    mocked.add("GET", FILE, body=content.encode("latin-1"))
    with pytest.raises(IysProtocolError):
        registry.day_file(date(2026, 3, 17))


def test_a_day_without_a_file_has_none(mocked, registry):
    """Section 10.4: 204."""
    mocked.add("GET", FILE, status=204)
    assert registry.day_file(date(2026, 3, 17)) is None


PUSHED = {
    "iysCode": 545454,
    "brandCode": 545455,
    "consentDate": "2026-03-18 10:00:00",
    "creationDate": "2026-03-18 10:00:01",
    "source": "IYS_WEB",
    "recipient": "ali@example.com",
    "recipientType": "BIREYSEL",
    "status": "RET",
    "type": "EPOSTA",
    "transactionId": "a" * 64,
}
TEST_RECORD = PUSHED | {
    "iysCode": 121212,
    "brandCode": 121212,
    "recipient": "pushtest@iys.org.tr",
    "source": "IYS_MOBIL",
    "status": "ONAY",
}


def test_a_delivery_is_read_without_the_test_record():
    """Section 8.5: it must not be stored."""
    found = parse_push({"list": [TEST_RECORD, PUSHED]})
    assert [(c.recipient, c.status) for c in found] == [("ali@example.com", "RET")]


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"list": {}}, {"list": [5]}, {"list": [{"recipient": "a"}]}],
    ids=str,
)
def test_a_delivery_of_another_shape_is_not_understood(body):
    """Anybody can post to a public address."""
    with pytest.raises(IysProtocolError):
        parse_push(body)


def test_a_netrc_file_never_replaces_the_token(mocked, registry, tmp_path, monkeypatch):
    """requests would look there for the host's password."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.iys.test login x password y\n")
    monkeypatch.setenv("NETRC", str(netrc))
    mocked.add("GET", BRANDS, json=[])
    registry.brands()
    assert mocked.calls[0].request.headers["Authorization"] == "Bearer t-access"


def test_an_address_of_a_person_never_stands_in_a_path_or_query(mocked, registry):
    """L-61: those end up in the logs of proxies."""
    mocked.add("POST", STATUS, json={})
    url = f"{BRAND}/consents/history"
    body = {"list": [], "pagination": {"totalCount": 0, "offset": 0}}
    mocked.add("POST", url, json=body)
    registry.lookup(KEY)
    registry.history(KEY)
    assert not any("ornek" in call.request.url for call in mocked.calls)


def test_an_error_in_words_names_code_and_message():
    """What a log line shows; İYS's sentences hold no address."""
    error = IysRejected(errors=[ApiError("H121", "Telefon"), ApiError("H112", "Tarih")])
    assert str(error) == "H121 Telefon; H112 Tarih"
