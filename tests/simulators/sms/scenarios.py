"""What becomes of a text, by its number.

The last two digits of 5000000001 and of 5010000001 choose from this table; any other
number is delivered to unless a test gives it a scenario of its own.
"""

from dataclasses import dataclass

REFUSALS = ("blacklist", "credit", "duplicate", "iys_rejected", "iys_error")


@dataclass(frozen=True, slots=True)
class Scenario:
    """``outcome`` is the name of a line in ``OUTCOMES``.

    ``error`` is the operator's code beside it (None: the outcome's usual one),
    ``delay`` seconds until the report (None: the common ones) and ``later`` further
    (seconds, outcome) pairs of an operator that changes its mind.
    """

    outcome: str = "delivered"
    error: int | None = None
    delay: float | None = None
    later: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The words of the three gateways for one end: status and operator's error."""

    netgsm: int
    netgsm_error: int
    iletimerkezi: int
    verimor: str
    verimor_error: int


OUTCOMES = {
    "pending": Outcome(0, 0, 110, "SENDING", 0),
    "delivered": Outcome(1, 0, 111, "DELIVERED", 0),
    "unconfirmed": Outcome(1, 0, 111, "SENT", 502),
    "expired": Outcome(2, 102, 112, "EXPIRED", 4100),
    "invalid_destination": Outcome(3, 105, 112, "INVALID_DESTINATION_ADDRESS", 1),
    "not_delivered": Outcome(4, 114, 112, "NOT_DELIVERED", 27),
    "rejected": Outcome(11, 106, 112, "REJECTED", 2050),
    "send_error": Outcome(12, 119, 112, "SEND_ERROR", 34),
    "duplicate": Outcome(13, 0, 112, "DOUBLE_SEND_ERROR", 0),
    "credit": Outcome(14, 0, 112, "SEND_ERROR", 0),
    "blacklist": Outcome(15, 0, 112, "BLACKLISTED_DESTINATION_ADDRESS", 0),
    "iys_rejected": Outcome(16, 0, 112, "NOT_ALLOWED_BY_IYS", 0),
    "iys_error": Outcome(17, 0, 112, "SEND_ERROR", 500),
    "country": Outcome(22, 0, 112, "INTERNATIONAL_DENIED", 0),
    "no_tariff": Outcome(22, 0, 112, "MISSING_TARIFF", 0),
    "no_route": Outcome(22, 114, 112, "ROUTE_NOT_AVAILABLE", 0),
    "no_network": Outcome(22, 0, 112, "NETWORK_NOTCOVERED", 0),
    "task_failed": Outcome(103, 0, 112, "SEND_ERROR", 34),
}
#: never any report
SILENT = "silent"
BY_LAST_DIGITS = {
    1: Scenario("delivered"),
    2: Scenario("expired"),
    3: Scenario("iys_rejected"),
    4: Scenario("iys_error"),
    5: Scenario("invalid_destination"),
    6: Scenario("not_delivered"),
    7: Scenario("rejected"),
    8: Scenario("duplicate"),
    9: Scenario("credit"),
    10: Scenario("blacklist"),
    11: Scenario("country"),
    12: Scenario("send_error"),
    13: Scenario("task_failed"),
    14: Scenario(SILENT),
    15: Scenario("unconfirmed"),
    16: Scenario("delivered", delay=3 * 3600),
    17: Scenario("not_delivered", later=((60, "delivered"),)),
    18: Scenario("delivered", later=((60, "not_delivered"),)),
    19: Scenario("no_tariff"),
    20: Scenario("no_route"),
    21: Scenario("no_network"),
    22: Scenario("not_delivered", error=101),
}


def by_number(number: str) -> Scenario:
    """The scenario of a number nobody gave one to."""
    if number.startswith(("50000000", "50100000")):
        return BY_LAST_DIGITS.get(int(number[-2:]), Scenario())
    return Scenario()
