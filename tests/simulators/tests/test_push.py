"""Push: registration with the test record, deliveries, repeats (section 8.5)."""

import base64

import pytest

from tests.simulators.web import WebServer, nothing

from .conftest import codes


class Receiver:
    """Takes deliveries as a company would; answers with the statuses it was given."""

    def __init__(self):
        self.statuses, self.requests = [], []
        self.server = WebServer(self._take).start()
        self.row = {
            "url": self.server.url + "/push",
            "type": "MESAJ",
            "username": "u",
            "password": "p",
        }

    @property
    def records(self):
        """All records received, the test record included."""
        return [row for request in self.requests for row in request.json()["list"]]

    def _take(self, request):
        self.requests.append(request)
        return nothing(self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
def receiver(caller):
    """A receiver that is not registered yet."""
    company = Receiver()
    yield company
    company.server.close()


def register(caller, receiver):
    """Register the receiver's address."""
    return caller.post("B/push/registration", {"connection": [receiver.row]})


def test_a_registration_posts_the_test_record_first(caller, receiver):
    assert register(caller, receiver).json() == {"message": "Bağlantı oluşturuldu"}
    (row,) = receiver.records
    assert (row["recipient"], row["iysCode"]) == ("pushtest@iys.org.tr", 121212)
    pair = base64.b64encode(b"u:p").decode()
    assert receiver.requests[0].headers["Authorization"] == f"Basic {pair}"


def test_a_receiver_that_refuses_is_not_registered(caller, receiver):
    receiver.statuses = [401]
    answer = register(caller, receiver)
    assert (answer.status_code, codes(answer)) == (422, ["H530"])
    assert caller.get("B/push/registration").json() == []


def test_a_registration_is_listed_without_its_credentials(caller, receiver):
    register(caller, receiver)
    (row,) = caller.get("B/push/registration").json()
    assert row == {
        "url": receiver.row["url"],
        "type": "MESAJ",
        "status": "Aktif",
        "registerTime": "2026-03-02 10:00:00",
    }


def test_a_third_address_for_one_type_is_refused(caller, receiver):
    assert [register(caller, receiver).status_code for _ in range(3)] == [200, 200, 422]


def test_a_citizens_act_is_delivered(sim, caller, receiver):
    register(caller, receiver)
    sim.citizen("+905321112233", status="RET")
    sim.world.pusher.wait()
    row = receiver.records[-1]
    assert (row["recipient"], row["status"]) == ("+905321112233", "RET")
    assert (row["iysCode"], row["brandCode"]) == (545454, 545454)


def test_other_types_are_not_delivered(sim, caller, receiver):
    register(caller, receiver)
    sim.citizen("ada@ornek.com", "EPOSTA")
    sim.world.pusher.wait()
    assert len(receiver.records) == 1


def test_a_delivery_is_tried_three_times(sim, caller, receiver):
    register(caller, receiver)
    receiver.statuses = [500, 500, 200]
    sim.citizen("+905321112233")
    sim.world.pusher.wait()
    assert [done.status for done in sim.world.pusher.deliveries] == [500, 500, 200]


def test_a_delivery_is_given_up_after_two_repeats(sim, caller, receiver):
    register(caller, receiver)
    receiver.statuses = [500] * 9
    sim.citizen("+905321112233")
    sim.world.pusher.wait()
    assert len(sim.world.pusher.deliveries) == 3


def test_an_address_without_https_is_refused_but_on_this_machine(caller, receiver):
    receiver.row["url"] = "http://push.example/iys"
    assert codes(register(caller, receiver)) == ["H531"]


def test_loopback_can_be_refused_too(sim, caller, receiver):
    sim.change(push_loopback=False)
    assert codes(register(caller, receiver)) == ["H531"]


def test_an_address_can_be_taken_out(sim, caller, receiver):
    register(caller, receiver)
    answer = caller.post("B/push/unregistration", receiver.row)
    assert answer.status_code == 200
    assert caller.get("B/push/registration").json() == []
