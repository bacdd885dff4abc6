"""The mobile network behind the gateways: jobs, texts, phones, and what time does.

Everything that happens later is an event on the simulated clock. Phones are told by
their number without country code (``5321112233``), foreign ones with ``00``.
"""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from .scenarios import SILENT, Scenario, by_number


@dataclass(slots=True, eq=False)
class Job:
    """One accepted request; all moments are aware, in UTC."""

    id: str
    account: Any
    title: str
    #: "info", "commercial" or "otp"
    kind: str
    recipient_type: str | None
    created: datetime
    due: datetime
    until: datetime
    custom_id: str | None = None
    cancelled: bool = False
    texts: "list[Text]" = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Text:
    """One text to one number. ``outcome`` is "pending" until its report is there.

    ``text`` is what the customer wrote, ``shown`` what the phone displays.
    """

    id: int
    job: Job
    number: str
    text: str
    shown: str
    parts: int
    ref: str | None = None
    recipient_type: str | None = None
    outcome: str = "pending"
    error: int | None = None
    arrived: datetime | None = None
    reported: datetime | None = None


@dataclass(slots=True, eq=False)
class Reply:
    """What a person sent from a phone to one account."""

    text: str
    receiver: str
    at: datetime


@dataclass(slots=True, eq=False)
class Phone:
    """One person's phone: texts in the order they arrived, and its answers."""

    number: str
    covered: bool = True
    texts: list[Text] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    #: on their way while there is no coverage
    waiting: list[Text] = field(default_factory=list)


class Network:
    """Carries texts. ``tell`` is called with every text whose report came."""

    def __init__(self, world: Any):
        self._world = world
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = itertools.count()
        self.phones: dict[str, Phone] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.tell: Callable[[Text], None] = lambda text: None

    # === TIME === #

    def at(self, moment: datetime, event: Callable[[datetime], None]) -> None:
        """Have ``event(moment)`` called when the clock has reached ``moment``."""
        heapq.heappush(self._events, (moment, next(self._order), event))

    def settle(self) -> None:
        """Let everything happen that is due by now."""
        with self._world.lock:
            now = self._world.clock.now()
            while self._events and self._events[0][0] <= now:
                moment, _order, event = heapq.heappop(self._events)
                event(moment)

    def clear(self) -> None:
        """Forget phones, scenarios and everything on its way."""
        self._events.clear()
        self.phones.clear()
        self.scenarios.clear()

    # === TEXTS === #

    def carry(self, job: Job, refused: dict[str, str]) -> None:
        """Take over the texts of a job; ``refused`` maps numbers to an outcome."""
        doomed = any(self._plan(t).outcome == "task_failed" for t in job.texts)
        for text in job.texts:
            plan = self._plan(text)
            if doomed:
                plan = Scenario("task_failed")
            elif text.number in refused:
                plan = Scenario(refused[text.number])
            self.at(job.due, partial(self._leave, text, plan))

    def _plan(self, text: Text) -> Scenario:
        return self.scenarios.get(text.number) or by_number(text.number)

    def _leave(self, text: Text, plan: Scenario, moment: datetime) -> None:
        if text.job.cancelled:
            return
        if plan.outcome in ("delivered", "unconfirmed", SILENT):
            self._arrive(text, plan, moment)
        else:
            self._report(text, plan, moment)

    def _arrive(self, text: Text, plan: Scenario, moment: datetime) -> None:
        phone = self.phone(text.number)
        if not phone.covered:
            phone.waiting.append(text)
            return self.at(text.job.until, partial(self._give_up, phone, text))
        text.arrived = moment
        phone.texts.append(text)
        if plan.outcome != SILENT:
            self._report(text, plan, moment)

    def _give_up(self, phone: Phone, text: Text, moment: datetime) -> None:
        if text in phone.waiting:
            phone.waiting.remove(text)
            self._set(text, "expired", None, moment)

    def _report(self, text: Text, plan: Scenario, moment: datetime) -> None:
        delay = plan.delay
        if delay is None:
            delay = self._world.switches.report_seconds
        moment += timedelta(seconds=delay)
        self.at(moment, partial(self._set, text, plan.outcome, plan.error))
        for seconds, outcome in plan.later:
            moment += timedelta(seconds=seconds)
            self.at(moment, partial(self._set, text, outcome, None))

    def _set(self, text, outcome, error, moment) -> None:
        text.outcome, text.error, text.reported = outcome, error, moment
        self.tell(text)

    # === PHONES === #

    def phone(self, number: str) -> Phone:
        """The phone of a number, which need not have had any text yet."""
        return self.phones.setdefault(number, Phone(number))

    def cover(self, number: str, covered: bool) -> None:
        """Lose coverage, or find it again: what waited arrives then."""
        with self._world.lock:
            phone = self.phone(number)
            phone.covered = covered
            if covered:
                waiting, phone.waiting = phone.waiting, []
                for text in waiting:
                    self._arrive(text, self._plan(text), self._world.clock.now())
        self.settle()
