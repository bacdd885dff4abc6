"""Answers of people, fetched from the gateway."""

from .sms_callers import NUMBER, Gsm, Mor

OTHER = "5321112244"


def test_netgsm_gives_answers_between_two_moments(obeyed):
    gsm = Gsm(obeyed)
    obeyed.answer(NUMBER, "ret", gsm.account)
    obeyed.clock.advance(3600)
    obeyed.answer(OTHER, "Tamam", gsm.account)
    query = {"startdate": "02032026100000", "stopdate": "02032026103000"}
    told = gsm.call("GET", "/sms/rest/v2/inbox", params=query).json()["messages"]
    assert [(row["sender"], row["message"]) for row in told] == [(NUMBER, "ret")]
    assert told[0]["datetime"] == "02.03.2026 10:00:00"


def test_netgsm_gives_no_more_than_thirty_days(obeyed):
    query = {"startdate": "01012026000000", "stopdate": "02032026103000"}
    answer = Gsm(obeyed).call("GET", "/sms/rest/v2/inbox", params=query)
    assert answer.json()["code"] == "70"


def test_netgsm_gives_an_answer_once_only_without_dates(sms):
    sms.change(strict=False)
    gsm = Gsm(sms)
    sms.answer(NUMBER, "ret", gsm.account)
    codes = [gsm.call("GET", "/sms/rest/v2/inbox").json()["code"] for _ in range(2)]
    assert codes == ["00", "40"]


def test_verimor_gives_answers_after_a_number(obeyed):
    mor = Mor(obeyed)
    first = obeyed.answer(NUMBER, "ret", mor.account)
    obeyed.answer(OTHER, "Tamam", mor.account)
    (row,) = mor.ask("inbound_messages", greater_than=first.id).json()
    assert (row["source_addr"], row["content"]) == ("90" + OTHER, "Tamam")
    assert row["received_at"] == "2026-03-02T10:00:00.000+03:00"


def test_an_answer_goes_to_whoever_wrote_last(obeyed):
    Gsm(obeyed).send()
    Mor(obeyed).send()
    obeyed.answer(NUMBER, "ret")
    assert len(obeyed.account("verimor").inbox) == 1
    assert obeyed.account("netgsm").inbox == []
