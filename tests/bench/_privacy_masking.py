"""Inside Odoo: so many refused contacts masked in sets, and some one by one (issue 6)."""

# ruff: noqa: F821
from odoo import fields

ROWS, FEW = PARAMS["rows"], PARAMS["few"]

account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(
    {"name": "Marka", "account_id": account.id, "brand_code": "700001"}
)
second = env["res.users"].create({"name": "İkinci", "login": "second_person"})
keyed = env["iys.key"]._hasher()


def fill(first, count):
    """Write contacts, a refusal, two chatter messages and a mailing contact for each."""
    cr = env.cr
    numbers = [f"+9053{n:08d}" for n in range(first, first + count)]
    cr.execute_values(
        "INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, email,"
        " email_normalized, active, type, iys_recipient_type, create_date, write_date)"
        " VALUES %s",
        [
            (f"Kişi {n}", f"Kişi {n}", n, n, f"k{n[1:]}@ornek.example.com",
             f"k{n[1:]}@ornek.example.com", True, "contact", "BIREYSEL",
             "2025-01-01", "2025-01-01")
            for n in numbers
        ],
    )  # fmt: skip
    cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id"
        " WHERE commercial_partner_id IS NULL"
    )
    cr.execute_values(
        "INSERT INTO iys_consent (uid, brand_id, recipient, recipient_key, recipient_type,"
        " type, status, source, consent_date, person_name, evidence, recorded_at, state,"
        " transaction_id, iys_creation_date, is_effective) VALUES %s",
        [
            (f"u{n}", brand.id, n, keyed(n), "BIREYSEL", "MESAJ", "RET", "IYS_WEB",
             "2026-01-01", f"Kişi {n}", '{"ip": "203.0.113.9", "way": "web"}',
             "2026-01-01", "received", f"t{n}", "2026-01-01", True)
            for n in numbers
        ],
    )  # fmt: skip
    cr.execute(
        "INSERT INTO mail_message (model, res_id, body, message_type, date)"
        " SELECT 'res.partner', p.id, 'Arandı: ' || p.phone, 'comment', now()"
        " FROM res_partner p, generate_series(1, 2)"
        " WHERE p.phone_sanitized BETWEEN %s AND %s",
        [numbers[0], numbers[-1]],
    )
    cr.execute_values(
        "INSERT INTO mailing_contact (name, email, email_normalized) VALUES %s",
        [(f"Kişi {n}", f"k{n[1:]}@ornek.example.com", f"k{n[1:]}@ornek.example.com")
         for n in numbers],
    )  # fmt: skip
    cr.execute("ANALYZE")
    cr.commit()
    return numbers


def one_by_one(numbers):
    """The same for one person after the other, as a script on the ORM would do it."""
    for number in numbers:
        partner = env["res.partner"].search([("phone_sanitized", "=", number)])
        email = partner.email_normalized
        partner.message_ids.unlink()
        env["mailing.contact"].search([("email_normalized", "=", email)]).unlink()
        env["mail.blacklist"].search([("email", "=", email)]).unlink()
        env["mailing.trace"].search([("email", "=", email)]).write({"email": False})
        acts = env["iys.consent"].search([("recipient_key", "=", keyed(number))])
        for act in acts:
            env["iys.vault"]._lock(
                "iys.consent",
                {act.id: {"recipient": act.recipient, "evidence": act.evidence}},
            )
        env.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL, evidence = NULL"
            " WHERE id = ANY(%s)",
            [acts.ids],
        )
        env.invalidate_all()
        partner.write(
            {"name": "Masked", "phone": False, "email": False, "active": False,
             "comment": False, "street": False, "vat": False, "category_id": [(5,)]}
        )  # fmt: skip
        partner.message_ids.unlink()  # what the change itself wrote
    env.cr.commit()


def in_sets(rule):
    """Dry run, approval by a second person, masking, sweep, certificate."""
    run = env["iys.destruction"].browse(rule.action_prepare()["res_id"])
    run._step()
    people = run.people
    run.sudo().write(
        {
            "state": "approved",
            "approved_by_id": second.id,
            "approved_at": fields.Datetime.now(),
        }
    )
    while run.state in ("approved", "running"):
        run._step()
        env.cr.commit()
        env.invalidate_all()
    return {"people": people, "state": run.state}


few = fill(70_000_000, FEW)
tell(one=measure(env, lambda: one_by_one(few)))
fill(10_000_000, ROWS)
rule = env["iys.destruction.rule"].create({"name": "Refused", "kind": "refused"})
tell(sets=measure(env, lambda: in_sets(rule)))
env.cr.execute("SELECT count(*) FROM iys_consent WHERE recipient IS NOT NULL")
left = env.cr.fetchone()[0]
env.cr.execute("SELECT count(*) FROM res_partner WHERE phone LIKE '+9053%%'")
tell(left=left + env.cr.fetchone()[0])
