"""The send check: every rule, their order, and what may never lead to a message."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iys_api.gate import (
    MESSAGE_CLASSES,
    RULES,
    Decision,
    InForce,
    Situation,
    Standing,
    by_rule,
    decide,
)

DAY = datetime(2026, 3, 1, 12)
READY = Situation(
    has_brand=True,
    is_registered=True,
    is_fresh=True,
    is_reachable=True,
    has_content=True,
)


def act(status, recipient_type="BIREYSEL", day=0, consent_id=7):
    """An act in force, said ``day`` days after the first of March; None: undated."""
    moment = None if day is None else DAY + timedelta(days=day)
    return InForce(recipient_type, status, moment, consent_id)


def standing(*acts, recipient_type="BIREYSEL", is_coming=False):
    """What stands for an address."""
    return Standing("ali@example.com", recipient_type, acts, is_coming)


APPROVED = standing(act("ONAY"))


def without_approval(before, **over):
    """Take the approvals away."""
    acts = tuple(act for act in before.acts if act.status != "ONAY")
    return before._replace(acts=acts, **over)


def refused(before):
    """Add a refusal after everything else."""
    return before._replace(acts=(*before.acts, act("RET", day=9, consent_id=8)))


#: rule: what brings it about, as (change of the situation, change of the standing)
CAUSES = {
    "stopped": ({"is_stopped": True}, None),
    "informational": ({"message_class": "INFORMATIONAL", "is_released": True}, None),
    "after_sale": ({"message_class": "AFTER_SALE", "is_released": True}, None),
    "otp": ({"message_class": "OTP", "is_released": True}, None),
    "no_brand": ({"has_brand": False}, None),
    "not_registered": ({"is_registered": False}, None),
    "no_address": ({}, lambda before: before._replace(recipient=None)),
    "refused": ({}, refused),
    "stale": ({"is_fresh": False}, None),
    "unreachable": ({"is_reachable": False}, None),
    "waiting": ({}, lambda before: without_approval(before, is_coming=True)),
    "no_consent": ({}, without_approval),
    "paused_by_person": ({}, lambda before: before._replace(is_paused=True)),
    "content": ({"has_content": False}, None),
    "quiet_hours": ({"is_quiet": True}, None),
    "approved": ({}, None),
    "merchant": (
        {},
        lambda before: without_approval(before, recipient_type="TACIR"),
    ),
}
#: of these only one can be true at a time
ALTERNATIVES = (
    {"informational", "after_sale", "otp"},
    {"waiting", "no_consent", "approved", "merchant"},
)
PAIRS = [
    pair
    for pair in combinations(RULES, 2)
    if not any(set(pair) <= group for group in ALTERNATIVES)
]


def decide_with(*rules):
    """Decide an approved address with the causes of some rules added in turn."""
    situation, about = READY, APPROVED
    for rule in rules:
        changes, change = CAUSES[rule]
        situation = replace(situation, **changes)
        about = change(about) if change else about
    return decide(situation, about)


# === EACH RULE, AND THEIR ORDER === #


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_decides_when_its_cause_is_there(rule):
    """law.md section 3: the cause alone brings the rule and its verdict."""
    decision = decide_with(rule)
    assert (decision.rule, decision.verdict) == (rule, RULES[rule])


@pytest.mark.parametrize("earlier, later", PAIRS)
def test_the_earlier_of_two_rules_decides(earlier, later):
    """law.md section 3: the order matters, whichever cause came first."""
    assert decide_with(earlier, later).rule == earlier
    assert decide_with(later, earlier).rule == earlier


def test_every_rule_has_the_verdict_of_the_law():
    """A rule whose verdict changes would send, lose or hold messages unnoticed."""
    send = {"informational", "after_sale", "otp", "approved", "merchant"}
    wait = {"stale", "unreachable", "quiet_hours"}
    assert {rule for rule, verdict in RULES.items() if verdict == "send"} == send
    assert {rule for rule, verdict in RULES.items() if verdict == "wait"} == wait
    assert {rule for rule, verdict in RULES.items() if verdict == "block"} == (
        set(RULES) - send - wait
    )


@pytest.mark.parametrize(
    "verdict, may_send", [("send", True), ("wait", False), ("block", False)]
)
def test_only_the_verdict_send_lets_a_message_leave(verdict, may_send):
    """The word on a decision and the answer to "may it?" agree."""
    assert Decision(verdict, "any").may_send is may_send


def test_a_rule_names_the_act_only_when_one_decided():
    """A decision is proof: the act it stands on is part of it (L-34)."""
    assert by_rule("stale") == Decision("wait", "stale", None)
    assert by_rule("approved", 7) == Decision("send", "approved", 7)


@pytest.mark.parametrize("rule", set(RULES) - {"approved", "refused"})
def test_only_an_approval_and_a_refusal_are_named_as_the_reason(rule):
    """No consent is shown beside a decision it had no part in."""
    assert decide_with(rule).consent_id is None


# === CLASS === #


@pytest.mark.parametrize("message_class", [*MESSAGE_CLASSES, "NEWS", "", None])
def test_a_class_that_is_not_released_counts_as_commercial(message_class):
    """law.md section 3, step 2; L-38."""
    situation = replace(READY, message_class=message_class)
    assert decide(situation, standing()).rule == "no_consent"


@pytest.mark.parametrize("message_class", ["COMMERCIAL", "NEWS", "", None])
def test_releasing_does_not_free_a_commercial_or_unknown_class(message_class):
    """Only the three classes of the law need no approval (L-37, L-38)."""
    situation = replace(READY, message_class=message_class, is_released=True)
    assert decide(situation, standing()).rule == "no_consent"


def test_an_informational_message_needs_no_brand():
    """L-1 speaks of commercial messages; a delivery notice goes without (L-38)."""
    situation = Situation("INFORMATIONAL", is_released=True)
    assert decide(situation, refused(standing())).rule == "informational"


# === TWO RECORDS ON ONE ADDRESS === #

PERSON, MERCHANT = 1, 2


@pytest.mark.parametrize(
    "person, merchant, later, user, rule, consent_id",
    [
        ("ONAY", "ONAY", PERSON, "BIREYSEL", "approved", PERSON),
        ("ONAY", "ONAY", MERCHANT, "BIREYSEL", "approved", PERSON),
        ("ONAY", "ONAY", PERSON, "TACIR", "approved", PERSON),
        ("ONAY", "ONAY", MERCHANT, "TACIR", "approved", MERCHANT),
        ("ONAY", "RET", PERSON, "BIREYSEL", "approved", PERSON),
        ("ONAY", "RET", MERCHANT, "BIREYSEL", "refused", MERCHANT),
        ("ONAY", "RET", None, "BIREYSEL", "refused", MERCHANT),
        ("ONAY", "RET", PERSON, "TACIR", "approved", PERSON),
        ("ONAY", "RET", MERCHANT, "TACIR", "refused", MERCHANT),
        ("ONAY", "RET", None, "TACIR", "refused", MERCHANT),
        ("RET", "ONAY", PERSON, "BIREYSEL", "refused", PERSON),
        ("RET", "ONAY", MERCHANT, "BIREYSEL", "refused", PERSON),
        ("RET", "ONAY", PERSON, "TACIR", "refused", PERSON),
        ("RET", "ONAY", MERCHANT, "TACIR", "approved", MERCHANT),
        ("RET", "ONAY", None, "TACIR", "refused", PERSON),
        ("RET", "RET", PERSON, "BIREYSEL", "refused", PERSON),
        ("RET", "RET", MERCHANT, "BIREYSEL", "refused", MERCHANT),
        ("RET", "RET", PERSON, "TACIR", "refused", PERSON),
        ("RET", "RET", MERCHANT, "TACIR", "refused", MERCHANT),
    ],
)
def test_two_records_on_one_address(person, merchant, later, user, rule, consent_id):
    """L-36, L-65: ``later`` is whose act came last, None when at the same second."""
    acts = [
        act(person, "BIREYSEL", int(later == PERSON), PERSON),
        act(merchant, "TACIR", int(later == MERCHANT), MERCHANT),
    ]
    for order in (acts, acts[::-1]):
        decision = decide(READY, standing(*order, recipient_type=user))
        assert (decision.rule, decision.consent_id) == (rule, consent_id)


@pytest.mark.parametrize("day", [-5, 0, 5])
def test_an_undated_listing_as_a_merchant_does_not_end_a_refusal(day):
    """L-3, L-65: nobody can say that it came after the person's no."""
    acts = act("RET", day=day, consent_id=3), act("ONAY", "TACIR", None)
    decision = decide(READY, standing(*acts, recipient_type="TACIR"))
    assert decision == by_rule("refused", 3)


