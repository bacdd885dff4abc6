"""The variants in which public material shows the gateways' answers."""

import pytest

from .sms_callers import NUMBER, Gsm, Merkez, Mor


@pytest.mark.parametrize(
    ("form", "number"), [("5", NUMBER), ("905", "90" + NUMBER), ("int", 5321112233)]
)
def test_netgsm_writes_numbers_in_three_ways(obeyed, form, number):
    obeyed.change(netgsm_number=form)
    gsm = Gsm(obeyed)
    assert list(gsm.status(gsm.send())) == [number]


@pytest.mark.parametrize(
    ("form", "date"),
    [("iso", "2026-03-02 10:00:05"), ("dotted", "02.03.2026 10:00:05")],
)
def test_netgsm_writes_moments_in_two_ways(obeyed, form, date):
    obeyed.change(netgsm_date=form)
    gsm = Gsm(obeyed)
    job = gsm.send().json()["jobid"]
    obeyed.clock.advance(5)
    (row,) = gsm.rest("report", jobids=[job]).json()["jobs"]
    assert row["deliveredDate"] == date


@pytest.mark.parametrize(("shape", "kind"), [("response.job", list), ("single", dict)])
def test_netgsm_has_an_older_shape_of_reports(obeyed, shape, kind):
    obeyed.change(netgsm_report=shape)
    gsm = Gsm(obeyed)
    told = gsm.rest("report", jobids=[gsm.send().json()["jobid"]]).json()
    assert isinstance(told["response"]["job"], kind)


def test_netgsm_may_say_no_under_200(obeyed):
    obeyed.change(netgsm_error_status=200)
    answer = Gsm(obeyed).send(msgheader="YABANCI")
    assert (answer.status_code, answer.json()["code"]) == (200, "40")


def test_netgsm_may_spell_the_id_of_a_code_otherwise(obeyed):
    obeyed.change(netgsm_otp_key="jobId")
    assert Gsm(obeyed).otp().json().keys() == {"code", "jobId", "description"}


def test_netgsm_may_give_each_message_a_job(obeyed):
    obeyed.change(netgsm_jobs="list")
    gsm = Gsm(obeyed)
    jobs = gsm.send(NUMBER, "5321112244").json()["jobid"].split(",")
    rows = gsm.rest("report", jobids=jobs).json()["jobs"]
    assert [row["jobid"] for row in rows] == jobs


@pytest.mark.parametrize(
    ("form", "code", "error"), [("text", "0", "false"), ("native", 0, False)]
)
def test_netgsm_writes_iys_codes_in_two_ways(obeyed, form, code, error):
    obeyed.change(netgsm_iys_codes=form)
    gsm = Gsm(obeyed)
    head = {"username": gsm.account.username, "password": gsm.account.password}
    item = {
        "type": "MESAJ", "source": "HS_WEB", "status": "ONAY",
        "recipient": "+90" + NUMBER, "recipientType": "BIREYSEL",
        "consentDate": "2026-03-02 09:00:00",
    }  # fmt: skip
    body = {"header": head | {"brandCode": "545454"}, "body": {"data": [item]}}
    told = gsm.call("POST", "/iys/add", json=body, auth=None).json()
    assert (told["code"], told["error"]) == (code, error)


@pytest.mark.parametrize(("form", "kind"), [("text", str), ("int", int)])
def test_iletimerkezi_writes_codes_and_ids_in_two_ways(obeyed, form, kind):
    obeyed.change(iletimerkezi_codes=form, iletimerkezi_ids=form)
    told = Merkez(obeyed).send().json()["response"]
    assert isinstance(told["status"]["code"], kind)
    assert isinstance(told["order"]["id"], kind)


def test_iletimerkezi_may_fail_an_order_for_one_bad_number(obeyed):
    merkez = Merkez(obeyed)
    assert merkez.send(NUMBER, "123").status_code == 200
    obeyed.change(iletimerkezi_bad_number="fail")
    assert merkez.send(NUMBER, "124").status_code == 452


def test_iletimerkezi_may_show_no_record_under_200(obeyed):
    obeyed.change(iletimerkezi_no_record="200")
    wanted = {"brandCode": "545454", "recipient": "+90" + NUMBER, "type": "MESAJ",
              "recipientType": "BIREYSEL"}  # fmt: skip
    told = Merkez(obeyed).ask("consent/show", consent=wanted).json()["response"]
    assert told["consent"] == []


def test_iletimerkezi_takes_several_texts_in_one_order(obeyed):
    messages = [
        {"text": text, "receipents": {"number": [number]}}
        for text, number in (("a", "+90 532 111 22 33"), ("b", "905321112244"))
    ]
    Merkez(obeyed).send(message=messages)
    assert set(obeyed.served()) == {(NUMBER, "a"), ("5321112244", "b")}


def test_verimor_may_answer_a_send_with_json(obeyed):
    obeyed.change(verimor_form="docs2026")
    told = Mor(obeyed).send(custom_id="ours").json()
    assert (told["custom_id"], told["status"]) == ("ours", "0")


def test_an_unknown_variant_is_refused(sms):
    with pytest.raises(ValueError, match="takes one of"):
        sms.change(verimor_form="fax")
