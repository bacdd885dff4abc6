"""The client and the simulator understand each other, method by method and fault by fault.

Nothing stands between them: real HTTP, the rules from outside.
"""

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from iys_api.auth import Authenticator, MemoryTokenStore
from iys_api.client import HttpRegistry
from iys_api.errors import (
    IysAuthError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysStateError,
    IysUnavailable,
)
from iys_api.messages import TRT, Consent, Key, Outcome, Retailer

PHONE = "+905321112233"
KEY = Key(PHONE, "BIREYSEL", "MESAJ")
YES = Consent(
    recipient=PHONE,
    type="MESAJ",
    status="ONAY",
    source="HS_WEB",
    consent_date=datetime(2026, 3, 2, 9, 30, tzinfo=TRT),
)
NO = replace(YES, status="RET", consent_date=YES.consent_date + timedelta(minutes=1))
DAY = date(2026, 3, 2)


class Patience:
    """A limiter that never waits: the simulator's own limits are off here."""

    def acquire(self, kind, cost=1):
        """Let every call through."""

    def pause(self, kind, seconds):
        """Forget what the server asked for."""


def registry_of(sim, account=None, edition="v2"):
    """A client of an account's first brand, on the simulator's clock."""
    account = account or sim.account
    auth = Authenticator(
        sim.base_url,
        account.username,
        account.password,
        MemoryTokenStore(),
        Patience(),
        now=sim.clock.now,
    )
    codes = (account.iys_code, account.brand_codes[0])
    return HttpRegistry(sim.base_url, *codes, auth, Patience(), edition=edition)


@pytest.fixture
def registry(sim):
    """The first company's client."""
    return registry_of(sim)


def test_a_consent_is_added_and_found(registry):
    added = registry.add(YES)
    found = registry.lookup(KEY)
    assert (found.status, found.transaction_id) == ("ONAY", added.transaction_id)
    assert found.consent_date == YES.consent_date


def test_nobody_knows_an_address_without_a_record(registry):
    assert registry.lookup(KEY) is None


@pytest.mark.parametrize("switch", ["200", "204", "404", "null", "list"])
def test_no_record_is_read_in_all_its_faces(sim, registry, switch):
    sim.change(unknown_record=switch)
    assert registry.lookup(KEY) is None


@pytest.mark.parametrize("edition", ["v1", "v2"])
def test_a_list_goes_from_nothing_to_success(sim, edition):
    registry = registry_of(sim, edition=edition)
    receipt = registry.submit([YES])
    assert registry.results(receipt.request_id) == []
    sim.clock.advance(60)
    assert registry.results(receipt.request_id)[0].outcome is Outcome.ENQUEUE
    sim.clock.advance(240)
    (row,) = registry.results(receipt.request_id)
    assert row.outcome is Outcome.SUCCESS
    assert row.subrequest_id == receipt.subrequests[0].subrequest_id


def test_a_row_that_fails_later_says_why(sim, registry):
    receipt = registry.submit([NO])
    sim.clock.advance(300)
    (row,) = registry.results(receipt.request_id)
    assert (row.outcome, row.error.code) == (Outcome.FAILURE, "H175")


@pytest.mark.parametrize("flag", ["text", "boolean"])
def test_a_repeated_list_names_its_original(sim, registry, flag):
    sim.change(v2_flag=flag)
    first = registry.submit([YES])
    sim.clock.advance(300)
    second = registry.submit([YES])
    sim.clock.advance(300)
    (row,) = registry.results(second.request_id)
    assert row.original_request_id == first.request_id


def test_the_approved_ones_are_told(sim, registry):
    registry.add(YES)
    asked = [PHONE, "+905321112234"]
    assert registry.approved("MESAJ", "BIREYSEL", asked) == {PHONE}


def test_history_is_newest_first(registry):
    registry.add(YES)
    registry.add(NO)
    page = registry.history(KEY)
    assert [c.status for c in page.consents] == ["RET", "ONAY"]
    assert page.total == 2


def test_the_feed_is_read_to_its_end(sim, registry):
    sim.citizen(PHONE, status="RET")
    sim.clock.advance(3600)
    page = registry.changes()
    assert [c.source for c in page.consents] == ["IYS_WEB"]
    end = registry.changes(page.after)
    assert (end.after, end.consents) == (None, ())


def test_brands_and_subscription_are_read(registry):
    registry.add(YES)
    first, second = registry.brands()
    assert (first.brand_code, first.approval, second.approval) == ("545454", 1, 0)
    assert registry.subscription().used == 1


def test_a_day_is_reconciled(sim, registry):
    registry.add(YES)
    sim.clock.advance(86400)
    (row,) = registry.day_counts(DAY, "BIREYSEL")
    assert (row.source, row.approval) == ("HS", 1)
    content = sim.brand().book.day_file("2026-03-02")
    day_file, agreement = registry.day_file(DAY), registry.agreement(DAY)
    assert day_file.hash_value == hashlib.sha384(content).hexdigest()
    assert agreement.hash_value == day_file.hash_value
    assert registry.agree(DAY) is True
    assert registry.agreement(DAY).agreed is True


