"""Every recorded answer of İYS becomes the right outcome (R-8)."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from iys_api.errors import (
    IysAuthError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysStateError,
    IysUnavailable,
)
from tests.unit.iys_calls import (
    BASE,
    CALLS,
    EXAMPLES,
    call_of,
    edition_of,
    make_authenticator,
    make_registry,
    pattern_of,
)

#: What cannot be replayed against the client, and why.
NOT_REPLAYED = {
    "cap-go-token": "a request of another client, without an answer",
    "cap-php-token-form": "a request of another client, without an answer",
    "cap-php-get-with-content-type": "a request of another client, without an answer",
    "cap-node-token-extra": "a request of another client, without an answer",
}
#: Links for refusals by mail: not a part of the client (contract section 11).
OUT_OF_SCOPE = "/via-hash-links"
#: Editorial shortenings of the recorded lists: such rows were never on the wire.
EDITORIAL = ({"_note"}, {"_cut"})
#: Answers whose body was not recorded, with one of the documented form.
BODIES = {
    "oa-get-sps-iyscode-brands-brandcode-changes-reportdate-file-200-default": (
        b"creationDate,transactionId,recipient,recipientType,type,status,"
        b"consentDate,source\n"
    ),
    "oa-get-sps-iyscode-brands-brandcode-agreements-reportdate-timestamp-200-default": (
        b"0\x82\x01"
    ),
}

UNAVAILABLE = {"H015", "H060", "H101", "H103", "H124", "H470", "H476"}
FORBIDDEN = {"H018", "H031", "H245", "H268", "H353", "H363", "H437"} | {
    *("H520", "H521", "H522", "H524", "H586")
}
AUTH = {"H250", "H251", "H252", "H351"}
STATE = {"H178", "H463"}

TOKEN_EXAMPLES = [
    e for e in EXAMPLES if e["path"] == "/oauth2/token" and e["id"] not in NOT_REPLAYED
]
CALL_EXAMPLES = [
    e
    for e in EXAMPLES
    if e["path"] != "/oauth2/token"
    and e["id"] not in NOT_REPLAYED
    and not e["path"].endswith(OUT_OF_SCOPE)
]


def expected(example):
    """The outcome by İYS's code, written down apart from the client."""
    if example["response_status"] < 300:
        # one fixture of another client writes the list as a single object
        broken = example["id"] == "fixture-changes-url"
        return IysProtocolError if broken else None
    body = example["response_body"]
    errors = body.get("errors") or [body]
    code = errors[0].get("code") or errors[0].get("code:")
    for codes, outcome in (
        (UNAVAILABLE, IysUnavailable),
        (FORBIDDEN, IysForbidden),
        (AUTH, IysAuthError),
        (STATE, IysStateError),
    ):
        if code in codes:
            return outcome
    return IysRejected


def answer_of(example):
    """The recorded body as bytes, editorial rows left out."""
    body = example["response_body"]
    if example["id"] in BODIES:
        return BODIES[example["id"]]
    if body is None:
        return b""
    for rows in (body, body.get("list") if isinstance(body, dict) else None):
        if isinstance(rows, list):
            rows[:] = [r for r in rows if not _is_editorial(r)]
    return json.dumps(body, ensure_ascii=False).encode()


def _is_editorial(row):
    return isinstance(row, dict) and set(row) in EDITORIAL


def replay(mocked, example):
    """Answer our own call with the recording; gives its outcome and the request."""
    mocked.add(
        example["method"],
        pattern_of(example),
        body=answer_of(example),
        status=example["response_status"],
    )
    renewed = {"access_token": "t2", "refresh_token": "r2", "expires_in": 7200}
    mocked.add("POST", f"{BASE}/oauth2/token", json=renewed)
    if call_of(example)[1] == "consents/retailers/access/list":
        singular = f"{BASE}/sps/545454/brands/545455/consent/retailers/access/list"
        mocked.add("POST", singular, status=404)
    call = CALLS[call_of(example)]
    registry = make_registry(edition_of(example))
    try:
        return call(registry, example["request_body"])
    except Exception as fault:
        return fault


