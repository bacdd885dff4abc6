"""R-37: after masking nothing of the person is left in the dump, the files or the log.

The vault is the table ``iys_vault`` and the files it has encrypted: proof the law keeps.
It is part of the dump here, and gives nothing away without the key file, which is not.
"""

import base64
import io
import json
import logging
import os
import subprocess
from pathlib import Path

import pytest

from . import odoo_here

PHONES = (
    "+905321119876", "05321119876", "0532 111 98 76", "(0532) 111-98-76", "5321119876",
)  # fmt: skip
MAIL = "zulfikar.kanarya@ornek.example.com"
NAME = "Zülfikar Kanaryaoğlu"
IP = "203.0.113.77"
CANARIES = (*PHONES, MAIL, NAME, IP)


@pytest.fixture(scope="module")
def registry(stack, database):
    """The models of a fresh database in this process."""
    return odoo_here.open_registry(database, stack.environment())


def seed(env):
    """Put the person into every place people are put into; returns the contact."""
    account = env["iys.account"].create(
        {"name": "Deneme", "iys_code": "600001", "route": "demo"}
    )
    brand = env["iys.brand"].create(
        {"name": "Alfa", "account_id": account.id, "brand_code": "700001"}
    )
    partner = env["res.partner"].create(
        {"name": NAME, "phone": PHONES[0], "email": MAIL, "street": f"{NAME} Sok. 1"}
    )
    _acts(env, brand, partner)
    _chatter(env, partner)
    _marketing(env, partner)
    _strays(env)
    return partner


def _acts(env, brand, partner):
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    scan = env["ir.attachment"].create(
        {"name": f"{NAME}.txt", "raw": f"{NAME} {PHONES[2]} imza".encode()}
    )
    common = {
        "brand_id": brand.id,
        "recipient": PHONES[0],
        "type": "MESAJ",
        "source": "IYS_WEB",
        "state": "received",
        "person_name": NAME,
        "evidence": {"ip": IP, "way": "web", "note": f"{NAME} {PHONES[1]}"},
        "partner_id": partner.id,
    }
    acts = [
        Act(status="ONAY", transaction_id="t1", attachment_ids=(scan.id,),
            consent_date=_day(1), iys_creation_date=_day(1), **common),
        Act(status="RET", transaction_id="t2",
            consent_date=_day(2), iys_creation_date=_day(2), **common),
    ]  # fmt: skip
    env["iys.consent"]._record_acts(acts)
    env["iys.message"]._log_sent(
        [
            {
                "type": "MESAJ",
                "message_class": "COMMERCIAL",
                "recipient": PHONES[0],
                "brand_id": brand.id,
                "subject": f"Sayın {NAME}",
                "body": f"Sayın {NAME}, {PHONES[0]}",
            }
        ]
    )
    env.cr.execute(
        "INSERT INTO iys_confirmation (brand_id, purpose, method, recipient, recipient_key,"
        " secret_hmac, pending, ip, state, created_at, expires_at)"
        " SELECT brand_id, 'confirm_mesaj', 'mail_link', recipient, recipient_key,"
        " 'x', %s, %s, 'expired', now(), now() FROM iys_consent LIMIT 1",
        [json.dumps({"person_name": NAME, "ip": IP}), IP],
    )


def _day(day):
    from datetime import datetime

    return datetime(2026, 1, day, 9)


def _chatter(env, partner):
    partner.message_post(body=f"{NAME} aradı: {PHONES[3]}")
    partner.write({"email": f"eski.{MAIL}"})
    partner.write({"email": MAIL})
    env["ir.attachment"].create(
        {
            "name": f"{NAME} kimlik.txt",
            "raw": f"{NAME} {MAIL}".encode(),
            "index_content": f"{NAME} {MAIL}",
            "res_model": "res.partner",
            "res_id": partner.id,
        }
    )
    env["mail.mail"].create(
        {
            "subject": f"Sayın {NAME}",
            "body_html": f"<p>{NAME}</p>",
            "email_to": f'"{NAME}" <{MAIL}>',
            "state": "exception",
        }
    )


