"""Inside Odoo: preparing a mailing, in a stock database and in one with the gate."""

# ruff: noqa: F821
import logging

logging.getLogger("odoo.addons.mass_mailing").setLevel(logging.ERROR)
rows, old = PARAMS["rows"], PARAMS["old"]
has_gate = "iys.consent" in env
make_people(old, ref="old")
make_people(rows, first=old, ref="new")
if has_gate:
    brand = make_brand()
    fill_channel(brand, "EPOSTA", range(old, old + rows), lambda _n: "ONAY")
values = {
    "subject": "KAMPANYA: deneme",
    "body_html": "<p>Merhaba <t t-out=\"object.name\"/>, <a href='https://deneme.example.com/yaz'>"
    "yaz indirimi</a> başladı. Koşullar sitede, 31.08.2026 tarihine kadar.</p>",
    "mailing_model_id": env["ir.model"]._get_id("res.partner"),
    "mailing_domain": "[('ref', '=', 'new')]",
}
mailing = env["mailing.mailing"].create(values)
env.flush_all()
if old:
    CR.execute(
        "INSERT INTO mailing_trace (trace_type, model, res_id, mass_mailing_id, email,"
        " trace_status, sent_datetime, create_date, write_date)"
        " SELECT 'mail', 'res.partner', id, %s, email, 'sent', now(), now(), now()"
        " FROM res_partner WHERE ref = 'old'",
        [mailing.id],
    )
CR.commit()
CR.execute("ANALYZE")
CR.commit()

spent = measure(env, lambda: mailing._action_send_mail() and None)
CR.execute(
    "SELECT extract(epoch FROM create_date)::float, count(*) FROM mail_mail"
    " WHERE mailing_id = %s GROUP BY 1 ORDER BY 1",
    [mailing.id],
)
lots = CR.fetchall()  # each lot is a transaction of its own
tell(spent=spent, mails=sum(count for _moment, count in lots), lots=lots)