@pytest.fixture
def mocked():
    """A network in which only registered answers exist."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as found:
        yield found


@pytest.mark.parametrize("example", CALL_EXAMPLES, ids=lambda e: e["id"])
def test_a_recorded_answer_becomes_its_outcome(mocked, example):
    """R-8."""
    outcome = replay(mocked, example)
    wanted = expected(example)
    if wanted is None:
        assert not isinstance(outcome, Exception), outcome
    else:
        assert type(outcome) is wanted


@pytest.mark.parametrize(
    "example",
    [e for e in CALL_EXAMPLES if e["response_status"] >= 400],
    ids=lambda e: e["id"],
)
def test_an_error_keeps_the_codes_and_positions_iys_gave(mocked, example):
    """Section 5: ``code`` (also misspelt), ``index`` and ``location`` reach the caller."""
    outcome = replay(mocked, example)
    entries = example["response_body"].get("errors", [])
    assert [(e.code, e.index, list(e.location)) for e in outcome.errors][
        : len(entries)
    ] == [
        (e.get("code", e.get("code:")), e.get("index"), e.get("location", []))
        for e in entries
    ]


def spelt_alike(value):
    """Numbers as text: the samples mix both for dealer codes and tax numbers."""
    if isinstance(value, dict):
        return {name: spelt_alike(member) for name, member in value.items()}
    if isinstance(value, list):
        return [spelt_alike(member) for member in value]
    return value if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(
    "example",
    [e for e in CALL_EXAMPLES if e["request_body"] is not None],
    ids=lambda e: e["id"],
)
def test_our_request_is_the_recorded_one(mocked, example):
    """Sections 7 to 10: same members, nothing empty, Türkiye time."""
    replay(mocked, example)
    sent = [c.request for c in mocked.calls if "/sps/" in c.request.url][-1]
    assert spelt_alike(json.loads(sent.body)) == spelt_alike(example["request_body"])


def test_the_query_of_the_change_feed_is_the_recorded_one(mocked):
    """Section 8.4: the cursor goes back unchanged."""
    example = next(e for e in EXAMPLES if e["id"] == "fixture-changes-url")
    query = parse_qs(urlsplit(example["path"]).query)
    mocked.add("GET", pattern_of(example), status=204)
    make_registry().changes(query["after"][0], "HS", 50)
    assert parse_qs(urlsplit(mocked.calls[0].request.url).query) == query


@pytest.mark.parametrize("example", TOKEN_EXAMPLES, ids=lambda e: e["id"])
def test_a_recorded_token_answer_becomes_its_outcome(mocked, example):
    """Section 3: a token, a refusal for a person, or "again later"."""
    status = example["response_status"]
    mocked.add(
        "POST", f"{BASE}/oauth2/token", json=example["response_body"], status=status
    )
    try:
        outcome = make_authenticator().bearer()
    except (IysAuthError, IysUnavailable) as fault:
        outcome = fault
    wanted = {200: str, 400: IysAuthError, 500: IysUnavailable}[status]
    assert type(outcome) is wanted


def test_the_token_request_is_the_recorded_one(mocked):
    """Section 3: password grant as JSON."""
    example = next(e for e in TOKEN_EXAMPLES if e["request_body"])
    body = example["response_body"]
    mocked.add("POST", f"{BASE}/oauth2/token", json=body)
    make_authenticator().bearer()
    assert json.loads(mocked.calls[0].request.body) == example["request_body"]


def test_all_examples_are_replayed_but_the_listed_ones():
    """The list of what is left out stays short and reasoned."""
    left_out = [e for e in EXAMPLES if e["path"].endswith(OUT_OF_SCOPE)]
    replayed = len(TOKEN_EXAMPLES) + len(CALL_EXAMPLES)
    assert replayed + len(left_out) + len(NOT_REPLAYED) == len(EXAMPLES)
    assert len(left_out) == 7
