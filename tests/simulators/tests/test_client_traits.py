"""What real clients of İYS do (end of section 15), and the documented answers to it."""

import requests

from .conftest import codes, consent


def test_red_is_no_status(caller):
    """A Go client sends RED for a refusal."""
    answer = caller.post("B/consents", consent(status="RED"))
    assert (answer.status_code, codes(answer)) == (422, ["H115"])
    assert answer.json()["errors"][0]["value"] == "RED"


def test_a_missing_recipient_type_is_bireysel(caller):
    """A PHP client leaves it out."""
    answer = caller.post("B/consents/request", [consent(recipientType=None)])
    assert answer.json()["subRequests"][0]["recipientType"] == "BIREYSEL"


def test_a_question_needs_the_recipient_type(caller):
    body = {"recipient": "+905321112233", "type": "MESAJ"}
    assert codes(caller.post("B/consents/status", body)) == ["H170"]


def test_a_token_may_be_asked_for_with_a_form(caller):
    """A PHP client and the caller of the production log do."""
    account = caller.account
    members = {"username": account.username, "password": account.password}
    answer = caller.call(
        "POST", "/oauth2/token", data=members | {"grant_type": "password"}
    )
    assert answer.status_code == 200


def test_a_get_may_claim_json_without_a_body(caller):
    answer = caller.call(
        "GET", "B/consents/changes", headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 204


def test_extra_members_of_a_token_request_are_ignored(caller):
    """A Node client sends the codes along."""
    answer = caller.token(
        grant_type="password",
        username=caller.account.username,
        password=caller.account.password,
        iysCode=1,
        brandCode=1,
        status="DEMO",
    )
    assert answer.status_code == 200


def test_extra_members_of_a_consent_are_refused(caller):
    answer = caller.post("B/consents", consent(name="Ada"))
    assert (answer.status_code, codes(answer)) == (422, ["H118"])
    assert answer.json()["errors"][0]["location"] == ["name"]


def test_utc_times_pass_as_three_hours_old(caller):
    """A Node and a C# client send UTC: İYS cannot tell, the date is just older."""
    caller.post("B/consents", consent(consentDate="2026-03-02 06:30:00"))
    body = {"recipient": "+905321112233", "recipientType": "BIREYSEL", "type": "MESAJ"}
    stored = caller.post("B/consents/status", body).json()
    assert stored["consentDate"] == "2026-03-02 06:30:00"


def test_a_time_of_later_today_is_in_the_future(caller):
    answer = caller.post("B/consents", consent(consentDate="2026-03-02 10:00:01"))
    assert codes(answer) == ["H162"]


def test_accept_and_content_language_do_no_harm(caller):
    """İYS's own sample client and several C# ones send them."""
    headers = {"Accept": "application/json", "Content-Language": "tr-TR"}
    answer = caller.call("POST", "B/consents", json=consent(), headers=headers)
    assert answer.status_code == 200


def test_a_list_wrapped_in_an_object_is_refused(caller):
    answer = caller.post("B/consents/request", {"consents": [consent()]})
    assert (answer.status_code, codes(answer)) == (400, ["H092"])


def test_a_body_may_come_in_chunks(caller):
    def parts():
        yield b'{"grant_type": '
        yield b'"x"}'

    headers = {"Content-Type": "application/json"}
    answer = caller.call("POST", "/oauth2/token", data=parts(), headers=headers)
    assert answer.json()["error_description"] == "Bilinmeyen giriş yöntemi."


def test_a_connection_is_kept_alive(sim):
    with requests.Session() as session:
        for _ in range(3):
            session.get(sim.base_url + "/info/city", timeout=10)
    assert len({call.caller for call in sim.history.calls("/info/city")}) == 1
