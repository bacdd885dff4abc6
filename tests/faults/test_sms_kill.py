"""kill -9 at random points while SMS leave by the real queue (R-5, R-27).

How many kills and SMS is set by IZINNET_SMS_KILLS and IZINNET_SMS_COUNT; the goal is 100
in 10,000. Chosen at random from IZINNET_SEED, which is printed.
"""

import os
import random

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

__all__ = ["ask", "database", "driver", "operators"]

KILLS = int(os.environ.get("IZINNET_SMS_KILLS", "6"))
COUNT = int(os.environ.get("IZINNET_SMS_COUNT", "1200"))
SEED = int(os.environ.get("IZINNET_SEED", "27"))
#: Commits of one lot: the intent, what was read again, the end.
COMMITS_A_LOT = 3


def kill_once(chance, driver, operators, lots):
    """Run the queue and kill it within some lots: at a commit, or in a call.

    Returns whether it was reached and died.
    """
    how = chance.choice(["commit", "arrived", "stored", "answered"])
    die = None
    if how == "commit":
        number = chance.randint(1, COMMITS_A_LOT * lots)
        die = (chance.choice(["before", "after"]), number)
    else:
        operators.faults.add(
            "kill",
            "*/sms/rest/v2/send",
            nth=chance.randint(1, lots),
            stored=how != "arrived",
            answered=how == "answered",
        )
    codes = driver.run("send_sms", die=die)
    operators.faults.clear()
    return codes == [-9]


@pytest.fixture
def company(driver, operators):
    """A company that sends by Netgsm, and its campaign in the queue."""
    assert driver.run(("found_sms", {"accounts": [account(operators, "netgsm")]})) == [
        0
    ]
    assert driver.run(("queue_sms", {"first": 0, "count": COUNT})) == [0]
    return operators


def test_a_campaign_killed_again_and_again_serves_nobody_twice(driver, company, ask):
    """R-27: each number ends as sent, not sent or unknown; unknown ≤ 50 a kill."""
    chance, kills = random.Random(SEED), 0
    while kills < KILLS and "waiting" in (told := ends(ask)).values():
        left = sum(end == "waiting" for end in told.values())
        # so that the queue lasts for all kills
        lots = max(1, min(left // LARGEST_LOT // (KILLS - kills), 4))
        kills += kill_once(chance, driver, company, lots)
    assert driver.run("send_sms") == [0]
    told, kept = ends(ask), served(company)
    unknown = {ten for ten, end in told.items() if end == "unknown"}
    sent = {ten for ten, end in told.items() if end == "sent"}
    print(f"{kills} kills in {COUNT} SMS, seed {SEED}: {len(unknown)} unknown,")
    print(f"{len(unknown & kept.keys())} of them served, {len(sent)} sent")
    assert company.complaints == []
    assert max(kept.values()) == 1
    assert sent | unknown == told.keys()
    assert sent <= kept.keys() <= sent | unknown
    assert len(unknown) <= LARGEST_LOT * kills


def test_what_one_kill_leaves_unknown_is_at_most_one_lot(driver, company, ask):
    """R-5"""
    company.faults.add("kill", "*/sms/rest/v2/send", nth=2)
    assert driver.run("send_sms") == [-9]
    company.faults.clear()
    assert driver.run("send_sms") == [0]
    unknown = [ten for ten, end in ends(ask).items() if end == "unknown"]
    assert len(unknown) == LARGEST_LOT


def test_verimor_tells_by_our_own_number_what_a_dead_worker_had_sent(
    driver, operators, ask
):
    """R-27: nothing stays unknown where the operator can be asked by our reference."""
    told = {"accounts": [account(operators, "verimor")]}
    assert driver.run(("found_sms", told)) == [0]
    assert driver.run(("queue_sms", {"first": 0, "count": 120})) == [0]
    operators.faults.add("kill", "*/send.json", nth=1)
    assert driver.run("send_sms") == [-9]
    operators.faults.clear()
    operators.faults.add("kill", "*/send.json", nth=1, stored=False)
    assert driver.run("send_sms") == [-9]
    operators.faults.clear()
    assert driver.run("send_sms", "settle_sms") == [0, 0]
    assert driver.run("settle_sms") == [0]
    kept, told = served(operators), ends(ask)
    assert {ten for ten, end in told.items() if end == "sent"} == kept.keys()
    assert set(told.values()) == {"sent", "not sent"}
