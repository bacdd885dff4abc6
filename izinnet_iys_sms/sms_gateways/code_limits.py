"""How many codes may be sent to whom (R-42 … R-44): pure rules over counted rows."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

#: Codes to one number: seconds of a window → the most in it.
NUMBER_WAIT: Final = 60
NUMBER: Final = {600: 3, 3600: 6, 86_400: 10}
#: Codes an hour to numbers that differ in their last four digits alone.
PREFIX_HOUR: Final = 30
#: (share of codes that were entered, of so many last ones): below, a press more is asked.
ASK_MORE: Final = (0.30, 100)
#: Below, no code is sent for a while and the managers are told.
STOP: Final = (0.10, 200)
#: The first codes after such a pause are watched more closely.
STOP_AFTER_PAUSE: Final = (0.10, 10)
PAUSE_SECONDS: Final = 900
#: Codes of one network that are old enough to judge it; an address of many is no fault.
NETWORK: Final = (0.30, 100)
SETTLED_AFTER: Final = 120
#: A planned event may send so many times the people it expects.
EVENT_FACTOR: Final = 1.5
#: One request in a conversation, for one address, in so many days (L-26).
REQUEST_DAYS: Final = 30


class Verdict(str, Enum):
    """What may be done now; anything but ``SEND`` and ``PRESS`` sends nothing."""

    SEND = "send"
    PRESS = "press"
    NUMBER_WAIT = "number_wait"
    NUMBER_LIMIT = "number_limit"
    PREFIX_LIMIT = "prefix_limit"
    COMPANY_LIMIT = "company_limit"
    MONEY_LIMIT = "money_limit"
    EVENT_FULL = "event_full"
    NETWORK_LOW = "network_low"
    PAUSED = "paused"
    STOP_NOW = "stop_now"
    ASKED_LATELY = "asked_lately"
    #: this very press was answered a moment ago: a double click
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the last codes were entered."""

    sent: int = 0
    entered: int = 0

    def is_low(self, rule: tuple[float, int]) -> bool:
        """Whether it is a full sample with too few entered."""
        share, sample = rule
        return self.sent >= sample and self.entered < share * self.sent


@dataclass(frozen=True, slots=True)
class Caps:
    """What the company allows itself; ``money_day`` 0 means no limit in money."""

    hour: int = 500
    day: int = 2000
    money_day: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent before: counted under the locks of number, prefix and company.

    ``number`` is {window in seconds: count}; ``since_last`` seconds since the number's last
    code, None if there was none. ``event`` is (sent, people expected) of the planned event
    that pays, None without one. ``last100`` … ``network`` see the rules above;
    ``after_pause`` is None when there was no pause lately.
    """

    since_last: int | None = None
    number: dict[int, int] = field(default_factory=dict)
    requests: int = 0
    prefix_hour: int = 0
    company_hour: int = 0
    company_day: int = 0
    money_day: float = 0.0
    event: tuple[int, int] | None = None
    last100: Share = Share()
    last200: Share = Share()
    after_pause: Share | None = None
    pause_left: int = 0
    network: Share = Share()


def judge(
    sent: Sent,
    caps: Caps,
    price: float = 0.0,
    pressed: bool = False,
    is_request: bool = False,
) -> tuple[Verdict, int]:
    """Decide on one more code; returns the verdict and the seconds to wait (0: unknown).

    ``price`` is what it costs, ``pressed`` that a person asked for it by a press of its
    own, ``is_request`` that staff asks in a conversation.
    """
    verdict, wait = _of_number(sent, is_request)
    if verdict is Verdict.SEND:
        verdict, wait = _of_company(sent, caps, price)
    if verdict is Verdict.SEND and not pressed and _asks_more(sent):
        verdict = Verdict.PRESS
    return verdict, wait


def _of_number(sent: Sent, is_request: bool) -> tuple[Verdict, int]:
    if sent.since_last is not None and sent.since_last <= NUMBER_WAIT:
        return Verdict.NUMBER_WAIT, NUMBER_WAIT + 1 - max(0, sent.since_last)
    if any(sent.number.get(window, 0) >= most for window, most in NUMBER.items()):
        return Verdict.NUMBER_LIMIT, 0
    if is_request and sent.requests:
        return Verdict.ASKED_LATELY, 0
    if sent.prefix_hour >= PREFIX_HOUR:
        return Verdict.PREFIX_LIMIT, 0
    return Verdict.SEND, 0


def _of_company(sent: Sent, caps: Caps, price: float) -> tuple[Verdict, int]:
    if sent.pause_left > 0:
        return Verdict.PAUSED, sent.pause_left
    if _is_pumped(sent):
        return Verdict.STOP_NOW, PAUSE_SECONDS
    if sent.network.is_low(NETWORK):
        return Verdict.NETWORK_LOW, 0
    if caps.money_day and sent.money_day + price > caps.money_day:
        return Verdict.MONEY_LIMIT, 0
    if sent.event:
        count, people = sent.event
        full = count >= EVENT_FACTOR * people
        return (Verdict.EVENT_FULL if full else Verdict.SEND), 0
    if sent.company_hour >= caps.hour or sent.company_day >= caps.day:
        return Verdict.COMPANY_LIMIT, 0
    return Verdict.SEND, 0


def _is_pumped(sent: Sent) -> bool:
    if sent.after_pause is not None:
        return sent.after_pause.is_low(STOP_AFTER_PAUSE)
    return sent.last200.is_low(STOP)


def _asks_more(sent: Sent) -> bool:
    return sent.event is None and sent.last100.is_low(ASK_MORE)
