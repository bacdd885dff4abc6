"""Which call of our client stands behind each method and path of the contract."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

from iys_api.auth import Authenticator, MemoryTokenStore, Token
from iys_api.client import HttpRegistry
from iys_api.limits import MemoryLimiter
from iys_api.messages import TRT, Consent, Key, Retailer, consent_from_wire

BASE = "https://api.iys.test"
EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "fixtures/iys/examples.json").read_text()
)
NOW = datetime(2026, 3, 18, 10, tzinfo=TRT)
DAY = date(2026, 3, 17)
KEY = Key("ornekeposta@ornekeposta.com", "BIREYSEL", "EPOSTA")
CONSENT = Consent(KEY.recipient, "EPOSTA", "ONAY", "HS_WEB", NOW)
DEALER = Retailer("XYZ Ticaret", "Adım Soyadım", "57703411244", "8450525470")
PHONES = ["+905054566789", "+905055566790", "+905056566791"]


class NoLimiter:
    """Lets everything through and remembers who was asked to wait."""

    def __init__(self):
        self.pauses = []

    def acquire(self, kind, cost=1):
        """Never waits."""

    def pause(self, kind, seconds):
        """Remember it."""
        self.pauses.append((kind, seconds))


def fresh_token():
    """A token that does not run out during a test."""
    later = datetime.now(TRT) + timedelta(hours=1)
    return Token("t-access", "t-refresh", later, later)


def make_auth():
    """An authenticator that holds a token."""
    return Authenticator(BASE, "u", "p", MemoryTokenStore(fresh_token()), NoLimiter())


def make_registry(edition="v1", limiter=None):
    """A client of company 545454, brand 545455, that holds a token."""
    limiter = limiter or NoLimiter()
    return HttpRegistry(BASE, "545454", "545455", make_auth(), limiter, edition=edition)


def make_authenticator(store=None, now=None):
    """An authenticator without a limiter of its own."""
    extra = {"now": now} if now else {}
    store = store or MemoryTokenStore()
    return Authenticator(
        BASE,
        "mehmetyilmaz@sirketepostam.com",
        "****",
        store,
        MemoryLimiter(sleep=lambda seconds: None, max_wait=1e9),
        **extra,
    )


def _consents(body):
    return [consent_from_wire(item) for item in body] if body else [CONSENT]


def _keys(body):
    body = body or {"recipients": [KEY.recipient]} | _kind()
    return [
        Key(recipient, body["recipientType"], body["type"])
        for recipient in body["recipients"]
    ]


def _kind():
    return {"recipientType": "BIREYSEL", "type": "EPOSTA"}


def _key(body):
    if not body:
        return KEY
    return Key(body["recipient"], body["recipientType"], body["type"])


def _codes(body):
    return [str(code) for code in (body or {}).get("retailerAccess", [12345678])]


def _dealer(body):
    if not body:
        return DEALER
    return Retailer(
        title=body["title"],
        name=body["name"],
        tckn=str(body["tckn"]),
        tin=body.get("tin", ""),
        city=body["city"],
        town=body["town"],
        mersis=str(body["mersis"]),
        alias=body["alias"],
        mobile=body["mobile"],
        status=body.get("status", ""),
    )


def _push(body):
    found = body or {"url": "https://a.example", "username": "u", "password": "p"}
    found = found.get("connection", [found])[0]
    type_ = found.get("type", "EPOSTA")
    return found["url"], type_, found["username"], found["password"]


def _register(registry, body):
    url, type_, username, password = _push(body)
    return registry.register_push(url, [type_], username, password)


def _approved(registry, body):
    recipients = (body or {}).get("recipients", PHONES)
    return registry.approved("MESAJ", "BIREYSEL", recipients)


#: (method, path without base and brand) → what a user of the client calls.
CALLS = {
    ("GET", "sps/brands"): lambda r, b: r.brands(),
    ("GET", "sps/subscription"): lambda r, b: r.subscription(),
    ("POST", "consents"): lambda r, b: r.add(consent_from_wire(b) if b else CONSENT),
    ("POST", "consents/request"): lambda r, b: r.submit(_consents(b)),
    ("GET", "consents/request/{requestId}"): lambda r, b: r.results("a1"),
    ("POST", "consents/status"): lambda r, b: r.lookup(_key(b)),
    ("POST", "consents/{recipientType}/status/{type}"): _approved,
    ("POST", "consents/history"): lambda r, b: r.history(_key(b)),
    ("GET", "consents/changes"): lambda r, b: r.changes(),
    ("GET", "changes/{reportDate}/recipients/{recipientType}"): (
        lambda r, b: r.day_counts(DAY, "BIREYSEL")
    ),
    ("GET", "changes/{reportDate}/file"): lambda r, b: r.day_file(DAY),
    ("GET", "agreements/{reportDate}"): lambda r, b: r.agreement(DAY),
    ("PUT", "agreements/{reportDate}"): lambda r, b: r.agree(DAY),
    ("GET", "agreements/{reportDate}/timestamp"): lambda r, b: r.timestamp_file(DAY),
    ("POST", "consents/retailers/access"): (
        lambda r, b: r.add_access(_key(b), _codes(b))
    ),
    ("PUT", "consents/retailers/access"): (
        lambda r, b: r.replace_access(_keys(b), _codes(b))
    ),
    ("POST", "consents/retailers/access/remove"): (
        lambda r, b: r.remove_access(_keys(b), _codes(b))
    ),
    ("POST", "consents/retailers/access/remove/all"): (
        lambda r, b: r.remove_all_access(_keys(b))
    ),
    ("POST", "consent/retailers/access/list"): lambda r, b: r.access(_key(b)),
    ("POST", "consents/retailers/access/list"): lambda r, b: r.access(_key(b)),
    ("POST", "retailers"): lambda r, b: r.create_retailer(_dealer(b)),
    ("GET", "retailers"): lambda r, b: r.retailers(),
    ("GET", "retailers/{retailerCode}"): lambda r, b: r.retailer("58954386"),
    ("DELETE", "retailers/{retailerCode}"): lambda r, b: r.delete_retailer("58954386"),
    ("POST", "push/registration"): _register,
    ("POST", "push/unregistration"): lambda r, b: r.unregister_push(*_push(b)),
    ("GET", "integrator/{integratorCode}/sps"): lambda r, b: r.integrator_brands("7"),
    ("GET", "integrator/{integratorCode}/sps/{iysCode}"): (
        lambda r, b: r.integrator_brands("7", "545454")
    ),
    ("GET", "integrator/{integratorCode}/subscription"): (
        lambda r, b: r.integrator_subscription("7")
    ),
    ("GET", "info/city"): lambda r, b: r.cities(),
    ("GET", "info/city/{code}"): lambda r, b: r.city(1),
    ("GET", "info/town"): lambda r, b: r.towns(),
    ("GET", "info/town/{code}"): lambda r, b: r.town(1),
}
_BRAND = "sps/{iysCode}/brands/{brandCode}/"
#: Values that stand for members of a path in recorded examples.
_RECORDED = {"consents/BIREYSEL/status/MESAJ": "consents/{recipientType}/status/{type}"}


def call_of(example):
    """The entry of ``CALLS`` an example belongs to."""
    path = example["path"].split("?")[0].strip("/").removeprefix("v2/")
    path = path.removeprefix(_BRAND).replace("sps/{iysCode}/", "sps/")
    return example["method"], _RECORDED.get(path, path)


def edition_of(example):
    """v2 for the paths of the second edition, else v1."""
    return "v2" if example["path"].startswith("/v2/") else "v1"


def pattern_of(example):
    """A regular expression for the URLs our call may have; members are filled in."""
    path = example["path"].split("?")[0]
    return re.compile(BASE + re.sub(r"\{\w+\}", "[^/?]+", path) + r"(\?.*)?$")
