"""The page with phones and the control interface."""

import pytest
import requests

from .sms_callers import NUMBER, Gsm, Mor


@pytest.fixture
def page(obeyed):
    """Calls a page of the control port."""

    def ask(path, **fields):
        url = obeyed.control_url + path
        if fields:
            return requests.post(url, data=fields, timeout=10)
        return requests.get(url, timeout=10)

    return ask


@pytest.fixture
def api(obeyed):
    """Calls the JSON interface of the control port."""

    def ask(method, path, body=None):
        url = obeyed.control_url + path
        return requests.request(method, url, json=body, timeout=10).json()

    return ask


def test_an_empty_page_says_so(page):
    assert "No text has arrived" in page("/phones").text


def test_a_text_arrives_on_the_page_with_its_title(obeyed, page):
    Gsm(obeyed).send(text="<b>Merhaba</b>")
    shown = page("/phones").text
    assert "&lt;b&gt;Merhaba&lt;/b&gt; B021" in shown
    assert "DENEME" in shown


def test_a_code_can_be_read(obeyed, page, api):
    Gsm(obeyed).otp(text="DENEME: Kodunuz 482931")
    assert "<span class='code'>482931</span>" in page(f"/phones/{NUMBER}").text
    assert api("GET", f"/api/phones/{NUMBER}")["texts"][0]["codes"] == ["482931"]


def test_a_person_answers_ret(obeyed, page):
    Mor(obeyed).send()
    answer = page(f"/phones/{NUMBER}/answer", words="ret")
    assert (answer.status_code, answer.url) == (
        200,
        f"{obeyed.control_url}/phones/{NUMBER}",
    )
    assert "ret" in answer.text
    assert [one.text for one in obeyed.account("verimor").inbox] == ["ret"]


def test_a_phone_nobody_wrote_to_has_nobody_to_answer(page):
    assert page(f"/phones/{NUMBER}/answer", words="ret").status_code == 409


def test_a_person_loses_coverage_and_finds_it_again(obeyed, page):
    assert "No coverage" in page(f"/phones/{NUMBER}/coverage", covered="0").text
    Mor(obeyed).send()
    assert "Merhaba" not in page(f"/phones/{NUMBER}").text
    assert "Merhaba" in page(f"/phones/{NUMBER}/coverage", covered="1").text


def test_the_page_needs_no_script_and_fits_a_phone(page):
    shown = page("/phones").text
    assert "<script" not in shown
    assert "width=device-width" in shown


def test_tests_in_other_processes_have_all_of_it(obeyed, api):
    api("POST", "/api/scenario", {"number": NUMBER, "outcome": "expired"})
    api("POST", "/api/account", {"gateway": "verimor", "credits": 2})
    mor = Mor(obeyed)
    sent = mor.send()
    api("POST", "/api/clock", {"advance": 10})
    assert mor.status(sent) == {NUMBER: "EXPIRED"}
    assert api("GET", "/api/texts")[0]["outcome"] == "expired"
    assert api("GET", "/api/served") == {"most": 1, "different": 1, "all": 1}
    assert api("GET", "/api/complaints") == []
    assert obeyed.account("verimor").credits == 1


def test_a_bad_request_says_what_is_wrong(api):
    assert "unknown setting" in api("POST", "/api/switches", {"loud": True})["error"]
    assert "no such account" in api("POST", "/api/account", {"gateway": "x"})["error"]


def test_a_reset_forgets_everything(obeyed, api):
    Mor(obeyed).send()
    api("POST", "/api/reset")
    assert (obeyed.texts(), obeyed.phone(NUMBER).texts) == ([], [])
