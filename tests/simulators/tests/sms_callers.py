"""Callers of the three gateways that keep the contracts, each in its simplest words."""

from typing import Any

import requests

from tests.simulators.sms import SmsSimulator
from tests.simulators.web import WebServer, nothing

NUMBER = "5321112233"


class Gsm:
    """Calls Netgsm as its first account; ``patience`` is in seconds."""

    patience = 10.0

    def __init__(self, sim: SmsSimulator):
        self.sim, self.account = sim, sim.account("netgsm")
        self.url = sim.url("netgsm")

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any call with Basic credentials."""
        pair = (self.account.username.encode(), self.account.password.encode())
        options = {"auth": pair, "timeout": self.patience, **options}
        return requests.request(method, self.url + path, **options)

    def rest(self, name: str, **body: Any) -> requests.Response:
        """A method of the REST API."""
        return self.call("POST", f"/sms/rest/v2/{name}", json=body)

    def send(self, *numbers: str, text: str = "Merhaba", **more: Any):
        """Send one text to numbers; further members of the body by name."""
        messages = [{"msg": text, "no": number} for number in numbers or (NUMBER,)]
        title = next(iter(self.account.titles), "")
        body = {"msgheader": title, "messages": messages, "iysfilter": "0"} | more
        return self.rest("send", **body)

    def otp(self, number: str = NUMBER, text: str = "Kod: 123456"):
        """Send a code."""
        title = next(iter(self.account.titles))
        return self.rest("otp", msgheader=title, msg=text, no=number)

    def status(self, answer: requests.Response) -> dict[str, int]:
        """The report of a job: number → status."""
        told = self.rest("report", jobids=[answer.json()["jobid"]]).json()
        return {row["number"]: row["status"] for row in told.get("jobs", [])}


class Merkez:
    """Calls İleti Merkezi as its first account; ``patience`` is in seconds."""

    patience = 10.0

    def __init__(self, sim: SmsSimulator):
        self.sim, self.account = sim, sim.account("iletimerkezi")
        self.url = sim.url("iletimerkezi")

    def ask(self, name: str, **request: Any) -> requests.Response:
        """Any method with key and hash in the body."""
        pair = {"key": self.account.username, "hash": self.account.password}
        body = {"request": {"authentication": pair, **request}}
        return requests.post(
            f"{self.url}/v1/{name}/json", json=body, timeout=self.patience
        )

    def send(self, *numbers: str, text: str = "Merhaba", **more: Any):
        """Send one text to numbers; further members of the order by name."""
        message = {"text": text, "receipents": {"number": list(numbers or (NUMBER,))}}
        title = next(iter(self.account.titles))
        order = {"sender": title, "sendDateTime": [], "iys": "0", "message": message}
        return self.ask("send-sms", order=order | more)

    def report(self, answer: requests.Response, page: int = 1) -> dict[str, Any]:
        """The order's report."""
        number = answer.json()["response"]["order"]["id"]
        order = {"id": number, "page": page, "rowCount": 1000}
        return self.ask("get-report", order=order).json()["response"].get("order", {})

    def status(self, answer: requests.Response) -> dict[str, int]:
        """The report of an order: number → status."""
        rows = self.report(answer).get("message", [])
        return {row["number"].removeprefix("+90"): row["status"] for row in rows}


class Mor:
    """Calls Verimor as its first account; ``patience`` is in seconds."""

    patience = 10.0

    def __init__(self, sim: SmsSimulator):
        self.sim, self.account = sim, sim.account("verimor")
        self.url = sim.url("verimor")

    @property
    def pair(self) -> dict[str, str]:
        """The credentials as members."""
        return {"username": self.account.username, "password": self.account.password}

    def post(self, path: str, **body: Any) -> requests.Response:
        """Post JSON with the credentials in it."""
        url = f"{self.url}/v2/{path}"
        return requests.post(url, json=self.pair | body, timeout=self.patience)

    def ask(self, path: str, method: str = "GET", **query: Any) -> requests.Response:
        """A call with the credentials in the query."""
        url = f"{self.url}/v2/{path}"
        return requests.request(
            method, url, params=self.pair | query, timeout=self.patience
        )

    def send(self, *numbers: str, text: str = "Merhaba", **more: Any):
        """Send one text to numbers; further members of the body by name."""
        numbers = numbers or (NUMBER,)
        messages = [{"msg": text, "dest": "90" + number} for number in numbers]
        title = next(iter(self.account.titles))
        return self.post("send.json", source_addr=title, messages=messages, **more)

    def rows(self, answer: requests.Response) -> list[dict[str, Any]]:
        """The status rows of a campaign."""
        return self.ask("status", id=answer.text).json()

    def status(self, answer: requests.Response) -> dict[str, str]:
        """The status of a campaign: number → word."""
        return {
            row["dest"].removeprefix("90"): row["status"] for row in self.rows(answer)
        }


CALLERS = {"netgsm": Gsm, "iletimerkezi": Merkez, "verimor": Mor}


def code_of(answer: requests.Response) -> str:
    """The code an answer carries, in the gateway's own words."""
    try:
        body = answer.json()
    except ValueError:
        return answer.text
    if isinstance(body, dict) and "response" in body:
        body = body["response"]["status"]
    return str(body["code"]) if isinstance(body, dict) else str(body)


class Receiver:
    """Takes pushes as a company would; answers with the statuses it was given."""

    def __init__(self):
        self.statuses: list[int] = []
        self.requests: list[Any] = []
        self.server = WebServer(self._take).start()
        self.url = self.server.url + "/push"

    @property
    def bodies(self) -> list[Any]:
        """The JSON bodies received."""
        return [request.json() for request in self.requests]

    def _take(self, request):
        self.requests.append(request)
        return nothing(self.statuses.pop(0) if self.statuses else 200)
