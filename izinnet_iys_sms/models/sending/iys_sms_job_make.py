"""Making a request: refusals since are left out, then the one call, then its end."""

import logging
import time

from psycopg2 import errors

from odoo import api, models

from ...sms_gateways import SmsError, UnexpectedAnswer

_logger = logging.getLogger(__name__)

#: How often the end of a request is written down when others write the same rows.
TRIES = 5
RIVALS = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _make(self, turn, sms_class, brand, lot):
        """Make the call of a lot whose intent is committed; return ids left over.

        Between the last look at refusals and the wire stands nothing but the commit of
        what was read (R-4, R-26).
        """
        may_call = turn.refresh()
        decisions = self.env["sms.sms"]._iys_ask(
            turn, sms_class, brand, [item.row for item in lot.items]
        )
        self.env["iys.exchange"]._commit()
        going = [item for item in lot.items if decisions[item.row.id].may_send]
        if not may_call:
            going = []
        answer = self._call(turn.client, going, lot.options) if going else None
        return self._end_patiently(turn, lot, going, answer, decisions)

    @api.model
    def _call(self, client, items, options):
        """Return the operator's `SendResult`, or the SmsError in its place.

        What nobody has foreseen is an answer nobody understands: unknown, never sent
        again (sms.md trap 4).
        """
        messages = [item.message for item in items]
        try:
            if options.kind == "otp":
                return client.send_otp(messages[0], options)
            return client.send(messages, options)
        except SmsError as error:
            return error
        except Exception as error:
            _logger.exception("SMS request %s", options.job_ref)
            return UnexpectedAnswer(type(error).__name__)

    @api.model
    def _end_patiently(self, turn, lot, going, answer, decisions):
        """Write the end down, again when a rival wrote first: the answer is known."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._end(turn, lot, going, answer, decisions)
            except RIVALS:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                if attempt == TRIES:
                    raise
                _logger.info("SMS request %s: a rival wrote first", lot.job_id)
                time.sleep(0.05 * attempt)

    @api.model
    def _end(self, turn, lot, going, answer, decisions):
        """Write down how a request ended, and commit: job, rows, SMS, traces, log."""
        verdict = self._judge(turn.gateway, going, answer)
        self._end_rows(lot, verdict)
        sms = self.env["sms.sms"].sudo()
        by_ref = {item.ref: item for item in lot.items}
        sms._iys_end_sent(lot, [by_ref[ref] for ref in verdict.accepted])
        sms._iys_end_failed([(by_ref[ref], why) for ref, why in verdict.failed.items()])
        sms._iys_end_unknown(lot, verdict.unknown)
        sms._iys_put_back(verdict.again, verdict.again_at, verdict.counts_try)
        self._end_stopped(lot, going, decisions)
        self._close(turn, lot, verdict)
        if turn.had_trouble and verdict.result:
            turn.gateway._note_success()
        self.env["iys.exchange"]._commit()
        return verdict.over

    @api.model
    def _end_stopped(self, lot, going, decisions):
        """Settle those whom the second look at the gate held back."""
        refs = {item.ref for item in going}
        stopped = [item for item in lot.items if item.ref not in refs]
        if not stopped:
            return
        sms = self.env["sms.sms"].sudo()
        sms._iys_put_back(stopped)
        held = sms.browse(item.row.id for item in stopped).exists()
        held._iys_settle({one: decisions[one.id] for one in held})
