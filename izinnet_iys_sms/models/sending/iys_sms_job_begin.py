"""The intent of a request: committed before the call; and what a dead worker left (R-5)."""

import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from ...sms_gateways import SendOptions, last_ten
from .lot import Lot

LOCK_SPACE = 0x1957_05
#: Random bytes of our reference of a request (at most 50 characters at Verimor).
REF_BYTES = 16


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _begin(self, gateway, sms, items):
        """Commit the intent: job, rows and SMS are in flight before the call.

        ``sms`` are of one class and brand, ``items`` some of them in one sort. Returns
        the `Lot`; its lock is held until ``_let_go``.
        """
        title_id, kind, recipient_type, encoding = items[0].key
        # what is written here nobody else may write
        title_sudo = self.env["iys.sms.title"].sudo().browse(title_id)
        options = SendOptions(
            title=title_sudo.name,
            kind=kind,
            job_ref=secrets.token_hex(REF_BYTES),
            recipient_type=recipient_type,
            encoding=encoding,
        )
        self.env.flush_all()
        brand = sms[0]._iys_sending_brand()
        lot = Lot(self._insert_job(gateway, brand, options, items), options, items)
        self._hold(lot.job_id)
        self._insert_dispatches(lot)
        self._mark_in_flight(lot)
        self.env["iys.exchange"]._commit()
        self.env["sms.sms"].invalidate_model(flush=False)
        return lot

    @api.model
    def _insert_job(self, gateway, brand, options, items):
        mailings = {item.mailing_id for item in items} - {False}
        refs = self.env["mailing.mailing"].sudo().browse(mailings)
        return self.sudo()._insert(
            gateway_id=gateway.id,
            company_id=gateway.company_id.id,
            brand_id=brand.id or None,
            title=options.title,
            kind=options.kind,
            recipient_type=options.recipient_type,
            job_ref=options.job_ref,
            state="in_flight",
            size=len(items),
            poll_count=0,
            started_at=fields.Datetime.now(),
            release_ref=", ".join(filter(None, refs.mapped("iys_release_ref"))) or None,
        )

    @api.model
    def _insert(self, **values):
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO iys_sms_job (%s) VALUES (%s) RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in values),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            )
        )
        return rows[0][0]

    @api.model
    def _insert_dispatches(self, lot):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO iys_sms_dispatch
                    (job_id, ref, sms_uuid, number, number10, state, confirmed)
                SELECT %s, ref, uuid, number, number10, 'in_flight', TRUE
                FROM unnest(%s, %s, %s, %s) AS v(ref, uuid, number, number10)
                """,
                lot.job_id,
                [item.ref for item in lot.items],
                [item.uuid for item in lot.items],
                [item.number for item in lot.items],
                [last_ten(item.number) for item in lot.items],
            )
        )

    @api.model
    def _mark_in_flight(self, lot):
        items = lot.items
        self.env.cr.execute(
            """
            UPDATE sms_sms s
            SET state = 'process', failure_type = NULL, body = v.body,
                iys_token = v.token, iys_title_id = %s, iys_wait_reason = NULL,
                iys_ask_again_at = NULL
            FROM unnest(%s, %s::text[], %s::text[]) AS v(id, body, token)
            WHERE s.id = v.id
            """,
            [
                items[0].key.title_id,
                [item.sms_id for item in items],
                [item.text for item in items],
                [item.token for item in items],
            ],
        )

    # === WHO MAKES THE CALL === #

    @api.model
    def _hold(self, job_id):
        """Show other workers that this call is alive; ends with `_let_go` or the process."""
        self.env.cr.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])

    @api.model
    def _let_go(self):
        """End every `_hold` of this connection, whatever became of the work."""
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
