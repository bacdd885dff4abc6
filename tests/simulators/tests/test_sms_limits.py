"""Limits: how often each gateway lets itself be called."""

import pytest

from .sms_callers import NUMBER, Gsm, Merkez, Mor, code_of


def repeated(times, call):
    """The codes of so many calls."""
    return [code_of(call(n)) for n in range(times)]


def test_netgsm_takes_twenty_tasks_a_minute_for_one_number(obeyed):
    obeyed.world.limits.change({"netgsm_number": 20})
    gsm = Gsm(obeyed)
    codes = repeated(21, lambda n: gsm.send(text=f"{n}"))
    assert codes == ["00"] * 20 + ["85"]
    assert code_of(gsm.send("5321112244")) == "00"
    obeyed.clock.advance(60)
    assert code_of(gsm.send()) == "00"


@pytest.mark.parametrize(
    ("limit", "path", "body"),
    [
        ("netgsm_sends", "send", None),
        ("netgsm_otp", "otp", None),
        ("netgsm_reports", "report", {"jobids": ["1"]}),
    ],
)
def test_netgsm_says_80_after_so_many_calls_a_minute(obeyed, limit, path, body):
    obeyed.world.limits.change({limit: 2})
    gsm = Gsm(obeyed)
    calls = {"send": gsm.send, "otp": gsm.otp}
    call = calls.get(path) or (lambda: gsm.rest(path, **body))
    assert repeated(3, lambda n: call())[2] == "80"
    obeyed.clock.advance(60)
    assert code_of(call()) != "80"


def test_netgsm_takes_so_many_blacklist_numbers_a_minute(obeyed):
    obeyed.world.limits.change({"netgsm_blacklist": 120})
    gsm = Gsm(obeyed)
    numbers = "".join(f"<number>532111{n:04d}</number>" for n in range(121))
    xml = (
        f"<mainbody><header><usercode>{gsm.account.username}</usercode><password>"
        f"{gsm.account.password}</password><tip>1</tip></header>"
        f"<body>{numbers}</body></mainbody>"
    )
    headers = {"Content-Type": "text/xml"}
    answer = gsm.call("POST", "/sms/blacklist", data=xml, headers=headers, auth=None)
    assert answer.text == "40"


def test_iletimerkezi_takes_so_many_recipients_a_second(obeyed):
    obeyed.world.limits.change({"iletimerkezi_recipients": 100})
    merkez = Merkez(obeyed)
    assert code_of(merkez.send(*[f"532111{n:04d}" for n in range(100)])) == "200"
    assert code_of(merkez.send()) == "429"
    obeyed.clock.advance(1)
    assert code_of(merkez.send()) == "200"


@pytest.mark.parametrize(("limit", "most"), [("sends", 240), ("reports", 20)])
def test_verimor_says_429_after_so_many_calls_a_minute(obeyed, limit, most):
    obeyed.world.limits.change({f"verimor_{limit}": most})
    mor = Mor(obeyed)
    campaign = mor.send().text
    call = mor.send if limit == "sends" else (lambda: mor.ask("status", id=campaign))
    left = most - (limit == "sends")
    statuses = [call().status_code for _ in range(left + 1)]
    assert statuses == [200] * left + [429]
    obeyed.clock.advance(60)
    assert call().status_code == 200


def test_two_companies_do_not_share_a_limit(obeyed):
    obeyed.world.limits.change({"netgsm_sends": 1})
    first, second = Gsm(obeyed), Gsm(obeyed)
    second.account = obeyed.account("netgsm", 1)
    codes = [code_of(caller.send(NUMBER)) for caller in (first, first, second)]
    assert codes == ["00", "80", "00"]
