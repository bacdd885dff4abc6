"""Push: İYS posts recipients' own movements to the company (section 8.5)."""

import base64
import json
import queue
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from iys_api.messages import ApiError, Consent, to_wire_time
from iys_api.rules import bad_values, is_absent
from iys_api.terms import is_recipient_side

from ..web import Response, reply
from .call import Call, Refused
from .texts import error
from .world import Brand, World

MOST_PER_TYPE = 2
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TEST_RECORD = {
    "iysCode": 121212,
    "brandCode": 121212,
    "consentDate": "2015-05-01 15:00:00",
    "creationDate": "2015-05-01 15:00:00",
    "source": "IYS_MOBIL",
    "recipient": "pushtest@iys.org.tr",
    "recipientType": "BIREYSEL",
    "status": "ONAY",
    "type": "EPOSTA",
    "transactionId": "0" * 64,
}


@dataclass(frozen=True)
class Delivery:
    """One try to deliver: ``status`` is the receiver's answer, 0 for none."""

    url: str
    status: int
    attempt: int
    records: int


def register(call: Call) -> Response:
    """Take addresses after each answered the fixed test record."""
    body = call.body("H531")
    wanted = body.get("connection")
    rows = wanted if isinstance(wanted, list) and wanted else [{}]
    call.check([found for row in rows for found in _errors(call.world, row)])
    for row in rows:
        _check_room(call.brand, row)
        _check_answer(call.world, row)
    with call.world.lock:
        for row in rows:
            entry = {"status": "Aktif", "registerTime": call.world.wire_now()}
            call.brand.connections.append(row | entry)
    return reply(200, {"message": "Bağlantı oluşturuldu"})


def listing(call: Call) -> Response:
    """The registered addresses, without their credentials."""
    names = ("url", "type", "status", "registerTime")
    rows = [{name: row[name] for name in names} for row in call.brand.connections]
    return reply(200, rows)


def unregister(call: Call) -> Response:
    """Take one address out."""
    body = call.body("H531")
    call.check(list(_errors(call.world, body)))
    names = ("url", "type", "username", "password")
    with call.world.lock:
        for row in call.brand.connections:
            if all(row[name] == body[name] for name in names):
                call.brand.connections.remove(row)
                return reply(200, {"message": "Bağlantı Kaldırıldı"})
    raise Refused(422, error("H530"))


class Pusher:
    """Delivers movements one after the other, on a thread of its own."""

    def __init__(self, world: World):
        self._world = world
        self._jobs: queue.Queue = queue.Queue()
        #: every try, test records of registrations left out
        self.deliveries: list[Delivery] = []
        threading.Thread(target=self._run, daemon=True).start()

    def push(self, iys_code: str, brand: Brand, consents: Sequence[Consent]) -> None:
        """Hand over movements; those of the company itself are left out."""
        own = [c for c in consents if is_recipient_side(c.source)]
        for row in list(brand.connections):
            rows = [_record(iys_code, brand, c) for c in own if c.type == row["type"]]
            if rows:
                self._jobs.put((row, rows))

    def wait(self) -> None:
        """Return when everything handed over was delivered or given up."""
        self._jobs.join()

    def _run(self) -> None:
        while True:
            row, records = self._jobs.get()
            try:
                self._deliver(row, records)
            finally:
                self._jobs.task_done()

    def _deliver(self, row: dict[str, str], records: list[dict[str, Any]]) -> None:
        for attempt in range(1, self._world.switches.push_repeats + 2):
            status = post(row, records, self._world.switches.push_timeout)
            done = Delivery(row["url"], status, attempt, len(records))
            self.deliveries.append(done)
            if 200 <= status < 300:
                return


def post(row: dict[str, str], records: list[dict[str, Any]], timeout: float) -> int:
    """Post records with Basic credentials; the answer's status, 0 for no answer."""
    pair = f"{row['username']}:{row['password']}".encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Authorization": "Basic " + base64.b64encode(pair).decode(),
    }
    body = json.dumps({"list": records}, ensure_ascii=False).encode()
    request = urllib.request.Request(row["url"], body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except (OSError, ValueError):
        return 0


def _record(iys_code: str, brand: Brand, consent: Consent) -> dict[str, Any]:
    date = consent.consent_date
    return {
        "iysCode": int(iys_code),
        "brandCode": int(brand.code),
        "consentDate": to_wire_time(date) if date else "",
        "creationDate": to_wire_time(consent.creation_date),
        "source": consent.source,
        "recipient": consent.recipient,
        "recipientType": consent.recipient_type,
        "status": consent.status,
        "type": consent.type,
        "transactionId": consent.transaction_id,
    }


def _errors(world: World, row: Any) -> Iterator[ApiError]:
    row = row if isinstance(row, dict) else {}
    if not _is_allowed(world, row.get("url")):
        yield error("H531", "url")
    if is_absent(row.get("type")):
        yield error("H111", "type")
    yield from (e for e in bad_values(row) if e.location == ("type",))
    if is_absent(row.get("username")):
        yield error("H093", "username")
    if is_absent(row.get("password")):
        yield ApiError("H093", "Şifre (password) bulunamadı.", ("password",))


def _is_allowed(world: World, url: Any) -> bool:
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    if parts.scheme == "http" and world.switches.push_loopback:
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def _check_room(brand: Brand, row: dict[str, str]) -> None:
    same = [r for r in brand.connections if r["type"] == row["type"]]
    if len(same) >= MOST_PER_TYPE:
        raise Refused(422, error("H530"))


def _check_answer(world: World, row: dict[str, str]) -> None:
    begun, patience = time.monotonic(), world.switches.push_timeout
    status = post(row, [TEST_RECORD], patience)
    if not status and time.monotonic() - begun >= patience:
        raise Refused(422, error("H191"))
    if not 200 <= status < 300:
        raise Refused(422, error("H530"))
