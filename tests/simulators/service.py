"""What every simulated service has around its answers: latency, faults, the log."""

import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime

from .clock import Clock
from .faults import Faults, apply
from .history import History
from .web import Request, Response


class Service:
    """Wraps ``answer`` for a web server. ``latency``: real seconds each answer takes."""

    def __init__(
        self,
        name: str,
        answer,
        clock: Clock,
        faults: Faults,
        history: History,
        mask: Callable[[str], str] = str,
    ):
        self.name = name
        #: takes personal data out of a path before it is noted
        self._mask = mask
        self.latency = 0.0
        self._answer, self._clock = answer, clock
        self._faults, self._history = faults, history

    def __call__(self, request: Request) -> Response:
        """Answer one call, badly if a fault says so, and note it."""
        moment, real = self._clock.now(), time.monotonic()
        fault = self._faults.pick(self.name, request)
        if fault:
            response = apply(fault, request, self._answer)
        else:
            response = self._answer(request)
        # every service tells its own time, right or wrong
        response.headers.setdefault("Date", format_datetime(moment, usegmt=True))
        # the whole time to answer, its own work included
        time.sleep(max(0.0, self.latency - (time.monotonic() - real)))
        self._history.note(
            self.name,
            replace(request, path=self._mask(request.path)),
            response,
            time=moment,
            real=real,
            seconds=time.monotonic() - real,
            fault=fault.kind if fault else "",
        )
        return response
