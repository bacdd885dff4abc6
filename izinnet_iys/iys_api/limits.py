"""Keeping İYS's limits ourselves: a shared pace, waiting times and a circuit breaker.

The arithmetic is pure, so that a table can keep the state for all processes; the memory
versions serve tests and scripts. Times are seconds since the epoch as float.
"""

import random as random_module
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final, Literal, Protocol

from .errors import IysUnavailable

Kind = Literal["call", "token", "status", "history"]
KINDS: Final = ("call", "token", "status", "history")

HOUR: Final = 3600.0
BACKOFF_BASE: Final = 5.0
BACKOFF_CAP: Final = HOUR
#: The longest time İYS can make us wait (R-10).
RETRY_AFTER_CAP: Final = HOUR

BREAKER_IN_A_ROW: Final = 5
BREAKER_SAMPLE: Final = 20
BREAKER_FIRST_PAUSE: Final = 60.0
BREAKER_LONGEST_PAUSE: Final = 15 * 60.0


@dataclass(frozen=True)
class Rate:
    """At most ``count`` in any ``period`` seconds, ``burst`` of them at once."""

    count: int
    period: float
    burst: int = 1

    @property
    def interval(self) -> float:
        """Seconds between two when the burst is used up.

        The burst is taken off the count: else a burst at the end of a quiet time and a
        full period after it would meet in one window.
        """
        return self.period / (self.count - self.burst + 1)


@dataclass(frozen=True)
class Limits:
    """Our own limits, a fifth below İYS's of contract section 4 (R-10)."""

    calls_per_second: int = 8
    tokens_per_hour: int = 80
    status_per_hour: int = 800
    history_per_hour: int = 80

    def rate(self, kind: str) -> Rate:
        """The pace of a kind of call; raises KeyError for an unknown kind."""
        return {
            "call": Rate(self.calls_per_second, 1.0),
            "token": Rate(self.tokens_per_hour, HOUR, _quarter(self.tokens_per_hour)),
            "status": Rate(self.status_per_hour, HOUR, _quarter(self.status_per_hour)),
            "history": Rate(
                self.history_per_hour, HOUR, _quarter(self.history_per_hour)
            ),
        }[kind]


