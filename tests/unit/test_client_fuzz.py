"""Two hundred damaged answers: none of them may pass for success (R-8)."""

import copy
import json
import random

import pytest
import responses

from iys_api.errors import IysError, IysProtocolError, IysUnavailable
from tests.unit.iys_calls import (
    CALLS,
    EXAMPLES,
    call_of,
    edition_of,
    make_registry,
    pattern_of,
)

#: Call → members that carry its meaning. Where a list stands, its rows are meant.
ESSENTIAL = {
    ("POST", "consents"): ["transactionId", "creationDate"],
    ("POST", "consents/request"): [
        *("requestId", "subRequests", "subRequests/subRequestId"),
    ],
    ("GET", "consents/request/{requestId}"): ["/status"],
    ("POST", "consents/status"): ["status"],
    ("POST", "consents/{recipientType}/status/{type}"): ["list"],
    ("POST", "consents/history"): [
        *("list", "pagination", "list/status", "list/recipient", "list/type"),
    ],
    ("GET", "consents/changes"): [
        *("after", "list", "list/status", "list/recipient", "list/type"),
    ],
    ("GET", "changes/{reportDate}/recipients/{recipientType}"): [
        *("changeStats", "changeStats/type", "changeStats/consents"),
    ],
    ("PUT", "agreements/{reportDate}"): ["agreementCaptured"],
    ("POST", "consents/retailers/access"): ["transactionId", "creationDate"],
    ("POST", "consent/retailers/access/list"): ["list", "pagination", "list/title"],
    ("POST", "retailers"): ["retailerCode"],
    ("GET", "retailers"): ["list", "pagination", "list/title"],
    ("GET", "sps/brands"): ["/brandCode"],
    ("GET", "sps/subscription"): ["status"],
    ("GET", "integrator/{integratorCode}/subscription"): ["status"],
    ("GET", "integrator/{integratorCode}/sps"): ["list", "list/brandCode"],
    ("GET", "info/city"): ["/code", "/name"],
    ("GET", "info/town"): ["/code", "/name"],
    ("GET", "info/town/{code}"): ["code", "name"],
}
#: An empty or null body means "no record" here (section 13).
MAY_BE_EMPTY = {("POST", "consents/status"), ("GET", "retailers/{retailerCode}")}
#: 204 means "nothing there" here (sections 8 to 10).
MAY_BE_204 = {
    ("GET", "consents/changes"),
    ("GET", "info/town/{code}"),
    ("PUT", "agreements/{reportDate}"),
}
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
GOOD = [
    e
    for e in EXAMPLES
    if e["response_status"] in (200, 201, 202)
    and call_of(e) in ESSENTIAL
    and e["id"] != "fixture-changes-url"
    and e["evidence"] == "official-document"
]


def without(body, path, value=None, *, drop):
    """A copy of the body whose member at ``a/b`` is dropped or replaced."""
    body = copy.deepcopy(body)
    *outer, name = path.split("/")
    rows = body
    for part in outer:
        rows = rows[part] if part else rows
    for row in rows if isinstance(rows, list) else [rows]:
        if drop:
            row.pop(name, None)
        else:
            row[name] = value
    return body


def damage(chance, example):
    """One random damage: (what was done, status, headers, body)."""
    body, call = example["response_body"], call_of(example)
    path = chance.choice(ESSENTIAL[call])
    other_shape = {"list": {}} if isinstance(body, list) else [body, body]
    kinds = [
        ("member missing", 200, {}, json.dumps(without(body, path, drop=True))),
        ("member null", 200, {}, json.dumps(without(body, path, drop=False))),
        ("member odd", 200, {}, json.dumps(without(body, path, [[]], drop=False))),
        ("html", 200, {}, HTML),
        ("half json", 200, {}, json.dumps(body)[:-2]),
        ("other shape", 200, {}, json.dumps(other_shape)),
        ("text", 200, {}, '"tamam"'),
        ("errors inside", 200, {}, '{"errors": [{"code": "H015"}]}'),
        ("gzip garbage", 200, {"Content-Encoding": "gzip"}, b"\x1f\x8b garbage"),
        ("odd status", chance.choice([206, 302, 418, 404]), {}, HTML),
    ]
    if call not in MAY_BE_EMPTY:
        kinds += [("empty", 200, {}, ""), ("null", 200, {}, "null")]
    if call not in MAY_BE_204:
        kinds += [("nothing", 204, {}, "")]
    return chance.choice(kinds)


def outcome_of(example, status, headers, body):
    """What our client makes of an answer."""
    with responses.RequestsMock() as mocked:
        mocked.add(
            example["method"],
            pattern_of(example),
            status=status,
            headers=headers,
            body=body,
        )
        registry = make_registry(edition_of(example))
        return CALLS[call_of(example)](registry, example["request_body"])


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_answer_is_never_success(seed):
    """R-8: 200 mutations of the documented answers."""
    chance = random.Random(seed)
    example = chance.choice(GOOD)
    _kind, status, headers, body = damage(chance, example)
    with pytest.raises(IysError) as caught:
        outcome_of(example, status, headers, body)
    assert type(caught.value) is IysProtocolError


def test_a_body_without_end_is_cut_off():
    """R-8: 10 MB are the most that is read."""
    example = next(e for e in GOOD if call_of(e) == ("POST", "consents"))
    with pytest.raises(IysProtocolError) as caught:
        outcome_of(example, 200, {}, b" " * (10 * 1024 * 1024 + 1))
    assert len(caught.value.preview) <= 500


@pytest.mark.parametrize("example", GOOD, ids=lambda e: e["id"])
def test_an_html_page_from_a_proxy_means_again_later(example):
    """A 502 says nothing about the request; a write may have been carried out (R-6)."""
    with pytest.raises(IysUnavailable):
        outcome_of(example, 502, {}, HTML)


@pytest.mark.parametrize("preview_of", [HTML, b"\xff\xfe\x00"])
def test_the_beginning_of_a_strange_answer_is_kept(preview_of):
    """Somebody has to be able to see what came."""
    example = next(e for e in GOOD if call_of(e) == ("GET", "sps/brands"))
    with pytest.raises(IysProtocolError) as caught:
        outcome_of(example, 200, {}, preview_of)
    assert caught.value.preview
