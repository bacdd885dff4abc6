"""Retailers and what they may see (sections 9.2, 9.3)."""

import pytest

from .bodies import REGISTRATION
from .conftest import codes, consent, question


@pytest.fixture
def retailer(caller):
    """The code of a registered retailer."""
    return caller.post("B/retailers", REGISTRATION).json()["retailerCode"]


def access(recipient="+905321112233", **members):
    """A body of the access methods."""
    return {"type": "MESAJ", "recipientType": "BIREYSEL"} | members


def seen_by(caller):
    """The codes of the retailers that may see the consent of these tests."""
    rows = caller.post("B/consent/retailers/access/list", question()).json()["list"]
    return [row["retailerCode"] for row in rows]


def test_a_code_has_eight_digits(retailer):
    assert len(str(retailer)) == 8


def test_a_retailer_is_listed_and_found(caller, retailer):
    listed = caller.get("B/retailers").json()
    assert listed["list"][0]["title"] == REGISTRATION["title"]
    assert listed["pagination"]["totalCount"] == 1
    assert caller.get(f"B/retailers/{retailer}").json()["retailerCode"] == retailer


def test_a_missing_retailer_is_200_without_data(caller):
    answer = caller.get("B/retailers/99999999")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_retailer_may_go_until_it_stands_in_a_consent(caller, retailer):
    caller.post("B/consents", consent(retailerCode=retailer))
    assert caller.call("DELETE", f"B/retailers/{retailer}").status_code == 400
    other = REGISTRATION | {"tckn": "42790072898"}
    code = caller.post("B/retailers", other).json()["retailerCode"]
    assert caller.call("DELETE", f"B/retailers/{code}").status_code == 200


def test_the_taker_sees_its_consent(caller, retailer):
    caller.post("B/consents", consent(retailerCode=retailer))
    stored = caller.post("B/consents/status", question()).json()
    assert (stored["retailerCode"], stored["retailerAccessCount"]) == (retailer, 1)
    assert stored["retailerTitle"] == REGISTRATION["title"]
    assert seen_by(caller) == [retailer]


def test_replacing_takes_the_taker_out(sim, caller, retailer):
    caller.post("B/consents", consent(retailerCode=retailer))
    sim.brand().retailers.add({"title": "İki"}, 22222222)
    body = access(recipients=["+905321112233"], retailerAccess=[22222222])
    answer = caller.call("PUT", "B/consents/retailers/access", json=body)
    assert (answer.status_code, answer.content) == (202, b"")
    assert seen_by(caller) == [22222222]


def test_access_is_added_removed_and_cleared(sim, caller, retailer):
    sim.brand().retailers.add({"title": "İki"}, 22222222)
    caller.post("B/consents", consent(retailerCode=retailer))
    path, many = "B/consents/retailers/access", {"recipients": ["+905321112233"]}
    two = {"retailerAccess": [22222222]}
    caller.post(path, access(recipient="+905321112233") | two | question())
    assert seen_by(caller) == [retailer, 22222222]
    caller.post(path + "/remove", access(**many, retailerAccess=[retailer]))
    assert seen_by(caller) == [22222222]
    caller.post(path + "/remove/all", access(**many))
    assert seen_by(caller) == []


def test_access_needs_a_consent(caller, retailer):
    body = question() | {"retailerAccess": [retailer]}
    answer = caller.post("B/consents/retailers/access", body)
    assert (answer.status_code, codes(answer)) == (400, ["H401"])


def test_every_unknown_retailer_of_an_access_call_is_named(caller):
    body = access(recipients=["+905321112233"], retailerAccess=[11111111, 22222222])
    answer = caller.call("PUT", "B/consents/retailers/access", json=body)
    assert answer.status_code == 403
    places = [entry["location"] for entry in answer.json()["errors"]]
    assert places == [["retailerAccess", 0], ["retailerAccess", 1]]


def test_the_plural_path_of_2020_is_gone(caller):
    answer = caller.post("B/consents/retailers/access/list", question())
    assert answer.status_code == 404


def test_a_town_nobody_knows_is_204(caller):
    assert caller.get("/info/town/9999").status_code == 204


def test_there_are_81_cities_with_towns_in_one_series(caller):
    cities = caller.get("/info/city").json()
    towns = caller.get("/info/town").json()
    assert [city["code"] for city in cities] == list(range(1, 82))
    assert [town["code"] for town in towns] == list(range(1, len(towns) + 1))
    assert {town["city_code"] for town in towns} == set(range(1, 82))