def _quarter(count: int) -> int:
    return max(1, count // 4)


def reserve(
    tat: float | None, now: float, rate: Rate, cost: int = 1
) -> tuple[float, float]:
    """Take ``cost`` places in the queue of a rate (generic cell rate algorithm).

    ``tat`` is the state kept between calls (None at first). Gives the new state and the
    seconds to wait before acting. Who does not want to wait forgets the new state.
    """
    tolerance = (rate.burst - 1) * rate.interval
    start = now if tat is None else max(tat, now)
    wait = max(0.0, start - tolerance - now)
    return start + cost * rate.interval, wait


def pause_until(tat: float | None, now: float, rate: Rate, seconds: float) -> float:
    """The state after which nobody acts for ``seconds``, capped at an hour (R-10)."""
    end = now + min(seconds, RETRY_AFTER_CAP) + (rate.burst - 1) * rate.interval
    return end if tat is None else max(tat, end)


class Limiter(Protocol):
    """The shared pace of everybody who calls from this address."""

    def acquire(self, kind: str, cost: int = 1) -> None:
        """Wait for a place; raises IysUnavailable(retry_after) when it is far away."""

    def pause(self, kind: str, seconds: float) -> None:
        """İYS asked for patience (429): nobody gets a place for that long."""


class MemoryLimiter:
    """A limiter for the threads of one process. ``max_wait`` in seconds."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        max_wait: float = 5.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.limits = limits or Limits()
        self._max_wait = max_wait
        self._clock = clock
        self._sleep = sleep
        self._tats: dict[str, float] = {}
        self._lock = threading.Lock()

    def acquire(self, kind: str, cost: int = 1) -> None:
        """See ``Limiter.acquire``."""
        with self._lock:
            rate = self.limits.rate(kind)
            tat, wait = reserve(self._tats.get(kind), self._clock(), rate, cost)
            if wait > self._max_wait:
                raise far_away(kind, wait)
            self._tats[kind] = tat
        if wait:
            self._sleep(wait)

    def pause(self, kind: str, seconds: float) -> None:
        """See ``Limiter.pause``."""
        with self._lock:
            rate, tat = self.limits.rate(kind), self._tats.get(kind)
            self._tats[kind] = pause_until(tat, self._clock(), rate, seconds)


def far_away(kind: str, wait: float) -> IysUnavailable:
    """The error for a place that is too far away; the call was not made."""
    return IysUnavailable(
        f"our own limit for {kind} calls is used up for {wait:.0f} s", retry_after=wait
    )


def backoff(
    attempt: int,
    random: Random | None = None,
    base: float = BACKOFF_BASE,
    cap: float = BACKOFF_CAP,
) -> float:
    """Seconds to wait before try ``attempt`` + 1, full jitter (R-9).

    ``attempt`` counts the tries that failed, from 1: uniform between 0 and 5 s, 10 s,
    20 s … 1 h with the default ``base`` and ``cap`` (seconds).
    """
    source = random or random_module
    top = min(cap, base * 2.0 ** min(max(attempt - 1, 0), 30))
    return source.uniform(0.0, top)


@dataclass(frozen=True)
class Breaker:
    """Whether calls make sense at all, for one brand and endpoint (R-12).

    Opens after 5 failures in a row or when half of the last 20 calls failed; stays open
    for 60 s, doubling to 15 min with each failed probe; lets one probe through at a time.
    Each method gives the next state; ``as_dict`` is what a row keeps.
    """

    failures_in_a_row: int = 0
    #: the last 20 calls, oldest first: True for a failure
    sample: tuple[bool, ...] = ()
    opened_at: float | None = None
    open_for: float = BREAKER_FIRST_PAUSE
    probe_at: float | None = None

    @property
    def is_open(self) -> bool:
        """True until a probe has succeeded."""
        return self.opened_at is not None

    @property
    def next_try(self) -> float | None:
        """When the next probe may go, None while closed."""
        return None if self.opened_at is None else self.opened_at + self.open_for

    def may_call(self, now: float) -> bool:
        """Whether a call may go now; when open, only as the one probe.

        A probe that never came back stops counting after the pause.
        """
        if self.opened_at is None:
            return True
        if now < self.opened_at + self.open_for:
            return False
        return self.probe_at is None or now >= self.probe_at + self.open_for

    def called(self, now: float) -> "Breaker":
        """The state while a call is under way: an open breaker remembers its probe."""
        return replace(self, probe_at=now) if self.is_open else self

    def succeeded(self, now: float) -> "Breaker":
        """The state after an answer; one good probe closes the breaker."""
        if self.is_open:
            return Breaker()
        return replace(self, failures_in_a_row=0, sample=self._sampled(False))

    def failed(self, now: float) -> "Breaker":
        """The state after a call that İYS did not answer (IysUnavailable)."""
        if self.is_open:
            longer = min(self.open_for * 2, BREAKER_LONGEST_PAUSE)
            return replace(self, opened_at=now, open_for=longer, probe_at=None)
        failures = self.failures_in_a_row + 1
        sample = self._sampled(True)
        half = len(sample) == BREAKER_SAMPLE and sum(sample) * 2 >= BREAKER_SAMPLE
        opens = failures >= BREAKER_IN_A_ROW or half
        return replace(
            self,
            failures_in_a_row=failures,
            sample=sample,
            opened_at=now if opens else None,
        )

    def _sampled(self, failure: bool) -> tuple[bool, ...]:
        return (*self.sample, failure)[-BREAKER_SAMPLE:]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; {} stands for a fresh breaker."""
        if self == Breaker():
            return {}
        return {
            "failures": self.failures_in_a_row,
            "sample": "".join("x" if failure else "." for failure in self.sample),
            "opened_at": self.opened_at,
            "open_for": self.open_for,
            "probe_at": self.probe_at,
        }

    @classmethod
    def from_dict(cls, state: Mapping[str, Any] | None) -> "Breaker":
        """The reverse of ``as_dict``; None gives a fresh breaker."""
        if not state:
            return cls()
        return cls(
            failures_in_a_row=int(state["failures"]),
            sample=tuple(letter == "x" for letter in state["sample"]),
            opened_at=state["opened_at"],
            open_for=float(state["open_for"]),
            probe_at=state["probe_at"],
        )
