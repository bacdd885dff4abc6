"""A running simulator and somebody who knows how to call it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import requests

from iys_api.messages import TRT
from tests.simulators.clock import Clock
from tests.simulators.iys import Account, IysSimulator, Limits
from tests.simulators.sms import Limits as SmsLimits
from tests.simulators.sms import SmsSimulator

#: a Monday morning: no weekend within the last three business days but one
NOW = datetime(2026, 3, 2, 10, 0, 0, tzinfo=TRT)


@dataclass
class Caller:
    """Calls a simulator as one account, with the token it took."""

    sim: IysSimulator
    account: Account
    session: requests.Session = field(default_factory=requests.Session)

    def sign_in(self) -> dict[str, Any]:
        """Take a token by password and use it from now on."""
        tokens = self.token(
            grant_type="password",
            username=self.account.username,
            password=self.account.password,
        ).json()
        self.session.headers["Authorization"] = "Bearer " + tokens["access_token"]
        return tokens

    def token(self, **members: Any) -> requests.Response:
        """Ask for a token with these members."""
        return self.call("POST", "/oauth2/token", json=members)

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Call any path; ``B`` at its start stands for the account's first brand."""
        path = path.replace("B/", self.brand + "/", 1)
        url = self.sim.base_url + path
        return self.session.request(method, url, timeout=10, **options)

    def post(self, path: str, body: Any) -> requests.Response:
        """Post JSON."""
        return self.call("POST", path, json=body)

    def get(self, path: str, **query: Any) -> requests.Response:
        """Ask."""
        return self.call("GET", path, params=query)

    @property
    def brand(self) -> str:
        """Where the account's first brand lives."""
        account = self.account
        return f"/sps/{account.iys_code}/brands/{account.brand_codes[0]}"


@pytest.fixture
def sim():
    """İYS on a Monday morning that stands still, without limits on how often."""
    clock = Clock(NOW, frozen=True)
    with IysSimulator(clock=clock, limits=Limits.off()) as simulator:
        yield simulator


@pytest.fixture
def caller(sim):
    """The first company, signed in."""
    known = Caller(sim, sim.account)
    known.sign_in()
    with known.session:
        yield known


@pytest.fixture
def control(sim):
    """Calls the control interface and gives its JSON."""
    with requests.Session() as session:

        def ask(method: str, path: str, body: Any = None) -> Any:
            url = sim.control_url + path
            answer = session.request(method, url, json=body, timeout=10)
            return answer.json()

        yield ask


def consent(recipient: str = "+905321112233", **members: Any) -> dict[str, Any]:
    """An add of this morning; a member given as None is left out."""
    item = {
        "recipient": recipient,
        "type": "EPOSTA" if "@" in recipient else "MESAJ",
        "status": "ONAY",
        "source": "HS_WEB",
        "consentDate": "2026-03-02 09:30:00",
        "recipientType": "BIREYSEL",
    } | members
    return {name: value for name, value in item.items() if value is not None}


def question(recipient: str = "+905321112233", **members: Any) -> dict[str, Any]:
    """A status or history query."""
    type_ = "EPOSTA" if "@" in recipient else "MESAJ"
    base = {"recipient": recipient, "recipientType": "BIREYSEL", "type": type_}
    return base | members


def codes(answer: requests.Response) -> list[str]:
    """The error codes of an answer."""
    return [entry["code"] for entry in answer.json()["errors"]]


@pytest.fixture
def sms():
    """The SMS gateways on a Monday morning that stands still, without limits."""
    clock = Clock(NOW, frozen=True)
    with SmsSimulator(clock=clock, limits=SmsLimits.off()) as simulator:
        yield simulator


@pytest.fixture
def obeyed(sms):
    """The same gateways; afterwards nobody may have broken their contracts."""
    yield sms
    assert sms.complaints == []
