"""Pushes: reports, answers and İYS results, in every order and number."""

from urllib.parse import parse_qs

import pytest

from .conftest import consent
from .sms_callers import CALLERS, NUMBER, Gsm, Merkez, Mor, Receiver

OTHER = "5321112244"


@pytest.fixture
def receiver(obeyed):
    """A company that every account pushes to."""
    company = Receiver()
    for account in obeyed.world.accounts:
        account.push = dict.fromkeys(("dlr", "inbound", "iys"), company.url)
    yield company
    company.server.close()


def pushed(sms, receiver, seconds=10):
    """What was pushed once the time has passed."""
    sms.clock.advance(seconds)
    assert sms.pusher.wait()
    return receiver.bodies


def test_verimor_pushes_reports_as_a_list(obeyed, receiver):
    mor = Mor(obeyed)
    messages = [{"msg": "a", "dest": "90" + n, "id": n[-4:]} for n in (NUMBER, OTHER)]
    sent = mor.post("send.json", source_addr="DENEME", messages=messages)
    (rows,) = pushed(obeyed, receiver)
    assert [row["message_custom_id"] for row in rows] == ["2233", "2244"]
    assert {row["campaign_id"] for row in rows} == {int(sent.text)}
    assert {row["type"] for row in rows} == {"outbound"}


def test_iletimerkezi_pushes_each_state_by_itself(obeyed, receiver):
    Merkez(obeyed).send(NUMBER, "5010000006")
    told = [body["report"] for body in pushed(obeyed, receiver)]
    assert [(r["to"][-4:], r["status"]) for r in told] == [
        ("2233", "accepted"),
        ("0006", "accepted"),
        ("2233", "delivered"),
        ("0006", "undelivered"),
    ]


@pytest.mark.parametrize(("shape", "kind"), [("object", dict), ("list", list)])
def test_netgsm_pushes_an_object_or_a_list(obeyed, receiver, shape, kind):
    obeyed.change(push_shape=shape)
    Gsm(obeyed).send()
    (body,) = pushed(obeyed, receiver)
    assert isinstance(body, kind)


def test_a_push_can_come_before_the_answer(obeyed, receiver):
    obeyed.change(push_timing="before", report_seconds=0)
    held = obeyed.faults.add("slow", "*/send.json", seconds=0)
    Mor(obeyed).send()
    assert held.seen == 1
    assert [body[0]["status"] for body in receiver.bodies] == ["DELIVERED"]


def test_a_push_can_come_three_times(obeyed, receiver):
    obeyed.change(push_copies=3)
    Mor(obeyed).send()
    first, second, third = pushed(obeyed, receiver)
    assert first == second == third


def test_pushes_can_be_held_back_and_turned_round(obeyed, receiver):
    obeyed.pusher.hold()
    Merkez(obeyed).send()
    assert pushed(obeyed, receiver) == []
    obeyed.pusher.release(reverse=True)
    told = [body["report"]["status"] for body in pushed(obeyed, receiver)]
    assert told == ["delivered", "accepted"]


def test_an_operator_that_changes_its_mind_is_told_twice(obeyed, receiver):
    Mor(obeyed).send("5010000018")
    pushed(obeyed, receiver)
    (first,), (second,) = pushed(obeyed, receiver, 65)
    assert [first["status"], second["status"]] == ["DELIVERED", "NOT_DELIVERED"]


def test_verimor_tries_four_times_five_minutes_apart(obeyed, receiver):
    receiver.statuses = [500, 404, 503, 500, 500]
    Mor(obeyed).send()
    pushed(obeyed, receiver)
    for _ in range(6):
        pushed(obeyed, receiver, 300)
    assert [d.attempt for d in obeyed.pusher.deliveries] == [1, 2, 3, 4]


def test_iletimerkezi_tries_once(obeyed, receiver):
    receiver.statuses = [500, 500]
    Merkez(obeyed).send()
    pushed(obeyed, receiver, 4000)
    assert [d.status for d in obeyed.pusher.deliveries] == [500, 500]


def test_nobody_listening_harms_nothing(obeyed, receiver):
    receiver.server.close()
    Mor(obeyed).send()
    pushed(obeyed, receiver)
    assert [d.status for d in obeyed.pusher.deliveries] == [0]


@pytest.mark.parametrize("form", ["form", "json"])
def test_netgsm_forwards_an_answer(obeyed, receiver, form):
    obeyed.change(netgsm_inbound=form)
    obeyed.answer(NUMBER, "RET 12", obeyed.account("netgsm"))
    assert obeyed.pusher.wait()
    (request,) = receiver.requests
    if form == "json":
        told = request.json()
    else:
        told = {k: v[0] for k, v in parse_qs(request.body.decode()).items()}
    assert told.keys() == {"ceptel", "mesaj", "aboneno", "gorevid", "tarih"}
    assert (told["ceptel"], told["mesaj"]) == (NUMBER, "RET 12")


def test_verimor_forwards_an_answer(obeyed, receiver):
    obeyed.answer(NUMBER, "İPTAL", obeyed.account("verimor"))
    assert obeyed.pusher.wait()
    ((told,),) = receiver.bodies
    assert (told["type"], told["content"]) == ("inbound", "İPTAL")
    assert told["source_addr"] == "90" + NUMBER


def test_iletimerkezi_forwards_no_answer_but_bans_the_number(obeyed, receiver):
    merkez = Merkez(obeyed)
    assert obeyed.answer(NUMBER, "İptal lütfen", merkez.account) is None
    assert obeyed.answer(OTHER, "retro sevdim", merkez.account) is None
    assert receiver.requests == []
    span = {"start": "2026-03-02 09:59:00", "end": "2026-03-02 10:00:00"}
    wanted = {"page": 1, "rowCount": 10, "filter": span}
    told = merkez.ask("get-blacklist", blacklist=wanted).json()["response"]
    assert told["blacklist"]["number"] == ["+90" + NUMBER]


@pytest.mark.parametrize(
    ("status", "result", "code"), [("ONAY", "success", ""), ("RET", "failure", "H175")]
)
def test_netgsm_pushes_what_iys_said(obeyed, receiver, status, result, code):
    gsm = Gsm(obeyed)
    pair = {"username": gsm.account.username, "password": gsm.account.password}
    data = [consent("+90" + NUMBER, status=status) | {"refid": "r1"}]
    body = {"header": pair | {"brandCode": "545454"}, "body": {"data": data}}
    uid = gsm.call("POST", "/iys/add", json=body, auth=None).json()["uid"]
    (told,) = pushed(obeyed, receiver, 60)
    assert (told["submitid"], told["resultstatus"]) == (uid, result)
    assert told["errcode"] == code


def test_verimor_tells_of_citizens_once_a_day(obeyed, receiver):
    mor = Mor(obeyed)
    row = {"type": "MESAJ", "source": "IYS_WEB", "status": "RET"}
    obeyed.daily_changes(mor.account, [row])
    assert obeyed.pusher.wait()
    (told,) = receiver.bodies
    assert told["report_date"] == "2026-03-02"
    path = f"iys/campaigns/{told['iys_campaign_id']}/consents"
    assert mor.ask(path).json()["records"] == [row]


@pytest.mark.parametrize("gateway", CALLERS)
def test_nothing_is_pushed_without_an_address(obeyed, gateway):
    CALLERS[gateway](obeyed).send()
    obeyed.clock.advance(60)
    assert obeyed.pusher.wait()
    assert obeyed.pusher.deliveries == []
