"""Adding: single and lists, the worker, both editions (section 7)."""

import pytest

from .conftest import codes, consent, question


def rows_of(caller, request_id, edition=""):
    """The status of a list."""
    return caller.get(f"{edition}B/consents/request/{request_id}").json()


def test_a_lists_status_is_empty_then_waiting_then_done(sim, caller):
    answer = caller.post("B/consents/request", [consent()])
    assert answer.status_code == 202
    request_id = answer.json()["requestId"]
    assert rows_of(caller, request_id) == []
    sim.clock.advance(60)
    assert [row["status"] for row in rows_of(caller, request_id)] == ["enqueue"]
    sim.clock.advance(240)
    row = rows_of(caller, request_id)[0]
    assert (row["status"], row["index"]) == ("success", 0)
    assert row["subRequestId"] == answer.json()["subRequests"][0]["subRequestId"]


def test_the_worker_judges_by_the_state_of_its_hour(sim, caller):
    """A refusal that comes in between makes the list's approval too old (H178)."""
    request_id = caller.post("B/consents/request", [consent()]).json()["requestId"]
    sim.citizen("+905321112233", status="RET")
    sim.clock.advance(300)
    row = rows_of(caller, request_id)[0]
    assert (row["status"], row["error"]["code"]) == ("failure", "H178")


def test_a_first_refusal_in_a_list_fails_later_not_at_once(sim, caller):
    answer = caller.post("B/consents/request", [consent(status="RET")])
    assert answer.status_code == 202
    sim.clock.advance(300)
    row = rows_of(caller, answer.json()["requestId"])[0]
    assert row["error"]["code"] == "H175"


def test_a_list_with_one_bad_row_is_refused_whole(sim, caller):
    items = [consent(), consent("+905321112234", consentDate="yesterday")]
    answer = caller.post("B/consents/request", items)
    assert answer.status_code == 422
    assert [(e["code"], e["index"]) for e in answer.json()["errors"]] == [("H158", 1)]
    sim.clock.advance(300)
    assert caller.post("B/consents/status", question()).json() == {}


def test_results_are_kept_for_sixty_days(sim, caller):
    request_id = caller.post("B/consents/request", [consent()]).json()["requestId"]
    sim.clock.advance(60 * 86400)
    caller.sign_in()
    assert len(rows_of(caller, request_id)) == 1
    sim.clock.advance(1)
    assert rows_of(caller, request_id) == []


def test_an_unknown_list_is_empty_or_404_by_switch(sim, caller):
    assert rows_of(caller, "1206a5d59065528bc4a64490606e6b1b") == []
    sim.change(unknown_request="404")
    path = "B/consents/request/1206a5d59065528bc4a64490606e6b1b"
    assert caller.get(path).status_code == 404


@pytest.mark.parametrize("spelling", ["subRequestId", "subrequestId"])
def test_the_sub_requests_key_is_spelt_by_switch(sim, caller, spelling):
    sim.change(subrequest_key=spelling)
    answer = caller.post("B/consents/request", [consent()]).json()
    assert spelling in answer["subRequests"][0]


def test_the_first_edition_refuses_a_repeat(caller):
    caller.post("B/consents", consent())
    again = caller.post("B/consents", consent())
    assert (again.status_code, codes(again)) == (400, ["H178"])


@pytest.mark.parametrize(("date_first", "code"), [(False, "H174"), (True, "H178")])
def test_which_of_two_state_rules_wins_is_a_switch(sim, caller, date_first, code):
    sim.seed([consent(status="RET")])
    sim.change(date_first=date_first)
    assert codes(caller.post("B/consents", consent(status="RET"))) == [code]


@pytest.mark.parametrize("code", ["H175", "H486"])
def test_a_first_decision_of_the_company_is_refused_by_switch(sim, caller, code):
    sim.change(first_karar=code)
    item = consent(status="RET", source="HS_KARAR")
    assert codes(caller.post("B/consents", item)) == [code]


def test_the_second_edition_answers_a_repeat_as_the_first_time(sim, caller):
    first = caller.post("/v2B/consents", consent()).json()
    sim.clock.advance(60)
    assert caller.post("/v2B/consents", consent()).json() == first


def test_a_repeated_list_names_the_original(sim, caller):
    first = caller.post("/v2B/consents/request", [consent()]).json()
    sim.clock.advance(300)
    second = caller.post("/v2B/consents/request", [consent()]).json()
    sim.clock.advance(300)
    row = rows_of(caller, second["requestId"], "/v2")[0]
    assert row["isAddConsentV2Service"] == "true"
    assert row["originalRequestInformation"] == {
        "requestId": first["requestId"],
        "subRequestId": first["subRequests"][0]["subRequestId"],
    }


def test_movements_of_one_second_share_an_id(sim, caller):
    sim.seed([consent(consentDate="2026-03-02 08:00:00")])
    first = caller.post("B/consents", consent()).json()["transactionId"]
    newer = consent(consentDate="2026-03-02 09:40:00", status="RET")
    assert caller.post("B/consents", newer).json()["transactionId"] == first


def test_mails_are_kept_and_found_in_lower_case(caller):
    caller.post("B/consents", consent("Ada@Ornek.com"))
    stored = caller.post("B/consents/status", question("ADA@ornek.com")).json()
    assert stored["recipient"] == "ada@ornek.com"


def test_the_quota_stops_new_addresses(sim, caller):
    sim.world.companies["545454"].set_contract({"limit": 1})
    caller.post("B/consents", consent())
    assert codes(caller.post("B/consents", consent("+905321112234"))) == ["H525"]
    sim.world.companies["545454"].set_contract({"exceed": True})
    assert caller.post("B/consents", consent("+905321112234")).status_code == 200


def test_a_retailer_nobody_knows_refuses_the_add(caller):
    answer = caller.post("B/consents", consent(retailerAccess=[11111111]))
    assert (answer.status_code, codes(answer)) == (403, ["H180"])


@pytest.mark.parametrize(
    ("switch", "value", "item", "status"),
    [
        ("null_optional", "H266", {"retailerCode": None}, 400),
        ("null_optional", "ignored", {"retailerCode": None}, 200),
        ("wrong_types", "field", {"recipient": 905321112233}, 422),
        ("wrong_types", "H085", {"recipient": 905321112233}, 400),
    ],
)
def test_open_questions_of_an_add_are_switches(
    sim, caller, switch, value, item, status
):
    sim.change(**{switch: value})
    assert caller.post("B/consents", consent() | item).status_code == status


@pytest.mark.parametrize("status", [400, 422])
def test_an_empty_list_is_refused(sim, caller, status):
    sim.change(empty_batch=status)
    answer = caller.post("B/consents/request", [])
    assert (answer.status_code, codes(answer)) == (status, ["H092"])


def test_rules_may_differ_between_brands(sim, caller):
    """A brand inside its activation window takes old consents (section 6.4)."""
    old = consent(consentDate="2025-01-01 10:00:00")
    assert codes(caller.post("B/consents", old)) == ["H467"]
    sim.change("545454", three_day_rule=False)
    assert caller.post("B/consents", old).status_code == 200
    other = "/sps/545454/brands/545455/consents"
    assert codes(caller.post(other, old)) == ["H467"]
