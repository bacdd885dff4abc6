"""R-26: people refuse in a second process while a message to a thousand leaves.

A refusal is committed at *t*, by the machine's one clock. After *t* nothing begins to
leave for that person, save what is in hand at *t*: the very next letter, or lot of SMS.
"""

import itertools
import random
import threading

import pytest

from tests.e2e import doors_mail, doors_sms
from tests.e2e.mixed_house import open_house
from tests.e2e.mixed_people import people

#: A little over nine hundred, all approved.
CROWD = {"share": 3.1, "kinds": ["approved"]}
#: So many refuse at a time, one lot after the other, until the message is out.
AT_ONCE = 3
LARGEST_LOT = 50


@pytest.fixture(scope="module")
def house(stack):
    """Two crowds, one to be mailed and one to be texted."""
    with open_house(stack, "race") as ready:
        ready.settle("mail", first=200_000, **CROWD)
        ready.settle("sms", first=300_000, **CROWD)
        yield ready


def crowd(first):
    """Return the people of a crowd."""
    return [one for one in people(CROWD["share"], first) if one.kind == "approved"]


def refuse_while(house, work, channel, addresses, seen):
    """Let people refuse in a second process while ``work()`` runs in a thread.

    Those are asked who got nothing yet, by ``seen()``. Returns {address: moment of the
    commit, naive UTC} of all refusals committed before the work was done.
    """
    order = random.Random(26).sample(sorted(addresses), len(addresses))
    thread = threading.Thread(target=work)
    thread.start()
    moments = {}
    while thread.is_alive():
        got = seen()
        left = (who for who in order if who not in moments and who not in got)
        chosen = list(itertools.islice(left, AT_ONCE))
        if not chosen:
            break
        moment = house.desk.refuse(channel, chosen)
        moments.update(dict.fromkeys(chosen, moment))
    thread.join()
    return moments


def broken(moments, sent):
    """Return the promises broken: refusals that were followed by a message.

    ``sent`` lists (begun, addresses) in order. What begins first after the commit was in
    hand already and may go.
    """
    wrong = []
    for who, moment in moments.items():
        later = [addresses for begun, addresses in sent if begun > moment]
        wrong += [who for addresses in later[1:] if who in addresses]
    return wrong


def test_no_letter_begins_after_the_refusal(house):
    """R-26 for e-mail: the mail server's book against the commits."""
    house.begin()
    prepare_mailing(house)
    addresses = {one.to_mail for one in crowd(200_000)}
    moments = refuse_while(
        house, lambda: house.run("mail"), "EPOSTA", addresses, house.mail.addresses
    )
    sent = [(letter.begun, letter.recipients) for letter in house.mail.letters]
    got = house.mail.addresses()
    refused = moments.keys() - got.keys()
    assert broken(moments, sent) == []
    assert len(refused) > 100, "too few refused in time: nothing was tested"
    assert got.keys() == addresses - refused
    assert set(got.values()) == {1}


def prepare_mailing(house):
    """Prepare a mailing: its letters wait in the queue."""
    made = doors_mail.mailing(house, house.groups["mail"])
    house.author.call("mailing.mailing", "action_launch", [made])
    house.run("mailing")


def test_no_sms_begins_after_the_refusal(house):
    """R-26 for SMS: the service's book against the commits; small lots only."""
    house.begin()
    ids = list(house.groups["sms"]["partners"].values())
    doors_sms.composer(
        house, composition_mode="mass", res_model="res.partner", res_ids=repr(ids),
        body=doors_sms.TEXT,
    )  # fmt: skip
    addresses = {one.to_phone for one in crowd(300_000)}
    moments = refuse_while(
        house, lambda: house.run("sms"), "MESAJ", addresses, house.sms.numbers
    )
    sent = [(lot.begun, [number for number, _ in lot.texts]) for lot in house.sms.lots]
    got = house.sms.numbers()
    refused = moments.keys() - got.keys()
    assert broken(moments, sent) == []
    assert len(refused) > 100, "too few refused in time: nothing was tested"
    assert got.keys() == addresses - refused
    assert max(len(numbers) for _begun, numbers in sent) <= LARGEST_LOT


def test_a_message_after_the_one_in_hand_is_noticed():
    """The check itself: the second message after a refusal breaks the promise."""
    sent = [(1, ["early"]), (3, ["in hand"]), (4, ["late"])]
    moments = {"early": 2, "in hand": 2, "late": 2}
    assert broken(moments, sent) == ["late"]
