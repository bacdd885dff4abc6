"""Makes the gateways of a simulator, and the texts they are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sms_gateways import (
    GATEWAYS,
    Account,
    IysBrand,
    IysKey,
    IysRecord,
    OutMessage,
    SendOptions,
    SmsGateway,
)
from sms_gateways.wire import TRT
from tests.simulators.clock import Clock
from tests.simulators.sms import Limits, SmsSimulator
from tests.simulators.tests.sms_callers import Receiver

#: those with a contract of their own; the trial has a test file for itself
NAMES = ("netgsm", "iletimerkezi", "verimor")
#: a Monday morning
NOW = datetime(2026, 3, 2, 10, 0, 0, tzinfo=TRT)
NUMBER, OTHER = "+905321112233", "+905321112244"
#: the paths of the calls that send
SENDS = {
    "netgsm": "/sms/rest/v2/send",
    "iletimerkezi": "/v1/send-sms/json",
    "verimor": "/v2/send.json",
}


@contextmanager
def simulated(**settings: Any) -> Iterator[SmsSimulator]:
    """The gateways on a clock that stands still; afterwards nobody broke a contract."""
    clock = Clock(NOW, frozen=True)
    with SmsSimulator(clock=clock, limits=Limits.off(), **settings) as sim:
        yield sim
        assert sim.complaints == []


def connect(sim: SmsSimulator, name: str, **changed: Any) -> SmsGateway:
    """The first account of a gateway, with further settings of ``Account``."""
    theirs = sim.account(name)
    account = Account(
        **{"username": theirs.username, "password": theirs.password} | changed
    )
    return GATEWAYS[name](
        account, base_url=sim.url(name), patience=(2.0, 1.0), now=sim.clock.now
    )


def offline(name: str, **account: Any) -> SmsGateway:
    """A gateway nobody calls."""
    given = {"username": "8503050001", "password": "sim-secret"} | account
    return GATEWAYS[name](Account(**given))


def text(words: str = "Merhaba", to: str = NUMBER, ref: str = "") -> OutMessage:
    """One text; the ref is told from the number."""
    return OutMessage(ref or f"ref{to[-4:]}", to, words)


def options(kind: str = "info", **changed: Any) -> SendOptions:
    """What the texts of a request share."""
    common: dict[str, Any] = {"title": "DENEME", "kind": kind, "job_ref": "job-1"}
    if kind == "commercial":
        common["recipient_type"] = "BIREYSEL"
    return SendOptions(**common | changed)


def later(**span: float) -> datetime:
    """A moment after the simulators' present."""
    return NOW + timedelta(**span)


def book(sim: SmsSimulator, *numbers: str, status: str = "ONAY") -> None:
    """Put consents into İYS's book of the first brand."""
    sim.seed(
        {
            "recipient": number,
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "status": status,
            "source": "HS_WEB",
            "consentDate": "2026-03-01 10:00:00",
        }
        for number in numbers
    )


@contextmanager
def receiving(sim: SmsSimulator, name: str) -> Iterator[Receiver]:
    """A company that the first account of a gateway pushes everything to."""
    receiver = Receiver()
    sim.account(name).push = dict.fromkeys(("dlr", "inbound", "iys"), receiver.url)
    try:
        yield receiver
    finally:
        receiver.server.close()


def arrived(sim: SmsSimulator, receiver: Receiver, seconds: float = 60) -> list[tuple]:
    """(body, headers) of every push once the time has passed."""
    sim.clock.advance(seconds)
    assert sim.pusher.wait()
    return [(request.body, request.headers) for request in receiver.requests]


def consent(recipient: str = NUMBER, **changed: Any) -> IysRecord:
    """A consent of this morning."""
    values = {
        "channel": "MESAJ",
        "recipient_type": "BIREYSEL",
        "status": "ONAY",
        "source": "HS_WEB",
        "consent_at": later(hours=-1),
    }
    return IysRecord(recipient, **values | changed)


BRAND = IysBrand("545454", "DENEME")
KEY = IysKey(NUMBER, "MESAJ", "BIREYSEL")
