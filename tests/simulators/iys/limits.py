"""The limits of section 4, counted by caller address on the simulated clock.

Only calls that are let through count, except for tokens: there each further try before
the hour is over starts the hour anew (H084).
"""

import threading
from collections import defaultdict, deque
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from .settings import Settings

HOUR = 3600.0


@dataclass
class Limits(Settings):
    """Calls allowed (None = without limit), and the sizes İYS accepts (counts).

    The sizes of lots, multi status and feed are ``BookOptions`` of ``iys_api.fake``.
    A frozen clock freezes these windows too: take ``Limits.off()`` then.
    """

    per_second: int | None = 10
    tokens_per_hour: int | None = 100
    status_per_hour: int | None = 1000
    history_per_hour: int | None = 100
    page: int = 100
    access_retailers: int = 100
    access_recipients: int = 100
    retailers: int = 3000
    links: int = 100

    @classmethod
    def off(cls, **settings: Any) -> "Limits":
        """No limits on how often, the documented ones on how much."""
        rates = [f.name for f in fields(cls) if "per_" in f.name]
        return cls(**dict.fromkeys(rates) | settings)


class Windows:
    """Counts the calls of each caller; tells which limit a call breaks, if any."""

    def __init__(self, limits: Limits):
        self.limits = limits
        #: sliding or fixed, see Switches.rate_window
        self.shape = "sliding"
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._blocked: dict[str, float] = {}

    def take(self, caller: str, kind: str, now: datetime) -> str | None:
        """Count a call of ``kind`` (token, status, history, ""); a code refuses it."""
        moment = now.timestamp()
        with self._lock:
            if not self._room(caller, "second", 1.0, self.limits.per_second, moment):
                return "H124"
            code = self._hourly(caller, kind, moment)
            if not code:
                self._count(caller, kind, moment)
            return code

    def clear(self) -> None:
        """Forget all calls and blocks."""
        with self._lock:
            self._seen.clear()
            self._blocked.clear()

    def _hourly(self, caller: str, kind: str, moment: float) -> str | None:
        if kind == "token":
            return self._token(caller, moment)
        limits = {
            "status": (self.limits.status_per_hour, "H086"),
            "history": (self.limits.history_per_hour, "H089"),
        }
        allowed, code = limits.get(kind, (None, None))
        return None if self._room(caller, kind, HOUR, allowed, moment) else code

    def _token(self, caller: str, moment: float) -> str | None:
        blocked = self._blocked.get(caller)
        if blocked is not None and 0 <= moment - blocked < HOUR:
            self._blocked[caller] = moment
            return "H084"
        if blocked is not None:
            # the hour passed in silence: a clean start
            del self._blocked[caller]
            self._seen.pop((caller, "token"), None)
        if self._room(caller, "token", HOUR, self.limits.tokens_per_hour, moment):
            return None
        self._blocked[caller] = moment
        return "H084"

    def _count(self, caller: str, kind: str, moment: float) -> None:
        self._seen[caller, "second"].append(moment)
        if kind:
            self._seen[caller, kind].append(moment)

    def _room(
        self, caller: str, kind: str, span: float, allowed: int | None, moment: float
    ) -> bool:
        seen = self._seen[caller, kind]
        start = moment - span
        if self.shape == "fixed":
            start = moment // span * span
        # a clock set back leaves calls of the future behind: they no longer count
        while seen and not start < seen[0] <= moment:
            seen.popleft()
        return allowed is None or len(seen) < allowed
