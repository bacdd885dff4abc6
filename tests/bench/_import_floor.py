"""Inside Odoo: the least the database can do, and what the proof of each row costs."""

# ruff: noqa: F821
import tempfile
from uuid import uuid4

from odoo.addons.izinnet_iys.models.record import iys_ledger_draft
from odoo.addons.izinnet_iys.models.record.iys_ledger_copy import spell_json

env.cr.execute("SET session_replication_role = DEFAULT")
env.cr.execute("CREATE TABLE floor_consent (LIKE iys_consent INCLUDING ALL)")
env.cr.execute(
    """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = 'iys_consent'::regclass AND contype = 'f'
    """
)
foreign_keys = [row[0] for row in env.cr.fetchall()]
for definition in foreign_keys:
    env.cr.execute(f"ALTER TABLE floor_consent ADD {definition}")
buffer = tempfile.TemporaryFile()
env.cr.copy_expert("COPY iys_consent TO STDOUT", buffer)
buffer.seek(0)
env.cr.commit()


def copy():
    env.cr.copy_expert("COPY floor_consent FROM STDIN", buffer)
    env.cr.commit()


tell(floor=measure(env, copy), foreign_keys=len(foreign_keys))


def proof():
    """Work out what only the proof needs: ids, keyed hashes, fingerprints, JSON."""
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    keyed = env["iys.key"]._hasher()
    act = Act(1, "+905321112233", "MESAJ", "ONAY", "HS_WEB", env.cr.now())
    draft = iys_ledger_draft.Draft(act, act.recipient, keyed(act.recipient))
    for number in range(PARAMS["rows"]):
        evidence = spell_json({"file": "0" * 64, "proof": "bench", "row": number})
        proof_key = keyed(f"Kişi {number}\n{evidence}")
        iys_ledger_draft.content_hash(draft, str(uuid4()), proof_key)


tell(proof=measure(env, proof))
