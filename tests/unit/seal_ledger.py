"""A small sealed ledger in memory, and everything an attacker may do to it."""

import hashlib
import hmac
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from seal_chain.canon import (
    GENESIS,
    NOTHING,
    VERSION,
    link_hash,
    personal_commitment,
    row_commitment,
)
from seal_chain.verify import Row, Seal, Verifier

COMPANY = 1
MODELS = ("iys.consent", "iys.message", "iys.log", "iys.notice")


def sign(text):
    """The keyed signature; the key lies outside the database."""
    return hmac.new(b"key", text.encode(), "sha256").hexdigest()


def forge(_text):
    """What an attacker without the key can write in its place."""
    return "0" * 64


@dataclass
class Ledger:
    """Rows by (model, id), the seals in order, and the heads kept outside."""

    rows: dict = field(default_factory=dict)
    seals: list = field(default_factory=list)
    heads: dict = field(default_factory=dict)

    def faults(self):
        """Check everything, as the job and the checker do."""
        verifier = Verifier(COMPANY, self.heads, sign=sign)
        faults = []
        for seal in self.seals:
            faults += verifier.add(seal, self.rows.get((seal.model, seal.row_id)))
        return faults + verifier.finish()

    def seal(self, keys, salts, sealed_at):
        """Seal rows at the end of the chain."""
        for key in keys:
            self.seals.append(self._next(key, next(salts), sealed_at))

    def _next(self, key, salt, sealed_at, signer=sign):
        model, row_id = key
        row = self.rows[key]
        personal = NOTHING
        if row.personal:
            personal = personal_commitment(salt, row.personal)
        commitment = row_commitment(model, row_id, row.public, personal, VERSION)
        seq = len(self.seals) + 1
        before = self.seals[-1].hash if self.seals else GENESIS
        parts = (COMPANY, seq, model, row_id, sealed_at, commitment, before, VERSION)
        made = link_hash(*parts)
        return Seal(
            COMPANY, seq, VERSION, model, row_id, sealed_at, personal, commitment, made,
            salt if row.personal else "", signer(made),
        )  # fmt: skip

    def recompute(self, place, signer):
        """Rebuild all seals from a place on, as they would be for today's rows."""
        old, self.seals = self.seals[place:], self.seals[:place]
        for seal in old:
            key = (seal.model, seal.row_id)
            self.seals.append(self._next(key, seal.salt, seal.sealed_at, signer))

    def key(self, place):
        """The row behind a place of the chain."""
        return (self.seals[place].model, self.seals[place].row_id)


def build(seed, days=4, rows_a_day=12):
    """Make a ledger of some days, each with its head anchored at the evening."""
    dice = random.Random(seed)
    ledger, number = Ledger(), 0
    salts = iter(lambda: f"{dice.getrandbits(128):032x}", None)
    moment = datetime(2026, 11, 2, 9)
    for _day in range(days):
        left = dice.randrange(4, rows_a_day)
        while left > 0:
            lot = []
            for _row in range(dice.randrange(1, 5)):
                number += 1
                left -= 1
                lot.append(_add_row(ledger, dice, number, moment))
                moment += timedelta(seconds=dice.randrange(1, 900))
            dice.shuffle(lot)  # transactions end in any order
            ledger.seal(lot, salts, f"{moment.isoformat()}Z")
        ledger.heads[len(ledger.seals)] = ledger.seals[-1].hash
        moment += timedelta(hours=20)
    return ledger


def _add_row(ledger, dice, number, moment):
    model = dice.choice(MODELS)
    public = {
        "recorded_at": f"{moment.isoformat()}Z",
        "date": f"{moment.isoformat()}Z",
        "status": dice.choice(("ONAY", "RET")),
        "recipient_key": f"{dice.getrandbits(64):x}",
        "consent_date": dice.choice((None, f"{moment.isoformat()}Z")),
    }
    personal = {
        "recipient": f"+90532{dice.randrange(10**7):07}",
        "evidence": {"note": "İĞÜşöç\u2028\n" + "x" * dice.randrange(9), "x": 0.1},
        "files": [hashlib.sha256(str(number).encode()).hexdigest()],
    }
    ledger.rows[model, number] = Row(public, None if model == MODELS[3] else personal)
    return (model, number)