def _marketing(env, partner):
    env["mailing.contact"].create({"name": NAME, "email": MAIL})
    # an entry from before the addon; a new one would be a refusal on its way to İYS
    env.cr.execute(
        "INSERT INTO mail_blacklist (email, active) VALUES (%s, TRUE)", [MAIL]
    )
    mailing = env["mailing.mailing"].create(
        {
            "subject": "Bülten",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
        }
    )
    trace = env["mailing.trace"].create(
        {
            "mass_mailing_id": mailing.id,
            "model": "res.partner",
            "res_id": partner.id,
            "email": MAIL,
        }
    )
    link = env["link.tracker"].create({"url": "https://ornek.example.com"})
    env["link.tracker.click"].create(
        {"link_id": link.id, "ip": IP, "mailing_trace_id": trace.id}
    )


def _strays(env):
    """Where nobody thinks of: another contact's note, the log table, a queued bus row."""
    env["res.partner"].create({"name": "Komşu", "comment": f"Komşusu: {PHONES[2]}"})
    env.cr.execute(
        "INSERT INTO ir_logging (create_date, name, level, message, type, path, line, func)"
        " VALUES (now(), 'x', 'ERROR', %s, 'server', 'x', '1', 'x')",
        [f"failed for {PHONES[1]} <{MAIL.upper()}>"],
    )
    env["bus.bus"]._sendone("x", "note", {"to": MAIL})
    env.flush_all()


def mask(env):
    """Start, approve as somebody else, carry out; then what Odoo's own night job does."""
    second = env["res.users"].create({"name": "İkinci", "login": "second_person"})
    rule = env["iys.destruction.rule"].create({"name": "Ret", "kind": "refused"})
    run = env["iys.destruction"].browse(rule.action_prepare()["res_id"])
    run._step()
    run.write({"state": "approved", "approved_by_id": second.id})
    while run.state in ("approved", "running"):
        run._step()
    env.cr.commit()
    env["ir.attachment"]._gc_file_store_unsafe()
    env.cr.commit()
    return run


def dump(stack, database):
    """The whole database as text, byte strings and all."""
    from odoo.tools.misc import exec_pg_environ, find_pg_tool

    done = subprocess.run(
        [find_pg_tool("pg_dump"), "--no-owner", database],
        capture_output=True,
        check=True,
        env={**exec_pg_environ(), **stack.environment()},
    )
    return done.stdout.decode()


def hits(text):
    """Which canaries a text holds, in plain, in JSON's and in hexadecimal spelling."""
    folded = text.casefold()
    found = []
    for canary in CANARIES:
        spelt = canary.casefold()
        escaped = canary.encode("ascii", "backslashreplace").decode().casefold()
        in_hex = canary.encode().hex()
        coded = base64.b64encode(canary.encode()).decode().rstrip("=")[:-1].casefold()
        if any(one in folded for one in (spelt, escaped, in_hex, coded)):
            found.append(canary)
    return found


def test_canaries_are_gone(stack, database, registry):
    """R-37: 0 hits in dump, file store and log; all of them before."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    with odoo_here.environment(registry) as env:
        seed(env)
        store = Path(env["ir.attachment"]._filestore())
    before = dump(stack, database)
    assert set(hits(before)) == set(CANARIES)
    logging.getLogger().addHandler(handler)
    try:
        with odoo_here.environment(registry) as env:
            run = mask(env)
            assert (run.state, run.whole_people) == ("done", 1)
            assert env["iys.vault"].search_count([]) >= 3
    finally:
        logging.getLogger().removeHandler(handler)
    text = dump(stack, database)
    left = [line[:300] for line in text.splitlines() if hits(line)]
    assert left == []
    assert hits(log.getvalue()) == []
    files = [
        Path(folder) / name for folder, _d, names in os.walk(store) for name in names
    ]
    assert [f.name for f in files if hits(f.read_bytes().decode("latin-1"))] == []
