"""Inside Odoo: rows into the ledger's table by COPY, with and without their proof."""

# ruff: noqa: F821  (env, PARAMS, measure and tell are given)
import io
from secrets import token_hex

from odoo.addons.izinnet_iys.iys_api.acts import Act
from odoo.addons.izinnet_iys.models.record.iys_ledger_copy import (
    COLUMNS,
    copy_line,
    spell_json,
)
from odoo.addons.izinnet_iys.models.record.iys_ledger_draft import Draft, content_hash

account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(
    {"name": "Marka", "account_id": account.id, "brand_code": "700001"}
)
env.cr.commit()
keyed = env["iys.key"]._hasher()
NOW = env.cr.now().replace(microsecond=0)
EVIDENCE = {"file": "0" * 64, "proof": "bench", "row": 1}


def lines(first, proof):
    """Spell rows; ``proof`` says whether each gets keys and fingerprints of its own."""
    buffer = io.StringIO()
    for number in range(first, first + PARAMS["rows"]):
        phone = f"+9053{number:08d}"
        act = Act(brand.id, phone, "MESAJ", "ONAY", "HS_WEB", NOW, evidence=EVIDENCE)
        # the key is what an address is found by, with or without proof
        key = keyed(phone)
        draft = Draft(act, phone, key)
        spelt = spell_json(act.evidence)
        if proof:
            uid = token_hex(16)
            proof_key = keyed(f"\n{spelt}")
            made = content_hash(draft, uid, proof_key)
        else:
            uid, proof_key, made = f"{number:032d}", "", ""
        buffer.write(
            copy_line(
                [
                    number, uid, brand.id, phone, key, "BIREYSEL", "MESAJ", "ONAY",
                    "HS_WEB", NOW, None, None, None, None, spelt, proof_key, made, None,
                    None, 1, NOW, "queued", None, None, None, None, None, False,
                ]
            )
        )  # fmt: skip
    buffer.seek(0)
    return buffer


def insert(first, proof):
    def work():
        env.cr.copy_expert(
            f"COPY iys_consent ({', '.join(COLUMNS)}) FROM STDIN", lines(first, proof)
        )

    return work


results = {}
for turn in range(3):
    for name, proof in (("plain", False), ("proven", True)):
        first = (2 * turn + proof) * 10_000_000 % 99_000_000
        spent = measure(env, insert(first, proof))
        env.cr.rollback()
        if name not in results or spent["cpu"] < results[name]["cpu"]:
            results[name] = spent
tell(**results)