def _place(ledger, dice):
    return dice.randrange(1, len(ledger.seals) - 1)


def change_field(ledger, dice):
    """Turn a refusal into an approval."""
    place = _place(ledger, dice)
    return _change(ledger, place, status="EVET")


def _change(ledger, place, **values):
    key = ledger.key(place)
    row = ledger.rows[key]
    ledger.rows[key] = replace(row, public={**row.public, **values})
    return [place + 1]


def change_blob(ledger, dice):
    """Put another scan in the place of the one that was filed."""
    with_files = [i for i, seal in enumerate(ledger.seals) if seal.personal]
    place = dice.choice(with_files)
    row = ledger.rows[ledger.key(place)]
    other = {**row.personal, "files": ["0" * 64]}
    ledger.rows[ledger.key(place)] = replace(row, personal=other)
    return [place + 1]


def delete_middle(ledger, dice):
    """Delete a row, and by turns its seal as well."""
    place = _place(ledger, dice)
    del ledger.rows[ledger.key(place)]
    if dice.random() < 0.5:
        del ledger.seals[place]
    return [place + 1]


def delete_tail(ledger, dice):
    """Delete the last rows with their seals."""
    place = _place(ledger, dice)
    for seal in ledger.seals[place:]:
        del ledger.rows[seal.model, seal.row_id]
    del ledger.seals[place:]
    return [place + 1]


def insert_row(ledger, dice):
    """Slip a row in with an early date: sealed as if it were new, or by a forged seal."""
    key = ("iys.consent", 9999)
    ledger.rows[key] = Row(
        {"recorded_at": "2026-11-02T09:00:01Z", "status": "ONAY"}, {"recipient": "+90"}
    )
    if dice.random() < 0.5:
        later = "2026-11-20T00:00:00Z"
        honest = ("iys.consent", 9998)
        ledger.rows[honest] = Row({"recorded_at": later}, None)
        ledger.seal([honest], iter(["aa"]), later)
        ledger.seal([key], iter(["ab"]), "2026-11-20T00:01:00Z")
        return [len(ledger.seals)]
    place = _place(ledger, dice)
    forged = replace(ledger.seals[place], model=key[0], row_id=key[1])
    shifted = [replace(seal, seq=seal.seq + 1) for seal in ledger.seals[place:]]
    ledger.seals[place:] = [forged, *shifted]
    return [place + 1]


def swap(ledger, dice):
    """Swap two rows' contents, or two seals' places."""
    place = _place(ledger, dice)
    if dice.random() < 0.5:
        one, two = ledger.key(place), ledger.key(place + 1)
        ledger.rows[one], ledger.rows[two] = ledger.rows[two], ledger.rows[one]
    else:
        one, two = ledger.seals[place : place + 2]
        ledger.seals[place] = replace(two, seq=one.seq)
        ledger.seals[place + 1] = replace(one, seq=two.seq)
    return [place + 1, place + 2]


def shift_date(ledger, dice):
    """Move a date by a minute."""
    return _change(ledger, _place(ledger, dice), consent_date="2026-11-02T08:59:00Z")


def recompute_from_point(ledger, dice):
    """Change a row and rebuild the chain behind it, with or without the key."""
    place = _place(ledger, dice)
    named = _change(ledger, place, status="EVET")
    ledger.recompute(place, dice.choice((sign, forge)))
    return named


def recompute_whole(ledger, dice):
    """Change a row and rebuild the whole chain, with the key at hand."""
    named = _change(ledger, _place(ledger, dice), status="EVET")
    ledger.recompute(0, sign)
    return named


def restore_backup(ledger, dice):
    """Put the tables back to an earlier day; only the heads outside are newer."""
    older = sorted(ledger.heads)[dice.randrange(len(ledger.heads) - 1)]
    for seal in ledger.seals[older:]:
        del ledger.rows[seal.model, seal.row_id]
    del ledger.seals[older:]
    return [older + 1]


#: R-32's ten kinds; each damages a ledger and returns the places that must be named.
ATTACKS = (
    change_field, change_blob, delete_middle, delete_tail, insert_row, swap, shift_date,
    recompute_from_point, recompute_whole, restore_backup,
)  # fmt: skip
