"""The quick check of an act says what the wire rules say (L-4)."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.acts import FIRST_DATE, UNKNOWN_BRAND, Act, fault_of_act
from iys_api.messages import Consent, consent_to_wire
from iys_api.recipients import normalise
from iys_api.rules import RuleOptions, check_item

NOW = datetime(2026, 3, 18, 7)
ANY_AGE = RuleOptions(three_day_rule=False)
TIMES = st.none() | st.sampled_from(
    [
        FIRST_DATE,
        FIRST_DATE - timedelta(seconds=1),
        NOW,
        NOW + timedelta(seconds=1),
        NOW - timedelta(days=400),
    ]
)
ACTS = st.builds(
    Act,
    brand_id=st.just(1),
    recipient=st.sampled_from(["ali@example.com", "+905321112233", "0532", ""]),
    type=st.sampled_from(["EPOSTA", "MESAJ", "ARAMA", "FAKS"]),
    status=st.sampled_from(["ONAY", "RET", "RED"]),
    source=st.sampled_from(["HS_WEB", "HS_KARAR", "HS_2015", "IYS_WEB", "X", None]),
    consent_date=TIMES,
    recipient_type=st.sampled_from(["BIREYSEL", "TACIR", "KURUMSAL"]),
)


def wire_codes(act):
    """The codes of the wire rules for the same act, age left aside."""
    moment = act.consent_date
    consent = Consent(
        recipient=act.recipient,
        type=act.type,
        status=act.status,
        source=act.source,
        consent_date=moment.replace(tzinfo=timezone.utc) if moment else None,
        recipient_type=act.recipient_type,
    )
    now = NOW.replace(tzinfo=timezone.utc)
    return [e.code for e in check_item(consent_to_wire(consent), now, ANY_AGE)]


def quick_code(act):
    """The code of the quick check."""
    known = act.type in ("EPOSTA", "MESAJ", "ARAMA")
    recipient = normalise(act.type, act.recipient) if known else None
    return fault_of_act(act, recipient, NOW, {1})


@given(ACTS)
def test_the_quick_check_finds_a_fault_exactly_where_the_wire_rules_do(act):
    """A rule that exists twice must say the same twice."""
    assert bool(quick_code(act)) == bool(wire_codes(act))


@given(ACTS)
def test_the_quick_check_names_one_of_the_faults_of_the_wire_rules(act):
    """A missing address is told as a wrong one: H120 or H121 in place of H114."""
    found, wanted = quick_code(act), wire_codes(act)
    if "H114" in wanted:
        wanted += ["H120", "H121"]
    assert found is None or found in wanted


def test_a_brand_of_somebody_else_is_told_first():
    """L-6: nothing is kept for a brand the company does not have."""
    act = Act(7, "x", "FAKS", "RED", None, None)
    assert fault_of_act(act, None, NOW, {1}) == UNKNOWN_BRAND


@pytest.mark.parametrize("source", ["IYS_WEB", "IYS_NEW_WORD", None])
def test_what_comes_from_iys_is_taken_as_it_is(source):
    """Section 6.1: unknown sources of the recipient are never refused."""
    act = Act(1, "a@bc.de", "EPOSTA", "RET", source, NOW, state="received")
    assert fault_of_act(act, "a@bc.de", NOW, {1}) is None
