"""Sets the stage for one recorded example: what İYS must have known when it answered.

Each rule names the examples it is for (shell patterns on their id, or words of
their ``trigger``) and brings the simulator into the state that example speaks of.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import requests

from iys_api.messages import TRT, WIRE_FORMAT
from tests.simulators.clock import Clock
from tests.simulators.iys import Account, IysSimulator, Limits

IYS, BRAND, NEIGHBOUR = "545454", "545454", "626262"
PARTNER = "741126"
SUMMER = "2020-08-06 15:50:23"
#: İYS refuses consents older than three business days since then (section 6.4)
THREE_DAYS = datetime(2021, 1, 22, tzinfo=TRT)

RULES: list[tuple[str, Callable[["Stage"], None]]] = []


def rule(*patterns: str):
    """Register a rule for examples whose id or trigger fits one of the patterns."""

    def register(function):
        RULES.extend((pattern, function) for pattern in patterns)
        return function

    return register


class Stage:
    """One example and the simulator it is replayed against."""

    def __init__(self, example: dict[str, Any]):
        self.example = example
        self.id = example["id"]
        self.answer = example["response_body"]
        moment = datetime.strptime(example.get("clock", SUMMER), WIRE_FORMAT)
        self.moment = moment.replace(tzinfo=TRT)
        self.sim = IysSimulator(
            clock=Clock(self.moment, frozen=True),
            limits=Limits.off(),
            three_day_rule=self.moment >= THREE_DAYS,
        )
        self.account = self.sim.accounts[2 if "/integrator/" in example["path"] else 0]
        yesterday = (self.moment - timedelta(days=1)).date().isoformat()
        self.path = {
            "iysCode": IYS,
            "brandCode": BRAND,
            "integratorCode": PARTNER,
            "requestId": "1206a5d59065528bc4a64490606e6b1b",
            "retailerCode": "10000001",
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "reportDate": yesterday,
            "code": "1",
        }
        self.query: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.body = example["request_body"]
        if self.body is None:
            self.body = example.get("suggested_request_body")

    # === WHAT RULES USE === #

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors the example answers with."""
        body = self.answer if isinstance(self.answer, dict) else {}
        return body.get("errors", [])

    @property
    def code(self) -> str:
        """The code of the first of them."""
        first = self.errors[0]
        return first.get("code") or first["code:"]

    def seed(self, *items: dict[str, Any], brand: str = BRAND) -> None:
        """Records that İYS holds already."""
        self.sim.seed(items, brand)

    def retailers(self, *codes: int, brand: str = BRAND) -> None:
        """Retailers that are registered."""
        for code in codes:
            if code not in self.sim.brand(brand).retailers.rows:
                self.sim.brand(brand).retailers.add({"title": "Bayi"}, code)

    # === PLAYING === #

    def play(self) -> requests.Response:
        """Set the stage and send the request."""
        trigger = self.example.get("trigger", "")
        with self.sim, requests.Session() as session, ExitStack() as closing:
            self.session, self.closing = session, closing
            if self.example["path"] != "/oauth2/token":
                self.sign_in()
            for pattern, function in RULES:
                if fnmatchcase(self.id, pattern) or fnmatchcase(trigger, pattern):
                    function(self)
            return self._send()

    def sign_in(self, account: Account | None = None) -> None:
        """Take a token, of the path's own account if none is named."""
        account = account or self.account
        members = {"username": account.username, "password": account.password}
        answer = self.session.post(
            self.sim.base_url + "/oauth2/token",
            json=members | {"grant_type": "password"},
        )
        self.headers["Authorization"] = "Bearer " + answer.json()["access_token"]

    def _send(self) -> requests.Response:
        parts = urlsplit(self.example["path"].replace("{", "<").replace("}", ">"))
        path = parts.path.replace("<", "{").replace(">", "}").format(**self.path)
        kind = self.example.get("request_content_type", "application/json")
        body = self.body
        if body is not None and not isinstance(body, str):
            body = json.dumps(body, ensure_ascii=False)
        return self.session.request(
            self.example["method"],
            self.sim.base_url + path + (f"?{parts.query}" if parts.query else ""),
            params=self.query,
            headers=self.headers | {"Content-Type": kind},
            data=body.encode() if body is not None else None,
            timeout=10,
        )
