"""R-25 for a company that sends SMS by a Turkish operator: the same doors, the same table.

What left is read from the operator's simulator, which fails a test for any breach of the
operator's contract.
"""

import pytest

from . import doors_sms
from .mixed_house import open_operator_house
from .mixed_people import expected, people
from .test_expected_set import NOBODY_WRONG, name_of, outcome

#: A thousand for the doors made for crowds; some of every kind for the others.
CROWD = {"share": 0.1, "first": 0}
SLICE = {"share": 0.002, "first": 100_000}


@pytest.fixture(scope="module")
def house(stack):
    """Everybody has moved in; SMS leave by Verimor's simulator."""
    with open_operator_house(stack, "operator") as ready:
        ready.settle("crowd", **CROWD)
        ready.settle("slice", **SLICE)
        ready.begin()
        yield ready


@pytest.mark.parametrize("door", doors_sms.MASS, ids=name_of)
def test_a_thousand_by_an_operator(house, door):
    """R-25 for crowds."""
    house.begin()
    door(house, house.groups["crowd"], people(**CROWD))
    kept = house.sms.numbers()
    assert outcome(kept, expected(people(**CROWD), "MESAJ"), 1) == NOBODY_WRONG
    assert house.sms.operators.complaints == []


@pytest.mark.parametrize("door", doors_sms.SINGLE, ids=name_of)
def test_some_of_every_kind_by_an_operator(house, door):
    """R-25 for the other doors."""
    house.begin()
    door(house, house.groups["slice"], people(**SLICE))
    kept = house.sms.numbers()
    assert outcome(kept, expected(people(**SLICE), "MESAJ"), 2) == NOBODY_WRONG
    assert house.sms.operators.complaints == []
