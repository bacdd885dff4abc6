"""R-25: by every door, who may be written to is written to, and nobody else.

What left the house is read from the mail server's and the SMS service's own books; who
should have been there comes from the table in ``mixed_people.py`` alone.
"""

import pytest

from . import doors_mail, doors_sms
from .mixed_house import open_house
from .mixed_people import expected, people

#: Ten thousand for the doors made for crowds; some of every kind for the others.
CROWD = {"share": 1.0, "first": 0}
SLICE = {"share": 0.002, "first": 100_000}
#: Colleagues who follow a contact read what is written there (no message to customers).
STAFF = {"yazar@alfa.example.com", "yonetici@alfa.example.com"}


@pytest.fixture(scope="module")
def house(stack):
    """Everybody has moved in."""
    with open_house(stack, "set") as ready:
        ready.settle("crowd", **CROWD)
        ready.settle("slice", **SLICE)
        ready.begin()
        yield ready


def name_of(door):
    """Name a test case after its door."""
    return door.__name__


def outcome(kept, due, others):
    """Say who was written to without right, left out, and written to twice."""
    return {
        "outside the set": sorted(kept.keys() - due)[:10],
        "left out": sorted(due - kept.keys())[:10],
        "twice": sorted(who for who, count in kept.items() if count > others)[:10],
    }


def without_staff(kept):
    """Leave out the company's own users, who are nobody's customers."""
    return {who: count for who, count in kept.items() if who not in STAFF}


NOBODY_WRONG = {"outside the set": [], "left out": [], "twice": []}


@pytest.mark.parametrize("door", doors_mail.MASS, ids=name_of)
def test_ten_thousand_by_mail(house, door):
    """R-25 for crowds: nobody outside the set, nobody left out, nobody twice."""
    house.begin()
    door(house, house.groups["crowd"], people(**CROWD))
    kept = house.mail.addresses()
    # whoever opens the composer on a list writes to each contact, not each address
    copies = 2 if door is doors_mail.list_view else 1
    assert outcome(kept, expected(people(**CROWD), "EPOSTA"), copies) == NOBODY_WRONG


@pytest.mark.parametrize("door", doors_mail.SINGLE, ids=name_of)
def test_some_of_every_kind_by_mail(house, door):
    """R-25 for the other doors."""
    house.begin()
    door(house, house.groups["slice"], people(**SLICE))
    kept = without_staff(house.mail.addresses())
    assert outcome(kept, expected(people(**SLICE), "EPOSTA"), 2) == NOBODY_WRONG


@pytest.mark.parametrize("door", doors_sms.MASS, ids=name_of)
def test_ten_thousand_by_sms(house, door):
    """R-25 for crowds, SMS."""
    house.begin()
    door(house, house.groups["crowd"], people(**CROWD))
    kept = house.sms.numbers()
    assert outcome(kept, expected(people(**CROWD), "MESAJ"), 1) == NOBODY_WRONG


@pytest.mark.parametrize("door", doors_sms.SINGLE, ids=name_of)
def test_some_of_every_kind_by_sms(house, door):
    """R-25 for the other doors, SMS."""
    house.begin()
    door(house, house.groups["slice"], people(**SLICE))
    kept = house.sms.numbers()
    assert outcome(kept, expected(people(**SLICE), "MESAJ"), 2) == NOBODY_WRONG
