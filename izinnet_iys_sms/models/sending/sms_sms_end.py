"""What became of SMS, written everywhere it is shown: SMS, notifications, traces, log.

In sets and by SQL: a campaign ends a hundred thousand times. Rows only move forward, as
Odoo's own tracker has it (sms.md trap 6).
"""

import logging
import re

from odoo import api, fields, models

from .failure_words import AMBIGUOUS, BOUNCES, OWN, REPORTED

_logger = logging.getLogger(__name__)

#: Per state of an SMS: (notification's, trace's status) and which of them stay as they
#: are when they are reached already. Who opened a link or wrote back is further than
#: any report.
FURTHER = ("sent", "open", "reply")
SHOWN = {
    "pending": ("pending", "pending", ("pending", *FURTHER)),
    "sent": ("sent", "sent", FURTHER),
    "outgoing": ("ready", "outgoing", ("ready", "outgoing", "pending", *FURTHER)),
    "error": ("exception", "error", FURTHER),
    "bounce": ("bounce", "bounce", FURTHER),
}


class SmsSms(models.Model):
    _inherit = "sms.sms"

    failure_type = fields.Selection(selection_add=[*OWN, *REPORTED])
    iys_tries = fields.Integer("Tries", readonly=True, copy=False)

    # === ENDS OF A REQUEST === #

    @api.model
    def _iys_end_sent(self, lot, items):
        """The operator took them; the log keeps what left (L-34)."""
        if not items:
            return
        self._iys_write_end(
            [item.row.uuid for item in items],
            "pending",
            shown_on=[(item.row.notification_id, item.row.trace_id) for item in items],
        )
        self._iys_log_items(lot, items)
        self._iys_tell(items, "sent")

    @api.model
    def _iys_end_failed(self, failed):
        """They ended without being sent; ``failed`` are (`Item`, `Failed`)."""
        groups = {}
        for item, why in failed:
            groups.setdefault((why.failure_type, str(why.error)), []).append(item)
        for (failure_type, reason), items in groups.items():
            uuids = [item.row.uuid for item in items]
            self._iys_write_end(uuids, "error", failure_type, reason)
            self._iys_tell(items, "failed", self._iys_failure_words(failure_type))

    @api.model
    def _iys_end_unknown(self, lot, items):
        """Nobody can say whether they left (R-27).

        They may well be on the recipient's phone, so the log has them and the link to
        refuse in them works.
        """
        if not items:
            return
        self._iys_write_end([item.row.uuid for item in items], "error", AMBIGUOUS)
        self._iys_log_items(lot, items)
        self._iys_tell(items, "unknown", self._iys_failure_words(AMBIGUOUS))

    @api.model
    def _iys_note_unknown(self, uuids):
        """Mark SMS of a worker that died as unknown, and log them as above."""
        if not uuids:
            return
        self._iys_write_end(uuids, "error", AMBIGUOUS)
        sms = self.search([("uuid", "in", uuids)])
        sms.filtered("iys_is_logged")._iys_log()
        sms._iys_tell_origins("unknown", self._iys_failure_words(AMBIGUOUS))

    @api.model
    def _iys_put_back(self, items, again_at=None, counts_try=False):
        """Send SMS that surely did not leave back to the queue."""
        if not items:
            return
        self.env.cr.execute(
            """
            UPDATE sms_sms SET state = 'outgoing', iys_ask_again_at = %s,
                   iys_tries = COALESCE(iys_tries, 0) + %s
            WHERE id = ANY(%s) AND state = 'process'
            """,
            [again_at, int(counts_try), [item.row.id for item in items]],
        )
        self.invalidate_model(["state", "iys_ask_again_at", "iys_tries"], flush=False)

    # === WRITING === #

    @api.model
    def _iys_write_end(
        self, uuids, state, failure_type=None, reason=None, shown_on=None
    ):
        """Write a state on SMS, notifications and traces, in sets; forward only.

        ``state``: "pending" (left), "sent" (delivered), "outgoing" or "error" of
        `sms.sms`; ``failure_type`` a declared one. SMS that left are marked for the
        vacuum, as Odoo does. May be called for SMS that are gone already. ``shown_on``:
        their (notification's id, trace's id), when they are known.
        """
        self.env.flush_all()
        shown = "bounce" if failure_type in BOUNCES else state
        notified, traced, settled = SHOWN[shown]
        self.env.cr.execute(
            """
            UPDATE sms_sms SET state = %(state)s, failure_type = %(failure)s,
                   to_delete = %(left)s OR COALESCE(to_delete, FALSE)
            WHERE uuid = ANY(%(uuids)s) AND state <> 'sent'
            """,
            {
                "state": state,
                "failure": failure_type,
                "left": state in ("pending", "sent"),
                "uuids": list(uuids),
            },
        )
        found = self._iys_shown_on(uuids) if shown_on is None else shown_on
        notification_ids = [link for link, _trace in found if link]
        trace_ids = [link for _notification, link in found if link]
        values = [failure_type, reason]
        if notification_ids:
            self._iys_write_notifications(notified, values, notification_ids, settled)
        if trace_ids:
            self._iys_write_traces(traced, values, trace_ids, settled)
        for name in ("sms.sms", "mail.notification", "mailing.trace"):
            self.env[name].invalidate_model(flush=False)

    @api.model
    def _iys_shown_on(self, uuids):
        self.env.cr.execute(
            "SELECT mail_notification_id, mailing_trace_id FROM sms_tracker"
            " WHERE sms_uuid = ANY(%s)",
            [list(uuids)],
        )
        return self.env.cr.fetchall()

    @api.model
    def _iys_write_notifications(self, status, values, ids, settled):
        self.env.cr.execute(
            """
            UPDATE mail_notification
            SET notification_status = %s, failure_type = %s, failure_reason = %s
            WHERE id = ANY(%s) AND notification_status <> ALL(%s)
            RETURNING mail_message_id
            """,
            [status, *values, ids, list(settled)],
        )
        message_ids = {message_id for (message_id,) in self.env.cr.fetchall()}
        if message_ids:
            messages = self.env["mail.message"].browse(message_ids)
            messages._notify_message_notification_update()

    @api.model
    def _iys_write_traces(self, status, values, ids, settled):
        now = fields.Datetime.now() if status in ("pending", "sent", "bounce") else None
        self.env.cr.execute(
            """
            UPDATE mailing_trace
            SET trace_status = %s, failure_type = %s, failure_reason = %s,
                sent_datetime = COALESCE(sent_datetime, %s)
            WHERE id = ANY(%s) AND trace_status <> ALL(%s)
            """,
            [status, *values, now, ids, list(settled)],
        )

    @api.model
    def _iys_log_items(self, lot, items):
        """Write the message log of what left (L-34)."""
        logged = [
            self._iys_log_values(lot, item) for item in items if item.row.is_logged
        ]
        if logged:
            self.env["iys.message"]._log_sent(logged)

    @api.model
    def _iys_log_values(self, lot, item):
        row, options = item.row, lot.options
        is_code = options.kind == "otp"
        return {
            "brand_id": lot.brand_id,
            "company_id": lot.company_id,
            "type": "MESAJ",
            "recipient": row.number,
            "partner_id": row.partner_id,
            "message_class": lot.message_class,
            "rule": item.decision.rule,
            "consent_id": item.decision.consent_id,
            "sender": options.title,
            "carrier": lot.carrier,
            "carrier_ref": options.job_ref,
            "subject": lot.subjects[row.mailing_id],
            # a code is no proof, only a secret
            "body": re.sub(r"\d", "•", item.text) if is_code else item.text,
            "message_ref": row.uuid,
            "mailing_id": row.mailing_id,
            "res_model": row.model,
            "res_id": row.res_id,
            "user_id": row.user_id,
            "token": item.token or self.env["iys.message"]._new_token(),
        }

    @api.model
    def _iys_failure_words(self, failure_type):
        words = dict(self._fields["failure_type"]._description_selection(self.env))
        return words.get(failure_type, "")

    # === WHOM IT CONCERNS === #

    @api.model
    def _iys_tell(self, items, step, reason=""):
        told = [item.row.id for item in items if item.row.origin_model]
        if told:
            self.browse(told).exists()._iys_tell_origins(step, reason)

    def _iys_tell_origins(self, step, reason=""):
        """Tell the records SMS were made for; their trouble is not the SMS's."""
        for sms in self.filtered("iys_origin_model"):
            record = self.env[sms.iys_origin_model].browse(sms.iys_origin_id).exists()
            if not record:
                continue
            try:
                with self.env.cr.savepoint():
                    record._iys_note_sms(step, reason)
            except Exception:
                _logger.exception("SMS of %s: %s could not be told", record, step)

    # === MAILINGS === #

    @api.model
    def _iys_close_mailings(self):
        """Have Odoo look whether SMS mailings under way are done."""
        mailings = self.env["mailing.mailing"].search_count(
            [("mailing_type", "=", "sms"), ("state", "=", "sending")], limit=1
        )
        if mailings:
            self.env.ref("mass_mailing.ir_cron_mass_mailing_queue").sudo()._trigger()
