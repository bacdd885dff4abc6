"""İleti Merkezi's codes and rules, by the state or the request that causes them."""

import pytest

from .conftest import consent
from .sms_callers import NUMBER, Merkez, code_of

OTHER = "5321112244"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("459", {"sender": ""}),
        ("460", {"sender": "ONİKİHARFLİ1"}),
        ("450", {"sender": "deneme"}),
        ("469", {"iys": "1"}),
        ("454", {"text": " "}),
        ("453", {"text": "a" * 1067}),
        ("452", {"numbers": ["123"]}),
        ("457", {"sendDateTime": ["2026-03-02 12:00"]}),
        ("200", {"sendDateTime": ["02/03/2026 12:00"]}),
    ],
)
def test_iletimerkezi_says_what_is_wrong_with_an_order(obeyed, code, more):
    numbers = more.pop("numbers", [NUMBER])
    answer = Merkez(obeyed).send(*numbers, **more)
    assert (answer.status_code, code_of(answer)) == (int(code), code)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("401", {"api_open": False}),
        ("401", {"ips": ("192.0.2.1",)}),
        ("402", {"credits": 0}),
        ("403", {"iys_open": False}),
        ("470", {"brand": "", "titles": {"DENEME": ""}}),
    ],
)
def test_iletimerkezi_refuses_by_the_account(obeyed, code, state):
    merkez = Merkez(obeyed)
    for name, value in state.items():
        setattr(merkez.account, name, value)
    assert code_of(merkez.send(iys="1", iysList="BIREYSEL")) == code


def test_iletimerkezi_guards_ten_minutes_against_repetition(obeyed):
    merkez = Merkez(obeyed)
    codes = [code_of(merkez.send(*numbers)) for numbers in ((), (), (OTHER,))]
    assert codes == ["200", "451", "200"]
    obeyed.clock.advance(601)
    assert code_of(merkez.send()) == "200"


def test_iletimerkezi_ignores_a_time_with_seconds(obeyed):
    Merkez(obeyed).send(sendDateTime=["02/03/2026 12:00:00"])
    assert len(obeyed.phone(NUMBER).texts) == 1


def test_iletimerkezi_replaces_the_text_of_its_test_title(obeyed):
    Merkez(obeyed).send(text="Kampanya", sender="APITEST", iys="1")
    (arrived,) = obeyed.phone(NUMBER).texts
    assert "Kampanya" not in arrived.shown


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("455", {"id": "1", "page": 1, "rowCount": 5}),
        ("464", {"id": "1", "page": 0, "rowCount": 5}),
        ("422", {"id": "1", "page": 1, "rowCount": 1001}),
    ],
)
def test_iletimerkezi_says_what_is_wrong_with_a_report(obeyed, code, order):
    assert code_of(Merkez(obeyed).ask("get-report", order=order)) == code


def test_iletimerkezi_has_no_report_before_the_time(obeyed):
    merkez = Merkez(obeyed)
    later = merkez.send(sendDateTime=["02/03/2026 12:00"]).json()["response"]["order"]
    wanted = {"id": later["id"], "page": 1, "rowCount": 5}
    assert code_of(merkez.ask("get-report", order=wanted)) == "456"
    assert code_of(merkez.ask("cancel-order", order={"id": later["id"]})) == "200"
    assert code_of(merkez.ask("get-report", order=wanted)) == "455"


def test_iletimerkezi_lists_ten_days_of_orders(obeyed):
    merkez = Merkez(obeyed)
    merkez.send()
    near = {"start": "2026-03-01", "end": "2026-03-02", "page": 1}
    assert merkez.ask("get-reports", filter=near).json()["response"]["count"] == 1
    far = near | {"start": "2026-02-01"}
    assert code_of(merkez.ask("get-reports", filter=far)) == "458"


def test_iletimerkezi_takes_all_consents_or_none(obeyed):
    merkez = Merkez(obeyed)
    good, bad = consent("+90" + NUMBER), consent("+90" + OTHER, status="RET")
    wanted = {"brandCode": "545454", "list": [good, bad]}
    assert code_of(merkez.ask("consent/create", consent=wanted)) == "422"
    shown = {"brandCode": "545454", "recipient": "+90" + NUMBER, "type": "MESAJ",
             "recipientType": "BIREYSEL"}  # fmt: skip
    assert code_of(merkez.ask("consent/show", consent=shown)) == "422"
    wanted = {"brandCode": "545454", "list": [good]}
    assert code_of(merkez.ask("consent/create", consent=wanted)) == "200"
    assert code_of(merkez.ask("consent/show", consent=shown)) == "200"


def test_iletimerkezi_bans_one_by_one(obeyed):
    merkez = Merkez(obeyed)
    codes = [
        code_of(merkez.ask("add-blacklist", blacklist={"number": number}))
        for number in ("+90" + NUMBER, "12a")
    ]
    assert codes == ["200", "466"]
    assert code_of(merkez.send()) == "452"
    merkez.ask("delete-blacklist", blacklist={"number": NUMBER})
    assert code_of(merkez.send()) == "200"


def test_iletimerkezi_takes_fifty_thousand_recipients_and_no_more(obeyed):
    numbers = [f"53{n:08d}" for n in range(50_001)]
    assert code_of(Merkez(obeyed).send(*numbers)) == "422"
    assert code_of(Merkez(obeyed).send(*numbers[:-1])) == "200"