def test_an_undated_refusal_stands_against_every_approval():
    """L-65: of two readings the more restrictive one."""
    acts = act("ONAY", day=5), act("RET", "TACIR", None, 4), act("RET", "TACIR", 1, 5)
    assert decide(READY, standing(*acts)) == by_rule("refused", 4)


def test_two_undated_records_end_in_a_refusal():
    """L-65: of two readings the more restrictive one."""
    acts = act("ONAY", day=None), act("RET", "TACIR", None, 4)
    assert decide(READY, standing(*acts)) == by_rule("refused", 4)


def test_an_undated_approval_counts_where_nothing_speaks_against_it():
    """L-3: a merchant's record needs no date."""
    decision = decide(
        READY, standing(act("ONAY", "TACIR", None), recipient_type="TACIR")
    )
    assert decision == by_rule("approved", 7)


def test_of_two_approvals_the_dated_one_is_named():
    """The proof shown is the one that can be dated (L-32)."""
    acts = act("ONAY", "TACIR", None, 3), act("ONAY", day=0, consent_id=4)
    decision = decide(READY, standing(*acts, recipient_type="TACIR"))
    assert decision == by_rule("approved", 4)


def test_an_approval_as_a_merchant_is_none_of_the_person():
    """L-2: the recipient type is part of what was approved."""
    assert decide(READY, standing(act("ONAY", "TACIR"))).rule == "no_consent"


