"""The line to a gateway: whom it trusts, how long it waits, what it hides (L-61)."""

import logging
import ssl
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
import responses
from urllib3 import HTTPSConnectionPool
from urllib3.exceptions import (
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

from sms_gateways import (
    GATEWAYS,
    Account,
    Ambiguous,
    SendOptions,
    SmsError,
    Transient,
)
from sms_gateways.transport import BODY_CAP, Answer, Transport, checked_base_url
from tests.unit.sms_calls import NAMES, connect, later, options, simulated, text


@pytest.mark.parametrize(
    "url",
    ["https://a.example/", "http://127.0.0.1:8", "http://localhost", "http://[::1]"],
)
def test_a_gateway_is_called_over_tls_or_on_this_machine(url):
    assert checked_base_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "http://10.0.0.1", "ftp://a.example", "a.example", "", "https://",
     "https://user:pass@a.example", "http://127.0.0.1.example"],
)  # fmt: skip
def test_any_other_address_is_refused(url):
    with pytest.raises(ValueError):
        checked_base_url(url)


@pytest.mark.parametrize("name", NAMES)
def test_each_gateways_own_host_is_over_tls(name):
    assert GATEWAYS[name].host.startswith("https://")


def answer(**headers):
    """An answer with these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(429, named, b"")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("999999", 3600.0),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_number_of_seconds_to_wait_is_read(value, seconds):
    assert answer(Retry_After=value).retry_after() == seconds


def test_a_moment_to_wait_for_is_read():
    moment = datetime.now(timezone.utc) + timedelta(seconds=100)
    assert 90 < answer(Retry_After=format_datetime(moment)).retry_after() <= 100


def test_a_moment_gone_by_is_no_wait():
    assert answer(Retry_After="Mon, 02 Mar 2026 07:00:00 GMT").retry_after() == 0.0


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_without_end_is_not_read(name):
    with simulated() as sim:
        body = "x" * (BODY_CAP + 1)
        sim.faults.add("reply", f"/{name}/*", status=200, body=body)
        with pytest.raises(Ambiguous):
            connect(sim, name).send([text()], options())


@pytest.mark.parametrize("name", NAMES)
def test_a_redirect_is_not_followed(name):
    with simulated() as sim:
        away = {"Location": sim.control_url}
        sim.faults.add("reply", f"/{name}/*", status=302, headers=away)
        with pytest.raises(SmsError):
            connect(sim, name).titles()
        assert len(sim.history.calls()) == 1


@pytest.mark.parametrize("wrote", [True, False])
def test_a_host_nobody_knows_got_nothing(wrote):
    transport = Transport("https://nobody.invalid", patience=(1.0, 1.0))
    with pytest.raises(Transient):
        transport.send("POST", "/", body={}, wrote=wrote)


def wrapped(reason):
    """An error as the connection pool hands it on."""
    return MaxRetryError(HTTPSConnectionPool("a.example"), "/", reason)


RESET = OSError("connection reset")
UNTRUSTED = ssl.SSLCertVerificationError("self-signed")
NOBODY = NewConnectionError(HTTPSConnectionPool("a.example"), "refused")
#: what the library raises → whether a request that writes surely was not carried out
LINES = [
    (requests.ConnectTimeout(), True),
    (requests.ConnectionError(wrapped(NOBODY)), True),
    (requests.exceptions.ProxyError(wrapped(ProxyError("proxy", NOBODY))), True),
    (requests.exceptions.SSLError(wrapped(SSLError(UNTRUSTED))), True),
    (
        requests.exceptions.SSLError(wrapped(SSLError(ssl.SSLError("bad record")))),
        False,
    ),
    (requests.exceptions.SSLError(SSLError("read failed")), False),
    (requests.exceptions.ProxyError(wrapped(ProxyError("proxy", RESET))), False),
    (requests.ConnectionError(ProtocolError("aborted", RESET)), False),
    (requests.ConnectionError(), False),
    (requests.ReadTimeout(), False),
    (requests.exceptions.ChunkedEncodingError(), False),
]


@pytest.mark.parametrize(("fault", "certain"), LINES, ids=repr)
def test_only_a_line_that_never_stood_is_certain(fault, certain):
    """R-27: a proxy and TLS can break after the text has left, too."""
    transport = Transport("https://a.example")
    with responses.RequestsMock() as mock:
        mock.add("POST", "https://a.example/", body=fault)
        with pytest.raises(Transient if certain else Ambiguous):
            transport.send("POST", "/", body={}, wrote=True)


def test_an_error_of_the_line_names_no_url():
    transport = Transport("https://nobody.invalid", patience=(1.0, 1.0))
    with pytest.raises(SmsError) as caught:
        transport.send("GET", "/", params={"password": "s3cret"})
    fault = caught.value
    assert "s3cret" not in repr((fault, fault.__cause__, fault.__context__))


@pytest.mark.parametrize("spelling", ["şi+f/re", "%C5%9Fi%2Bf%2Fre", "\\u015fi+f/re"])
def test_a_secret_is_hidden_in_every_spelling(spelling):
    transport = Transport("https://a.example", secrets=["şi+f/re"])
    assert transport.mask(f"your {spelling} is wrong") == "your *** is wrong"


def test_the_log_of_the_library_shows_no_query(caplog):
    caplog.set_level(logging.DEBUG)
    line = 'https://a.example:443 "GET /v2/blacklists/905321112233?password=s3cret 200'
    logging.getLogger("urllib3.connectionpool").debug("%s %s", line, 200)
    (record,) = caplog.records
    shown = record.getMessage()
    assert "s3cret" not in shown and "905321112233" not in shown


def test_an_account_shows_no_password():
    assert "s3cret" not in repr(Account("name", "s3cret"))


@pytest.mark.parametrize(
    "wrong",
    [{"send_at": datetime(2026, 3, 2)}, {"job_ref": ""}, {"job_ref": "a" * 51}],
)
def test_options_nobody_can_send_are_refused(wrong):
    with pytest.raises(ValueError):
        SendOptions(**{"title": "DENEME", "kind": "info", "job_ref": "a"} | wrong)


def test_a_moment_may_have_any_time_zone():
    assert options(send_at=later().astimezone(timezone.utc)).send_at == later()
