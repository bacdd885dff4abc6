"""Inside Odoo: SMS of a mailing in the queue, with traces and trackers, by SQL."""

# ruff: noqa: F821  (env, CR and copy_record are given)


def make_queue(count, **columns):
    """Put ``count`` SMS of one mailing into the queue; gives the mailing.

    ``columns`` are further columns of `sms_sms` as SQL.
    """
    mailing = env["mailing.mailing"].create(
        {
            "mailing_type": "sms",
            "subject": "Deneme",
            "body_plaintext": "KAMPANYA yaz indirimi başladı",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
            "state": "sending",
        }
    )
    env.flush_all()
    names = "".join(f", {name}" for name in columns)
    values = "".join(f", {value}" for value in columns.values())
    CR.execute(
        f"""
        INSERT INTO sms_sms (uuid, number, body, state, mailing_id, partner_id,
                             create_uid, create_date, write_date{names})
        SELECT md5(id::text || 'sms'), phone_sanitized,
               'KAMPANYA yaz indirimi başladı ' || id, 'outgoing', %s, id,
               1, now(), now(){values}
        FROM res_partner WHERE ref = 'bench' ORDER BY res_partner.id LIMIT %s
        """,
        [mailing.id, count],
    )
    CR.execute(
        """
        INSERT INTO mailing_trace (trace_type, trace_status, mass_mailing_id, model,
                                   res_id, sms_number, sms_id_int, sms_code,
                                   create_date, write_date)
        SELECT 'sms', 'outgoing', mailing_id, 'res.partner', partner_id, number, id,
               'abc', now(), now()
        FROM sms_sms
        """
    )
    CR.execute(
        """
        INSERT INTO sms_tracker (sms_uuid, mailing_trace_id, create_date, write_date)
        SELECT s.uuid, t.id, now(), now()
        FROM sms_sms s JOIN mailing_trace t ON t.sms_id_int = s.id
        """
    )
    CR.commit()
    CR.execute("ANALYZE")
    CR.commit()
    env.invalidate_all()
    return mailing


def left():
    """How many SMS wait."""
    CR.execute("SELECT count(*) FROM sms_sms WHERE state = 'outgoing'")
    return CR.fetchone()[0]


def work_off():
    """Work the queue as its job does, to the end."""
    before = None
    while (now := left()) and now != before:
        before = now
        env["sms.sms"]._process_queue()
        CR.commit()
        env.invalidate_all()
    CR.execute("SELECT state, count(*) FROM sms_sms GROUP BY 1")
    return {"states": dict(CR.fetchall())}
