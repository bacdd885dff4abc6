"""What İYS tells: status, the change feed, day files (sections 8, 10)."""

import hashlib

import pytest

from .conftest import codes, consent, question

HOUR, DAY = 3600, 86400


def feed(caller, **query):
    """A page of the change feed, None for 204."""
    answer = caller.get("B/consents/changes", **query)
    return answer.json() if answer.status_code == 200 else None


def test_a_citizens_act_shows_at_once_and_in_the_feed_after_an_hour(sim, caller):
    sim.citizen("+905321112233", status="RET")
    stored = caller.post("B/consents/status", question()).json()
    assert (stored["status"], stored["source"]) == ("RET", "IYS_WEB")
    sim.clock.advance(HOUR - 1)
    assert feed(caller) is None
    sim.clock.advance(1)
    assert [row["recipient"] for row in feed(caller)["list"]] == ["+905321112233"]


def test_the_feed_goes_on_strictly_after_its_cursor(sim, caller):
    for number in range(5):
        sim.citizen(f"+90532111223{number}", status="RET")
        sim.clock.advance(1)
    sim.clock.advance(HOUR)
    seen, after = [], None
    while page := feed(caller, limit=2, **({"after": after} if after else {})):
        seen += [row["recipient"][-1] for row in page["list"]]
        after = page["after"]
    assert seen == list("01234")


def test_the_feed_keeps_seven_days(sim, caller):
    sim.citizen("+905321112233", status="RET")
    sim.clock.advance(7 * DAY)
    caller.sign_in()
    assert feed(caller) is not None
    sim.clock.advance(1)
    assert feed(caller) is None


def test_each_side_has_its_own_feed(sim, caller):
    caller.post("B/consents", consent())
    sim.citizen("+905321112234", status="RET")
    sim.clock.advance(HOUR)
    assert [r["source"] for r in feed(caller, source="HS")["list"]] == ["HS_WEB"]
    assert [r["source"] for r in feed(caller, source="IYS")["list"]] == ["IYS_WEB"]


def test_the_end_of_the_feed_is_a_switch(sim, caller):
    sim.citizen("+905321112233", status="RET")
    sim.clock.advance(HOUR)
    after = feed(caller)["after"]
    assert feed(caller, after=after) is None
    sim.change(end_of_feed="empty")
    assert feed(caller, after=after) == {"after": after, "list": []}


def test_a_cursor_that_is_none_is_refused_or_forgiven(sim, caller):
    answer = caller.get("B/consents/changes", after="2026-03-01")
    assert (answer.status_code, codes(answer)) == (422, ["H098"])
    sim.change(bad_cursor="restart")
    assert feed(caller, after="2026-03-01") is None


def test_a_cursor_older_than_the_window_starts_over_or_is_refused(sim, caller):
    sim.citizen("+905321112233", status="RET")
    sim.clock.advance(HOUR)
    after = feed(caller)["after"]
    sim.clock.advance(8 * DAY)
    caller.sign_in()
    assert caller.get("B/consents/changes", after=after).status_code == 204
    sim.change(old_cursor="422")
    assert codes(caller.get("B/consents/changes", after=after)) == ["H098"]


def test_a_citizens_name_comes_only_with_a_first_visit(sim, caller):
    sim.citizen("+905321112233", source="IYS_WEB_YENI", citizen_name="Ada Yıldız")
    sim.citizen("+905321112234", source="IYS_WEB", citizen_name="Ada Yıldız")
    sim.clock.advance(HOUR)
    names = [row.get("citizenName") for row in feed(caller)["list"]]
    assert sorted(names, key=str) == ["Ada Yıldız", None]


@pytest.mark.parametrize(
    ("switch", "status", "body"),
    [
        ("200", 200, b"{}"),
        ("204", 204, b""),
        ("null", 200, b"null"),
        ("list", 200, b"[]"),
    ],
)
def test_no_record_has_several_faces(sim, caller, switch, status, body):
    sim.change(unknown_record=switch)
    answer = caller.post("B/consents/status", question())
    assert (answer.status_code, answer.content) == (status, body)


def test_no_record_may_be_404(sim, caller):
    sim.change(unknown_record="404")
    assert caller.post("B/consents/status", question()).status_code == 404


def test_a_closed_line_falls_at_every_brand(sim, caller):
    caller.post("B/consents", consent())
    caller.post("B/consents", consent(type="ARAMA"))
    sim.seed([consent()], "626262")
    assert len(sim.close_line("+905321112233")) == 3
    stored = caller.post("B/consents/status", question(type="ARAMA")).json()
    assert (stored["status"], stored["source"]) == ("RET", "IYS_AHS_HAT_KAPATMA")


def test_the_hash_is_that_of_the_days_file(sim, caller):
    caller.post("B/consents", consent())
    sim.citizen("+905321112233", status="RET")
    sim.clock.advance(DAY)
    caller.sign_in()
    content = caller.get("B/changes/2026-03-02/file").content
    agreement = caller.get("B/agreements/2026-03-02").json()
    assert agreement["hashValue"] == hashlib.sha384(content).hexdigest()
    assert content.startswith(b"creationDate,transactionId,recipient,")
    assert content.count(b"\n") == 3 and content.endswith(b"\n")


def test_an_agreement_stays(sim, caller):
    caller.post("B/consents", consent())
    sim.clock.advance(DAY)
    caller.sign_in()
    path = "B/agreements/2026-03-02"
    assert caller.get(path).json()["agreementStatus"] is False
    caller.call("PUT", path, json={"agreementStatus": True})
    assert caller.get(path).json()["agreementStatus"] is True


def test_today_and_eight_days_ago_have_no_file(sim, caller):
    for day in ("2026-03-02", "2026-02-22"):
        answer = caller.get(f"B/changes/{day}/file")
        assert (answer.status_code, codes(answer)) == (422, ["H502"])
    assert caller.get("B/changes/2026-02-23/file").status_code == 204


def test_lost_records_are_nowhere(sim, caller, control):
    """What tests of reconciliation need: İYS has forgotten (R-17)."""
    caller.post("B/consents", consent())
    control("DELETE", "/api/records", {"recipients": ["+905321112233"]})
    assert caller.post("B/consents/status", question()).json() == {}
    assert caller.get("/sps/545454/brands").json()[0]["stats"]["consents"]["total"] == 0
