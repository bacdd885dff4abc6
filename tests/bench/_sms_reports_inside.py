"""Within Odoo: a campaign that has left, and the pushes that tell what became of it."""

A_JOB = 1000
FILL = """
    INSERT INTO iys_sms_job (gateway_id, company_id, title, kind, recipient_type, job_ref,
                             job_ids, state, size, started_at)
    SELECT %(gateway)s, %(company)s, 'ALFA', 'commercial', 'BIREYSEL', 'ref' || n,
           n::text, 'accepted', %(size)s, now() AT TIME ZONE 'UTC'
    FROM generate_series(1, %(jobs)s) n;
    INSERT INTO mailing_trace (trace_type, model, res_id, sms_number, trace_status,
                               mass_mailing_id, sent_datetime)
    SELECT 'sms', 'res.partner', n, '+90532' || lpad(n::text, 7, '0'), 'pending',
           %(mailing)s, now() AT TIME ZONE 'UTC'
    FROM generate_series(1, %(count)s) n;
    INSERT INTO sms_tracker (sms_uuid, mailing_trace_id)
    SELECT 'uuid' || res_id, id FROM mailing_trace WHERE mass_mailing_id = %(mailing)s;
    INSERT INTO iys_sms_dispatch (job_id, ref, sms_uuid, number, number10, state, confirmed)
    SELECT j.id, 'ref' || n, 'uuid' || n, '+90532' || lpad(n::text, 7, '0'),
           '532' || lpad(n::text, 7, '0'), 'accepted', TRUE
    FROM generate_series(1, %(count)s) n
    JOIN iys_sms_job j ON j.job_ids = ((n - 1) / %(size)s + 1)::text;
    ANALYZE;
"""


def fill(count):
    """Make an account, a mailing and its rows; returns the account."""
    gateway = env["iys.sms.gateway"].create(  # noqa: F821
        {"name": "Bench", "provider": "verimor"}
    )
    mailing = env["mailing.mailing"].create(  # noqa: F821
        {
            "subject": "Bench",
            "mailing_type": "sms",
            "body_plaintext": "Merhaba",
            "mailing_model_id": env.ref("base.model_res_partner").id,  # noqa: F821
        }
    )
    env.flush_all()  # noqa: F821
    env.cr.execute(  # noqa: F821
        FILL,
        {
            "gateway": gateway.id,
            "company": env.company.id,  # noqa: F821
            "mailing": mailing.id,
            "count": count,
            "jobs": -(-count // A_JOB),
            "size": A_JOB,
        },
    )
    env.invalidate_all()  # noqa: F821
    return gateway


def row(number):
    """One report as Verimor pushes it: nine of ten are delivered."""
    return {
        "type": "outbound",
        "campaign_id": (number - 1) // A_JOB + 1,
        "message_id": str(number),
        "dest": f"90532{number:07}",
        "size": 1,
        "status": "DELIVERED" if number % 10 else "NOT_DELIVERED",
        "done_at": "2026-11-16T12:00:00.000+03:00",
    }


def push(gateway, first, last, together):
    """Store pushes with so many reports each."""
    events = env["iys.sms.event"]  # noqa: F821
    for start in range(first, last + 1, together):
        rows = [row(n) for n in range(start, min(start + together, last + 1))]
        events._note(gateway, "report", json.dumps(rows).encode(), "application/json")  # noqa: F821


count = PARAMS["count"]  # noqa: F821
single = count // 5
gateway = fill(count + single)
push(gateway, 1, count, 100)
env.cr.commit()  # noqa: F821
events = env["iys.sms.event"]  # noqa: F821
in_hundreds = measure(env, events._cron_reports)  # noqa: F821
push(gateway, count + 1, count + single, 1)
env.cr.commit()  # noqa: F821
one_by_one = measure(env, events._cron_reports)  # noqa: F821
env.cr.execute(  # noqa: F821
    "SELECT outcome, count(*) FROM iys_sms_dispatch GROUP BY 1"
)
outcomes = dict(env.cr.fetchall())  # noqa: F821
env.cr.execute(  # noqa: F821
    "SELECT trace_status, count(*) FROM mailing_trace GROUP BY 1"
)
tell(  # noqa: F821
    in_hundreds=in_hundreds,
    one_by_one=one_by_one,
    single=single,
    outcomes=outcomes,
    traces=dict(env.cr.fetchall()),  # noqa: F821
)
