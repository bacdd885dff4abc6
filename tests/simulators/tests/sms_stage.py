"""What each example of the SMS file needs before it can be played.

A scene is a function that brings the gateway into the state the example shows; it may
also put values of this run into the request. Its name in ``SCENES`` is the example's.
"""

import copy
import itertools
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import requests

from iys_api.messages import TRT
from tests.simulators.clock import Clock
from tests.simulators.sms import Account, Limits, SmsSimulator

SCENES: dict[str, Callable[["Stage"], None]] = {}
MASKED = re.compile(r"\+?(90)?[0-9]{0,6}[xX]{4,}")
DEFAULT_NOW = "2026-03-02 10:00:00"
#: credentials where an example shows none
USER = {"netgsm": "8503050001", "iletimerkezi": "key", "verimor": "908501234567"}
SECRET = "of-the-example"


def scene(*names: str) -> Callable:
    """Register a function for these examples."""

    def register(function):
        SCENES.update(dict.fromkeys(names, function))
        return function

    return register


class Stage:
    """One example with a simulator of its own."""

    def __init__(self, example: dict[str, Any], sim: SmsSimulator):
        self.example, self.sim = example, sim
        self.gateway = example["gateway"]
        self.request = _filled(copy.deepcopy(example["request"] or {}))
        self.path = example["path"]
        self.account = self._account()
        self.at(DEFAULT_NOW)

    def at(self, moment: str) -> None:
        """Set the clock, by the time of Türkiye."""
        self.sim.clock.set(datetime.fromisoformat(moment).replace(tzinfo=TRT))

    @property
    def body(self) -> Any:
        """The body of the request."""
        return self.request.get("body")

    @property
    def query(self) -> dict[str, Any]:
        """The query of the request."""
        return self.request.setdefault("query", {})

    def set(self, **members: Any) -> None:
        """Change the account."""
        for name, value in members.items():
            setattr(self.account, name, value)

    def prepare(self) -> "Stage":
        """Bring the gateway into the state of the example."""
        if prepare := SCENES.get(self.example["id"]):
            prepare(self)
        return self

    def send(self) -> requests.Response:
        """Make the call."""
        options: dict[str, Any] = {"params": self.query, "timeout": 10}
        headers = dict(self.request.get("headers") or {})
        if headers.pop("Authorization", None):
            options["auth"] = (self.account.username, self.account.password)
        if isinstance(self.body, str):
            options["data"] = self.body.encode()
        elif self.body is not None:
            options["json"] = self.body
        url = self.sim.url(self.gateway) + self.path
        method = self.example["method"]
        return requests.request(method, url, headers=headers, **options)

    def call(self, method: str, path: str, body: Any = None, **query: Any):
        """A call beside the example's own, with the account's credentials."""
        url = self.sim.url(self.gateway) + path
        options: dict[str, Any] = {"json": body, "params": query, "timeout": 10}
        if self.gateway == "netgsm":
            options["auth"] = (self.account.username, self.account.password)
        return requests.request(method, url, **options)

    def _account(self) -> Account:
        username, password = self._credentials()
        titles = dict.fromkeys(self._titles(), "123456")
        self.sim.world.accounts.clear()
        return self.sim.add_account(
            self.gateway, username, password, titles=titles, brand="123456",
            receiver="8503050000",
        )  # fmt: skip

    def _credentials(self) -> tuple[str, str]:
        body = self.body
        given = {**self.query, **(body if isinstance(body, dict) else {})}
        if isinstance(body, str):
            found = re.findall("<(?:usercode|password)>(.*?)<", body)
            return found[0], found[1]
        if "request" in given:
            pair = given["request"]["authentication"]
            return pair["key"], pair["hash"]
        given = (
            given
            if "header" not in given or self.gateway == "verimor"
            else given["header"]
        )
        name = given.get("usercode") or given.get("username") or USER[self.gateway]
        return name, given.get("password", SECRET)

    def _titles(self) -> list[str]:
        body = self.body if isinstance(self.body, dict) else {}
        order = body.get("request", {}).get("order", {})
        named = (
            body.get("msgheader"), body.get("source_addr"), order.get("sender"),
            body.get("header") if self.gateway == "verimor" else None,
        )  # fmt: skip
        return [title for title in named if title] or ["BASLIGIM"]


def staged(example: dict[str, Any]) -> SmsSimulator:
    """A simulator for one example."""
    return SmsSimulator(clock=Clock(frozen=True), limits=Limits.off())


def _filled(value: Any) -> Any:
    """The same with digits in the place of what the source masked."""
    digits = itertools.count(1110000)
    text = json.dumps(value)
    return json.loads(MASKED.sub(lambda match: _digits(match[0], next(digits)), text))


def _digits(masked: str, number: int) -> str:
    size = len(re.search("[xX]+$", masked)[0])
    return masked[:-size] + str(number)[-size:].rjust(size, "1")
