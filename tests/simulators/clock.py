"""The simulators' own time, real with an offset or frozen: everything reads it."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

UTC = timezone.utc


class Clock:
    """A clock that can be set, moved and stopped while the simulators run.

    Without ``start`` it begins at the machine's present time. It runs on unless
    ``frozen``. All moments handed in and out are aware datetimes, in UTC.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False):
        self._lock = threading.Lock()
        self._watchers: list[Callable[[], None]] = []
        self._base = start or datetime.now(UTC)
        self._anchor = time.monotonic()
        self._frozen = frozen

    @property
    def frozen(self) -> bool:
        """Whether time stands still until it is set or moved."""
        return self._frozen

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            return self._read().astimezone(UTC)

    def set(self, moment: datetime) -> None:
        """Jump to an aware moment, either way; ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs a moment with a time zone")
        with self._lock:
            self._restart(moment)
        self._tell()

    def advance(self, seconds: float) -> None:
        """Move on (or back, when negative) by so many seconds."""
        with self._lock:
            self._restart(self._read() + timedelta(seconds=seconds))
        self._tell()

    def freeze(self, frozen: bool = True) -> None:
        """Stop the clock where it stands, or let it run again."""
        with self._lock:
            self._restart(self._read())
            self._frozen = frozen

    def watch(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called after every jump."""
        self._watchers.append(callback)

    def _read(self) -> datetime:
        if self._frozen:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._anchor)

    def _restart(self, moment: datetime) -> None:
        self._base, self._anchor = moment, time.monotonic()

    def _tell(self) -> None:
        for callback in self._watchers:
            callback()