def test_a_retailer_lives_and_goes(registry):
    dealer = Retailer(
        title="XYZ Ticaret",
        name="Adım Soyadım",
        tckn="57703411244",
        tin="8450525470",
        city={"code": "34", "name": "İstanbul"},
        town={"code": "01", "name": "Kadıköy"},
    )
    code = registry.create_retailer(dealer)
    assert registry.retailer(code).title == "XYZ Ticaret"
    assert registry.retailers().total == 1
    registry.delete_retailer(code)
    assert registry.retailer(code) is None


def test_a_retailers_access_is_read_and_changed(sim, registry):
    sim.brand().retailers.add({"title": "Bir"}, 11111111)
    registry.add(YES)
    registry.add_access(KEY, ["11111111"])
    assert [r.retailer_code for r in registry.access(KEY).retailers] == ["11111111"]
    registry.remove_all_access([KEY])
    assert registry.access(KEY).retailers == ()


def test_places_are_read(registry):
    assert registry.city(34).name == "İstanbul"
    assert registry.town(9999) is None
    assert len(registry.cities()) == 81


def test_an_integrator_sees_what_it_was_granted(sim):
    partner = sim.accounts[2]
    registry = registry_of(sim, partner)
    assert registry.integrator_subscription(partner.integrator_code).status == "ACTIVE"
    registry.add(YES)
    assert registry.lookup(KEY).status == "ONAY"


# === WHAT GOES WRONG === #


def test_a_field_error_names_its_row(registry):
    tomorrow = datetime(2026, 3, 3, tzinfo=TRT)
    bad = replace(YES, recipient="+905321112234", consent_date=tomorrow)
    with pytest.raises(IysRejected) as caught:
        registry.submit([YES, bad])
    assert [(e.code, e.index) for e in caught.value.errors] == [("H162", 1)]


def test_a_state_rule_is_a_state_error(registry):
    with pytest.raises(IysStateError, match="H175"):
        registry.add(NO)


def test_a_closed_subscription_is_forbidden(sim, registry):
    sim.world.companies["545454"].set_contract({"status": "CLOSED"})
    with pytest.raises(IysForbidden, match="H521"):
        registry.lookup(KEY)


def test_a_wrong_password_is_tried_once(sim):
    account = replace(sim.account, password="wrong")
    with pytest.raises(IysAuthError):
        registry_of(sim, account).lookup(KEY)
    assert len(sim.history.calls("/oauth2/token")) == 1


def test_an_ended_token_costs_one_renewal_and_one_replay(sim, registry):
    """R-13."""
    registry.lookup(KEY)
    sim.world.tokens.expire()
    sim.history.clear()
    assert registry.lookup(KEY) is None
    assert [call.status for call in sim.history.calls()] == [401, 200, 200]


@pytest.mark.parametrize("flat", ["errors", "flat"])
def test_the_token_limit_silences_for_an_hour(sim, registry, flat):
    sim.change(token_limit_body=flat)
    sim.world.limits.change({"tokens_per_hour": 0})
    for _ in range(3):
        with pytest.raises(IysUnavailable):
            registry.lookup(KEY)
    assert len(sim.history.calls("/oauth2/token")) == 1


@pytest.mark.parametrize(
    ("kind", "settings", "maybe_stored"),
    [
        ("drop", {}, True),
        ("half", {}, True),
        ("error", {"code": "H015"}, True),
        ("error", {"code": "H192"}, True),
        ("error", {"code": "H124"}, False),
    ],
)
def test_an_unavailable_server_leaves_a_doubt_or_not(
    sim, registry, kind, settings, maybe_stored
):
    """R-6: only a call that was surely not carried out may be sent again blindly."""
    sim.faults.add(kind, "*/consents", **settings)
    with pytest.raises(IysUnavailable) as caught:
        registry.add(YES)
    assert caught.value.maybe_stored is maybe_stored


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("gzip", {}),
        ("html", {"status": 200}),
        ("reply", {"status": 200, "body": ""}),
        ("reply", {"status": 200, "body": "{}"}),
        ("reply", {"status": 418, "body": "{}"}),
        ("reply", {"status": 302, "headers": {"Location": "/"}}),
    ],
)
def test_an_answer_nobody_knows_is_no_success(sim, registry, kind, settings):
    """R-8."""
    sim.faults.add(kind, "*/consents", **settings)
    with pytest.raises(IysProtocolError):
        registry.add(YES)


def test_a_repeat_after_a_lost_answer_changes_nothing(sim, registry):
    """The second edition answers as the first time (section 7.2)."""
    sim.faults.add("drop", "*/consents")
    with pytest.raises(IysUnavailable):
        registry.add(YES)
    registry.add(YES)
    assert registry.history(KEY).total == 1


def test_a_server_that_is_down_stored_nothing(sim, registry):
    registry.lookup(KEY)
    sim.close()
    sim.close = lambda: None
    with pytest.raises(IysUnavailable) as caught:
        registry.add(YES)
    assert caught.value.maybe_stored is False


def test_retry_after_is_obeyed(sim, registry):
    sim.faults.add("error", "*/consents/status", code="H124", retry_after=17)
    with pytest.raises(IysUnavailable) as caught:
        registry.lookup(KEY)
    assert caught.value.retry_after == 17
