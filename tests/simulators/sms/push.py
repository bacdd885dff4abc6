"""Pushes of reports, answers and İYS results to the customer's URL.

A thread of its own delivers them. Tests may hold them back, and let them go in another
order or more than once.
"""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import requests

from .account import Account
from .gateway import Body
from .network import Text
from .world import World

#: texts told in one push at most, where a push is a list
MOST = 100


@dataclass(frozen=True)
class Delivery:
    """One try to deliver. ``status``: the receiver's answer, 0 for none."""

    gateway: str
    kind: str
    url: str
    status: int
    attempt: int
    items: int
    at: datetime


class Pusher:
    """Delivers what the gateways have to tell; ``gateways`` by name."""

    def __init__(self, world: World, gateways: dict[str, Any]):
        self._world, self._gateways = world, gateways
        self._queue: deque[tuple[Account, str, Any]] = deque()
        self._changed = threading.Condition()
        self._held = self._stopped = False
        self._busy = 0
        self._session = requests.Session()
        #: every try, in order
        self.deliveries: list[Delivery] = []

    # === LIFE === #

    def start(self) -> None:
        """Begin to deliver."""
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Deliver nothing any more."""
        with self._changed:
            self._stopped = True
            self._queue.clear()
            self._changed.notify_all()
        self._session.close()

    # === WHAT THERE IS TO TELL === #

    def tell(self, account: Account, kind: str, item: Any) -> None:
        """Hand over one item; dropped when the account has no URL for its kind."""
        if account.push.get(kind):
            with self._changed:
                self._queue.append((account, kind, item))
                self._changed.notify_all()

    def report(self, text: Text) -> None:
        """Hand over the report of a text as it is now."""
        state = (text, text.outcome, text.error, text.reported)
        self.tell(text.job.account, "dlr", state)

    def accepted(self, text: Text) -> None:
        """Hand over that a text was accepted, where the gateway tells so."""
        gateway = self._gateways[text.job.account.gateway]
        if gateway.tells_accepted:
            self.tell(text.job.account, "dlr", (text, "accepted", None, None))

    # === ORDER AND TIME === #

    def hold(self) -> None:
        """Keep everything back from now on."""
        with self._changed:
            self._held = True

    def release(self, *, reverse: bool = False) -> None:
        """Let everything go, the newest first when ``reverse``."""
        with self._changed:
            if reverse:
                self._queue.reverse()
            self._held = False
            self._changed.notify_all()

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait until all that is not held was tried; False after ``seconds``."""
        with self._changed:
            return self._changed.wait_for(self._is_idle, seconds)

    def _is_idle(self) -> bool:
        return self._held or self._stopped or not (self._queue or self._busy)

    # === DELIVERY === #

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopped or (self._queue and not self._held)
                )
                if self._stopped:
                    return
                account, kind, items = self._take()
                self._busy += 1
            try:
                self._push(account, kind, items)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()

    def _take(self) -> tuple[Account, str, list[Any]]:
        account, kind, item = self._queue.popleft()
        items = [item]
        while self._queue and len(items) < MOST:
            if self._queue[0][:2] != (account, kind):
                break
            items.append(self._queue.popleft()[2])
        if self._world.switches.push_reversed:
            items.reverse()
        return account, kind, items

    def _push(self, account: Account, kind: str, items: list[Any]) -> None:
        gateway = self._gateways[account.gateway]
        for body in gateway.bodies(kind, items):
            for _copy in range(self._world.switches.push_copies):
                self._deliver(account, kind, body, 1, self._world.now())

    def _deliver(
        self, account: Account, kind: str, body: Body, attempt: int, _moment: datetime
    ) -> None:
        url = account.push.get(kind, "")
        status = self._post(url, body)
        done = Delivery(
            account.gateway, kind, url, status, attempt, body.items, self._world.now()
        )
        self.deliveries.append(done)
        times, seconds = self._gateways[account.gateway].retries
        if status != 200 and attempt <= times:
            again = partial(self._again, account, kind, body, attempt + 1)
            moment = self._world.now() + timedelta(seconds=seconds)
            with self._world.lock:
                self._world.network.at(moment, again)

    def _again(self, *delivery: Any) -> None:
        # on a thread of its own: this is called under the world's lock
        with self._changed:
            self._busy += 1
        threading.Thread(target=self._retry, args=delivery, daemon=True).start()

    def _retry(self, *delivery: Any) -> None:
        try:
            self._deliver(*delivery)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _post(self, url: str, body: Body) -> int:
        try:
            answer = self._session.post(
                url,
                data=body.content,
                headers={"Content-Type": body.content_type},
                timeout=self._world.switches.push_timeout,
                allow_redirects=False,
            )
        except requests.RequestException:
            return 0
        return answer.status_code
