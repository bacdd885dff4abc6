"""Odoo's own SMS service, as the models of Odoo's `sms` addon call it over HTTP.

Point the system parameter ``sms.endpoint`` at ``url``; everything is taken over.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from .smtp import now
from .web import WebServer, nothing, reply

PATH = "/api/sms/3/send"


@dataclass(slots=True)
class Lot:
    """One call. ``begun`` is naive UTC; ``texts`` pairs each number with its text."""

    begun: datetime
    texts: list[tuple[str, str]]


class SmsService:
    """The service; ``lots`` holds every call in order."""

    def __init__(self):
        self.lots: list[Lot] = []
        self._lock = threading.Lock()
        self._web = WebServer(self._answer)

    def __enter__(self):
        """Begin to answer."""
        self._web.start()
        return self

    def __exit__(self, *_error):
        """Stop answering; what was kept stays readable."""
        self._web.close()

    @property
    def url(self):
        """Where it answers."""
        return self._web.url

    def numbers(self):
        """Count the texts taken over for each number."""
        with self._lock:
            return Counter(number for lot in self.lots for number, _ in lot.texts)

    def forget(self):
        """Throw away what was kept so far."""
        with self._lock:
            self.lots.clear()

    def _answer(self, request):
        begun = now()
        if request.path != PATH:
            return nothing(404)
        call = request.json()
        texts, result = [], []
        for message in call["params"]["messages"]:
            for entry in message["numbers"]:
                texts.append((entry["number"], message["content"]))
                told = {"uuid": entry["uuid"], "state": "success", "credit": 1}
                result.append(told)
        with self._lock:
            self.lots.append(Lot(begun, texts))
        return reply(200, {"jsonrpc": "2.0", "id": call["id"], "result": result})
