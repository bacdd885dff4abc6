"""The intent of a request: committed before the call; and what a dead worker left (R-5)."""

import secrets

from odoo import api, fields, models

from ...sms_gateways import SendOptions, last_ten
from .lot import Lot

LOCK_SPACE = 0x1957_0E
#: Random bytes of our reference of a request (at most 50 characters at Verimor).
REF_BYTES = 16
#: Where rule and act are shown besides the SMS: table, and the row's link to it.
SHOWN_ON = (("mail_notification", "notification_id"), ("mailing_trace", "trace_id"))


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _begin(self, turn, sms_class, brand, items):
        """Commit the intent: job, rows and SMS are in flight before the call.

        ``items`` are of one sort, for one ``brand`` or none. Returns the `Lot`; its lock
        is held until ``_let_go``.
        """
        _title_id, title, kind, recipient_type, encoding = items[0].key
        options = SendOptions(
            title=title,
            kind=kind,
            job_ref=secrets.token_hex(REF_BYTES),
            recipient_type=recipient_type,
            encoding=encoding,
        )
        self.env.flush_all()
        mailing = self.env["sms.sms"]._iys_mailing
        facts = {item.row.mailing_id: mailing(turn, item.row) for item in items}
        releases = {one.release_ref for one in facts.values() if one.release_ref}
        lot = Lot(
            job_id=self._insert_job(turn, brand, options, len(items), releases),
            options=options,
            items=items,
            company_id=turn.company.id,
            brand_id=brand.id or None,
            message_class=sms_class.message_class,
            carrier=turn.provider,
            subjects={mailing_id: one.subject for mailing_id, one in facts.items()},
        )
        self._insert_dispatches(lot)
        self._mark_in_flight(lot)
        self._note_changed(items)
        self.env["iys.exchange"]._commit()
        self.env["sms.sms"].invalidate_model(flush=False)
        return lot

    @api.model
    def _insert_job(self, turn, brand, options, size, releases):
        """Write the job and hold its lock, by which others see that the call is alive."""
        self.env.cr.execute(
            """
            INSERT INTO iys_sms_job
                (gateway_id, company_id, brand_id, title, kind, recipient_type, job_ref,
                 state, size, poll_count, started_at, release_ref)
            VALUES (%s, %s, %s, %s, %s, %s, %s, 'in_flight', %s, 0, %s, %s)
            RETURNING id, pg_advisory_lock(%s, id::int)
            """,
            [
                turn.gateway.id,
                turn.company.id,
                brand.id or None,
                options.title,
                options.kind,
                options.recipient_type,
                options.job_ref,
                size,
                fields.Datetime.now(),
                ", ".join(sorted(releases)) or None,
                LOCK_SPACE,
            ],
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _insert_dispatches(self, lot):
        self.env.cr.execute(
            """
            INSERT INTO iys_sms_dispatch
                (job_id, ref, sms_uuid, number, number10, state, confirmed)
            SELECT %s, ref, uuid, number, number10, 'in_flight', TRUE
            FROM unnest(%s, %s, %s, %s) AS v(ref, uuid, number, number10)
            """,
            [
                lot.job_id,
                [item.ref for item in lot.items],
                [item.row.uuid for item in lot.items],
                [item.row.number for item in lot.items],
                [last_ten(item.row.number) for item in lot.items],
            ],
        )

    @api.model
    def _mark_in_flight(self, lot):
        items = lot.items
        self.env.cr.execute(
            """
            UPDATE sms_sms s
            SET state = 'process', failure_type = NULL, body = v.body,
                iys_token = v.token, iys_rule = v.rule, iys_consent_id = v.consent_id,
                iys_title_id = %s, iys_wait_reason = NULL, iys_ask_again_at = NULL
            FROM unnest(%s, %s::text[], %s::text[], %s::text[], %s::int[])
                AS v(id, body, token, rule, consent_id)
            WHERE s.id = v.id
            """,
            [
                items[0].key.title_id,
                lot.sms_ids,
                [item.text for item in items],
                [item.token for item in items],
                [item.decision.rule for item in items],
                [item.decision.consent_id for item in items],
            ],
        )

    @api.model
    def _note_changed(self, items):
        """Keep rule and act on traces and notifications where they were decided anew."""
        changed = [
            item
            for item in items
            if (item.row.rule, item.row.consent_id)
            != (item.decision.rule, item.decision.consent_id)
        ]
        if not changed:
            return
        rules = [item.decision.rule for item in changed]
        consent_ids = [item.decision.consent_id for item in changed]
        for table, link in SHOWN_ON:
            ids = [getattr(item.row, link) for item in changed]
            if any(ids):
                self.env.cr.execute(
                    f"""
                    UPDATE {table} x SET iys_rule = v.rule, iys_consent_id = v.consent_id
                    FROM unnest(%s::int[], %s::text[], %s::int[])
                        AS v(id, rule, consent_id)
                    WHERE x.id = v.id
                    """,
                    [ids, rules, consent_ids],
                )

    # === WHO MAKES THE CALL === #

    @api.model
    def _let_go(self):
        """End every such lock of this connection, whatever became of the work."""
        self.env.cr.execute("SELECT pg_advisory_unlock_all()")

    @api.model
    def _close_orphans(self):
        """Make requests whose worker died unknown: nobody can say whether they left."""
        for job in self.sudo().search([("state", "=", "in_flight")], limit=1000):
            self.env.cr.execute(
                "SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job.id]
            )
            if self.env.cr.fetchone()[0]:
                job._become_unknown()
                self.env["iys.exchange"]._commit()
            self._let_go()