def test_a_merchant_with_an_approval_on_its_way_may_be_written_to():
    """L-36: no approval is needed, so none is waited for."""
    about = standing(recipient_type="TACIR", is_coming=True)
    assert decide(READY, about).rule == "merchant"


def test_an_approval_on_its_way_does_not_end_a_refusal():
    """L-16: it counts only when İYS has confirmed it."""
    about = standing(act("RET"), is_coming=True)
    assert decide(READY, about).rule == "refused"


@pytest.mark.parametrize("status", ["RET", "ret", "", None])
def test_what_is_not_surely_an_approval_is_a_refusal(status):
    """The last branch is never a success, not even for a merchant."""
    about = standing(act(status), recipient_type="TACIR")
    assert decide(READY, about).rule == "refused"


@pytest.mark.parametrize("recipient", [None, ""])
def test_what_is_no_address_gets_nothing(recipient):
    """An empty text is as little an address as none."""
    about = APPROVED._replace(recipient=recipient)
    assert decide(READY, about).rule == "no_address"


# === WHATEVER COMES === #

TYPES = st.sampled_from(["BIREYSEL", "TACIR"])
ACTS = st.builds(
    act,
    st.sampled_from(["ONAY", "RET"]),
    TYPES,
    st.one_of(st.none(), st.integers(0, 3)),
    st.integers(1, 99),
)
STANDINGS = st.builds(
    Standing,
    st.sampled_from(["ali@example.com", None]),
    TYPES,
    st.lists(ACTS, max_size=3, unique_by=lambda act: act.consent_id).map(tuple),
    st.booleans(),
)
SITUATIONS = st.builds(
    Situation, st.sampled_from(MESSAGE_CLASSES), *[st.booleans()] * 8
)
#: (field of the situation, its most restrictive value)
RESTRICTIONS = st.sampled_from(
    [
        ("message_class", "COMMERCIAL"),
        ("is_released", False),
        ("has_brand", False),
        ("is_stopped", True),
        ("is_registered", False),
        ("is_fresh", False),
        ("is_reachable", False),
        ("has_content", False),
        ("is_quiet", True),
    ]
)


@settings(max_examples=400)
@given(STANDINGS)
def test_a_refusal_is_ended_by_a_later_approval_of_the_person_only(about):
    """L-14, L-50: never a commercial message on a RET nothing came after."""
    decision = decide(READY, about)
    refusals = [act for act in about.acts if act.status == "RET"]
    if decision.may_send and refusals:
        (used,) = (act for act in about.acts if act.consent_id == decision.consent_id)
        assert used.status == "ONAY"
        assert used.recipient_type in ("BIREYSEL", about.recipient_type)
        assert all(refusal.moment < used.moment for refusal in refusals)


@given(STANDINGS)
def test_who_says_nothing_about_the_situation_sends_nothing(about):
    """Fail closed: nobody gets a message by an oversight."""
    assert decide(Situation(), about).verdict == "block"


@settings(max_examples=400)
@given(SITUATIONS, STANDINGS, RESTRICTIONS)
def test_a_more_restrictive_situation_never_opens_the_gate(situation, about, change):
    """No switch that is turned to the careful side lets a message out."""
    stricter = replace(situation, **dict([change]))
    assert decide(situation, about).may_send or not decide(stricter, about).may_send


@settings(max_examples=400)
@given(STANDINGS, ACTS)
def test_a_refusal_more_never_opens_the_gate(about, refusal):
    """L-14: another no cannot make a yes."""
    refusal = refusal._replace(status="RET")
    stricter = about._replace(acts=(*about.acts, refusal))
    assert decide(READY, about).may_send or not decide(READY, stricter).may_send


@settings(max_examples=400)
@given(STANDINGS, st.data())
def test_less_for_it_never_opens_the_gate(about, data):
    """Fewer approvals, or an individual instead of a merchant (L-36)."""
    kept = [a for a in about.acts if a.status == "RET" or data.draw(st.booleans())]
    fewer = about._replace(acts=tuple(kept))
    person = about._replace(recipient_type="BIREYSEL")
    for stricter in (fewer, person):
        assert decide(READY, about).may_send or not decide(READY, stricter).may_send


@given(SITUATIONS, STANDINGS)
def test_every_decision_is_one_of_the_rules_with_its_verdict(situation, about):
    """Nothing but the enumerated outcomes."""
    decision = decide(situation, about)
    assert RULES[decision.rule] == decision.verdict
