"""R-26: people refuse in a second process while a campaign leaves by an own account.

A refusal is committed at *t*. What the operator takes after *t* may hold that number only
in the lot that was in hand at *t*: the very next one.

How many SMS is set by IZINNET_SMS_RACE; the target speaks of 10,000.
"""

import json
import os
from itertools import groupby

import pytest

from .sms_world import (
    LARGEST_LOT,
    account,
    ask,
    database,
    driver,
    ends,
    operators,
    served,
)
from .test_refusal_race import broken

__all__ = ["ask", "database", "driver", "operators"]

COUNT = int(os.environ.get("IZINNET_SMS_RACE", "1500"))


@pytest.fixture
def company(driver, operators):
    """A company that sends by Netgsm, and its campaign in the queue."""
    told = {"accounts": [account(operators, "netgsm")]}
    assert driver.run(("found_sms", told)) == [0]
    assert driver.run(("queue_sms", {"first": 0, "count": COUNT})) == [0]
    return operators


def lots_of(operators):
    """What the operator took: [(moment, seconds of the epoch, [last ten digits])]."""
    taken = sorted(operators.texts(), key=lambda text: (text.job.created, text.job.id))
    return [
        (job.created.timestamp(), [text.number[-10:] for text in texts])
        for job, texts in groupby(taken, key=lambda text: text.job)
    ]


def test_no_sms_of_an_own_account_begins_after_the_refusal(
    driver, company, ask, tmp_path
):
    """R-26: refused in time is never served; everybody else is, once."""
    book = tmp_path / "refusals.json"
    assert driver.run("send_sms", ("refuse_sms", {"book": str(book)})) == [0, 0]
    told = json.loads(book.read_text(encoding="utf-8"))
    moments = {number[-10:]: moment for number, moment in told.items()}
    lots, kept, found = lots_of(company), served(company), ends(ask)
    unserved = moments.keys() - kept.keys()
    print(f"{len(moments)} refused while {COUNT} SMS left, {len(unserved)} in time")
    assert company.complaints == []
    assert broken(moments, lots) == []
    assert len(unserved) > COUNT // 50, "too few refused in time: nothing was tested"
    assert max(len(numbers) for _moment, numbers in lots) <= LARGEST_LOT
    assert kept.keys() == found.keys() - unserved
    assert max(kept.values()) == 1
    assert {ten for ten, end in found.items() if end == "not sent"} == unserved
