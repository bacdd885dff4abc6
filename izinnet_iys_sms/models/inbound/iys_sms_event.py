"""What an operator pushed, kept as it came before anything is done with it (R-28, R-29)."""

import hashlib
import time
from datetime import timedelta

from psycopg2 import Binary
from psycopg2.errors import SerializationFailure
from psycopg2.extras import Json

from odoo import api, fields, models

#: Seconds in which one call of the job for reports is enough: it takes all that came.
ONE_CALL = 2
#: Rows that are done are of no use but to know a repetition by; what nobody understood
#: may hold what people wrote and is not kept for ever either.
KEPT_DAYS = 8
FAULTY_DAYS = 90
_last_call = {}


class IysSmsEvent(models.Model):
    """A route stores the body and answers at once; a job reads it moments later.

    ``digest`` makes a repeated push the same row. A report for a job that is not known
    yet is ``parked`` and looked at again; a body nobody understands is ``faulty`` and
    waits for a person, with its preview masked. Bodies are dropped once they are done.

    ``kind`` says where it was pushed to; whatever a body holds is read, because Verimor
    has one address for all. Files: this one stores, ``iys_sms_event_read`` is the job.
    """

    _name = "iys.sms.event"
    _description = "Push of an SMS operator"
    _order = "id"
    _log_access = False

    gateway_id = fields.Many2one(
        "iys.sms.gateway",
        "SMS account",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="gateway_id.company_id")
    kind = fields.Selection(
        [("report", "Delivery report"), ("inbound", "Text"), ("iys", "İYS")],
        required=True,
        readonly=True,
    )
    body = fields.Binary(attachment=False, readonly=True, groups=fields.NO_ACCESS)
    headers = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    digest = fields.Char(required=True, readonly=True)
    received_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [
            ("new", "To be read"),
            ("parked", "Waits for its request"),
            ("done", "Done"),
            ("faulty", "Not understood"),
        ],
        required=True,
        readonly=True,
        default="new",
    )
    tries = fields.Integer(readonly=True)
    retry_at = fields.Datetime("Looked at again at", readonly=True)
    error = fields.Char("Why it could not be read", readonly=True)

    _digest_uniq = models.UniqueIndex("(gateway_id, kind, digest)")
    _open_idx = models.Index("(id) WHERE state IN ('new', 'parked')")

    @api.model
    def _note(self, gateway, kind, body, content_type):
        """Store a push and wake its job; the same body again is the same row.

        ``body`` are the bytes as they came. Reads and writes no other row, so no sender
        is met here (R-28).
        """
        if kind == "report" and b'"inbound"' in body:
            kind = "inbound"  # a text within reports must not wait behind them
        try:
            self.env.cr.execute(
                """
                INSERT INTO iys_sms_event
                    (gateway_id, kind, body, headers, digest, received_at, state, tries)
                VALUES (%s, %s, %s, %s, %s, %s, 'new', 0)
                ON CONFLICT (gateway_id, kind, digest) DO NOTHING
                """,
                [
                    gateway.id,
                    kind,
                    Binary(body),
                    Json({"Content-Type": content_type[:200]}),
                    hashlib.sha256(body).hexdigest(),
                    fields.Datetime.now(),
                ],
            )
        except SerializationFailure:
            # a rival stored this very body a moment ago (V-9): there is nothing to add
            self.env.cr.rollback()
            return
        if self.env.cr.rowcount:
            self._call_job(kind)

    @api.model
    def _call_job(self, kind):
        """Wake the job of a kind; for reports once for a crowd, its own minute comes."""
        if kind != "report":
            self.env.ref("izinnet_iys_sms.ir_cron_sms_texts").sudo()._trigger()
            return
        database, now = self.env.cr.dbname, time.monotonic()
        if now - _last_call.get(database, 0) >= ONE_CALL:
            _last_call[database] = now
            self.env.ref("izinnet_iys_sms.ir_cron_sms_reports").sudo()._trigger()

    @api.autovacuum
    def _gc_done(self):
        """Drop what is done; whoever repeats a push does it within days."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            "DELETE FROM iys_sms_event WHERE state = 'done' AND received_at < %s"
            " OR state = 'faulty' AND received_at < %s",
            [now - timedelta(days=KEPT_DAYS), now - timedelta(days=FAULTY_DAYS)],
        )
