"""The chain: what was changed is found and named, what was not is not (R-32, R-36)."""

import random
from dataclasses import replace

import pytest
from seal_chain.canon import (
    UnknownVersion,
    head_digest,
    personal_commitment,
    row_commitment,
)
from seal_chain.verify import Kind, State, Verifier

from .seal_ledger import ATTACKS, COMPANY, build, sign

SEEDS = range(20)
CLEAN_RUNS = 1000


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_tampering_is_found_and_the_row_is_named(attack, seed):
    """R-32."""
    ledger = build(seed)
    damaged = attack(ledger, random.Random(seed))
    named = set()
    for fault in ledger.faults():
        named |= set(range(fault.seq, max(fault.seq, fault.last) + 1))
    assert set(damaged) <= named


def test_a_clean_ledger_has_no_faults():
    """R-32: 0 false alarms on 1,000 runs."""
    alarms = [seed for seed in range(CLEAN_RUNS) if build(seed).faults()]
    assert alarms == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_changed_row_blames_no_other(seed):
    ledger = build(seed)
    places = ATTACKS[0](ledger, random.Random(seed))
    assert [(f.kind, f.seq) for f in ledger.faults()] == [(Kind.ROW_CHANGED, *places)]


@pytest.mark.parametrize("seed", SEEDS)
def test_after_everybody_is_masked_the_chain_still_verifies(seed):
    """R-36."""
    ledger = build(seed)
    ledger.rows = {key: replace(r, personal=None) for key, r in ledger.rows.items()}
    ledger.seals = [replace(seal, salt="") for seal in ledger.seals]
    assert ledger.faults() == []


def test_a_forged_seal_is_named_even_before_the_next_anchor():
    """The key lies outside the database, so rebuilding the chain needs both."""
    ledger = build(3)
    place = ATTACKS[0](ledger, random.Random(3))[0]
    ledger.heads = {}
    ledger.recompute(place - 1, lambda _text: "x")
    assert ledger.faults()[0].kind is Kind.SEAL_FORGED
    assert ledger.faults()[0].seq == place


def test_a_destroyed_row_is_no_fault():
    ledger = build(1)
    seal = ledger.seals[0]
    verifier = Verifier(COMPANY, {}, sign=sign)
    assert verifier.add(seal, None, is_destroyed=True) == []


def test_a_row_not_recorded_by_this_system_is_named():
    ledger = build(1)
    seal = ledger.seals[0]
    row = replace(ledger.rows[seal.model, seal.row_id], is_foreign=True)
    faults = Verifier(COMPANY, {}, sign=sign).add(seal, row)
    assert [fault.kind for fault in faults] == [Kind.ROW_FOREIGN]


def test_a_seal_of_a_later_version_is_told_not_blamed():
    """T-8."""
    ledger = build(1)
    seal = replace(ledger.seals[0], version=99)
    faults = Verifier(COMPANY, {}).add(seal, ledger.rows[seal.model, seal.row_id])
    assert [fault.kind for fault in faults] == [Kind.SEAL_UNKNOWN]


def test_an_unknown_version_has_no_commitment():
    with pytest.raises(UnknownVersion):
        row_commitment("iys.log", 1, {}, "", 2)


def test_a_check_goes_on_where_it_stopped():
    ledger = build(5)
    state, faults = State(), []
    for seal in ledger.seals:
        verifier = Verifier(COMPANY, ledger.heads, state=state, sign=sign)
        faults += verifier.add(seal, ledger.rows[seal.model, seal.row_id])
    assert faults == []
    assert state.seq == len(ledger.seals)


def test_the_same_person_with_another_salt_is_another_commitment():
    """R-36: nobody can try all phone numbers against the chain."""
    person = {"recipient": "+905321112233"}
    assert personal_commitment("a", person) != personal_commitment("b", person)


def test_the_spelling_of_version_one_never_changes():
    """T-8: these hashes stand in the ledgers of others."""
    personal = personal_commitment("ab", {"recipient": "+905321112233"})
    row = row_commitment("iys.consent", 7, {"status": "RET", "ı": None}, personal, 1)
    assert (personal[:16], row[:16], head_digest(1, 2, "ab").hex()[:16]) == PINNED


PINNED = ("73d9f4217cdb5f6a", "141153d704ecef08", "0527751a958933e9")
