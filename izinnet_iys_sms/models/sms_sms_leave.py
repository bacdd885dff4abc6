"""The wall in front of the gateway: no SMS leaves without the send check."""

import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from odoo.addons.izinnet_iys.iys_api.gate import BLOCK, WAIT, Standing, decide
from odoo.addons.izinnet_iys.models.gate.gate_words import failure_of

#: Commercial SMS handed over by one call: so many may be on the wire when a refusal
#: comes in (R-26).
LOT = 50
#: Minutes after which a waiting SMS is asked again.
ASK_AGAIN = 15
LEFT = ("process", "pending", "sent")


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _split_by_api(self):
        """Override of `sms`: each company's SMS go by that company's account."""
        for company, sms in self.grouped(lambda sms: sms._get_sms_company()).items():
            yield from super(SmsSms, sms.with_company(company))._split_by_api()

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms`: SMS of several companies do not break the queue."""
        if self.env.context.get("sms_api"):
            return super()._send(unlink_failed, unlink_sent, raise_exception)
        for company, sms in self.grouped(lambda sms: sms._get_sms_company()).items():
            company_sms = sms.with_company(company)
            super(SmsSms, company_sms)._send(
                unlink_failed, unlink_sent, raise_exception
            )

    def _send_with_api(
        self, sms_api, unlink_failed=False, unlink_sent=True, raise_exception=False
    ):
        """Override of `sms`: only what passes the gate reaches the API class.

        Asked lot by lot, right before the call; what is blocked or waits is written
        down afterwards, so that nothing stands between the answer and the wire.
        """
        for lot in self._iys_lots():
            decisions = lot._iys_decisions()
            leaving = lot.filtered(lambda sms, d=decisions: d[sms].may_send)
            if leaving:
                leaving._iys_complete_text()
                super(SmsSms, leaving)._send_with_api(
                    sms_api,
                    unlink_failed=unlink_failed,
                    unlink_sent=unlink_sent,
                    raise_exception=raise_exception,
                )
            lot.sudo()._iys_settle(decisions)  # reasons go to traces of other people
        return True

    def _iys_lots(self):
        """Yield lots of one brand and class each; commercial ones are small."""
        kinds = self.grouped(
            lambda sms: (sms._iys_class()._replace(is_logged=True), sms.iys_company_id)
        )
        for (sms_class, _company), sms in kinds.items():
            if sms_class.is_commercial:
                for ids in split_every(LOT, sms.ids):
                    yield self.browse(ids)
            else:
                yield sms

    def _iys_decisions(self):
        """Ask the gate for one lot, and for refusals since: {SMS: `gate.Decision`}."""
        decisions = self._iys_ask_gate()
        if not self[0]._iys_class().is_commercial:
            return decisions
        brand, sms_class = self[0]._iys_sending_brand(), self[0]._iys_class()
        situation = brand._iys_situation(sms_class.message_class, sms_class.is_released)
        told = {sms.number or "": said for sms, said in decisions.items()}
        since = self._iys_refused_since(brand, told, situation)
        return {
            sms: since.get(sms.number or "", said) for sms, said in decisions.items()
        }

    def _iys_ask_gate(self):
        """Ask the gate for SMS of one class and brand: {SMS: `gate.Decision`}."""
        numbers = [sms.number or "" for sms in self]
        brand = self[0]._iys_sending_brand()
        told = self._iys_ask_numbers(self[0]._iys_class(), brand, numbers)
        return {sms: told[sms.number or ""] for sms in self}

    @api.model
    def _iys_ask_numbers(self, sms_class, brand, numbers, situation=None):
        """Ask the gate about numbers: {number as given: `gate.Decision`}.

        ``situation``: what ``brand._iys_situation`` said of this class, if it is known.
        """
        situation = situation or brand._iys_situation(
            sms_class.message_class, sms_class.is_released
        )
        if not sms_class.is_commercial:
            return dict.fromkeys(numbers, decide(situation, Standing("")))
        # the check needs the whole ledger, whoever sends
        ledger_sudo = self.env["iys.consent"].sudo()
        told = ledger_sudo._decide_send(brand, "MESAJ", numbers, situation)
        ledger_sudo._log_decisions(brand, "MESAJ", told)
        return told

    def _iys_refused_since(self, brand, told, situation):
        """Look once more, beside this transaction, for refusals recorded since it began.

        A transaction sees the ledger as it was at its first query, which may be long ago
        when a person sends (R-26). Returns {number: `Decision`} of those who refused.
        """
        numbers = [number for number, decision in told.items() if decision.may_send]
        if not numbers:
            return {}
        with self.env.registry.cursor() as beside:
            ledger_sudo = self.env(cr=beside)["iys.consent"].sudo()  # as above
            brand_beside = brand.with_env(ledger_sudo.env)
            fresh = ledger_sudo._decide_send(brand_beside, "MESAJ", numbers, situation)
        return {
            number: decision
            for number, decision in fresh.items()
            if decision.rule == "refused"
        }

    def _iys_sending_brand(self):
        """Return the brand an SMS speaks for: its own, else its company's."""
        if self.iys_brand_id or not self._iys_class().is_commercial:
            return self.iys_brand_id
        company = self._get_sms_company()
        return self.env["iys.message.class"]._iys_default_brand(company)

    def _iys_complete_text(self):
        """Add MERSİS and the way to refuse to commercial texts (L-41, L-43).

        The token of the link is the one the message log keeps, so it is made here.
        """
        for sms in self.sudo():  # the sender need not read the token
            if not sms._iys_class().is_commercial:
                continue
            token = sms.iys_token or self.env["iys.message"]._new_token()
            brand = sms._iys_sending_brand()
            body = brand._iys_sms_text(
                sms.body, token, sms.partner_id.lang, sms.mailing_id
            )
            sms.write({"body": body, "iys_token": token})

    def _iys_settle(self, decisions):
        """Write down what became of a lot: reasons, waiting time, message log."""
        by_decision = self.grouped(lambda sms: decisions[sms])
        for decision, sms in by_decision.items():
            sms._iys_note_rule(decision)
            if decision.verdict == BLOCK:
                sms._update_sms_state_and_trackers("canceled", failure_of(decision))
            elif decision.verdict == WAIT:
                sms._iys_wait(decision.rule)
        sent = self.filtered(lambda sms: decisions[sms].may_send and sms.state in LEFT)
        sent.filtered("iys_is_logged")._iys_log()

    def _iys_note_rule(self, decision):
        """Keep rule and deciding consent on SMS, notification and trace (L-64)."""
        values = {"iys_rule": decision.rule, "iys_consent_id": decision.consent_id}
        changed = self.filtered(
            lambda sms: sms.iys_rule != decision.rule
            or (sms.iys_consent_id.id or None) != decision.consent_id
        )
        changed.write(values)
        trackers = changed.sms_tracker_id
        trackers.mail_notification_id.write(values)
        trackers.mailing_trace_id.write(values)

    def _iys_wait(self, rule):
        """Leave SMS in the queue and have the queue ask again later."""
        now = fields.Datetime.now()
        again = now.replace(second=0, microsecond=0) + timedelta(minutes=ASK_AGAIN)
        if rule == "quiet_hours":
            again = self[0]._iys_sending_brand()._iys_quiet_end(now) or again
        self.write({"iys_ask_again_at": again})
        queue = self.env.ref("sms.ir_cron_sms_scheduler_action")
        due = Domain("cron_id", "=", queue.id) & Domain("call_at", "=", again)
        if not self.env["ir.cron.trigger"].search_count(due, limit=1):
            queue._trigger(again)

    def _iys_log(self):
        """Write the message log's rows of SMS that left (L-33, L-34)."""
        if self:
            self.env["iys.message"]._log_sent([sms._iys_log_row() for sms in self])

    def _iys_log_row(self):
        message_sudo = self.mail_message_id.sudo()  # only where it belongs to
        trace = self.mailing_trace_ids[:1]
        body = self.body or ""
        if self.iys_message_class == "OTP":
            body = re.sub(r"\d", "•", body)  # a code is no proof, only a secret
        return {
            "brand_id": self._iys_sending_brand().id,
            "company_id": self.iys_company_id.id,
            "type": "MESAJ",
            "recipient": self.number,
            "partner_id": self.partner_id.id,
            "message_class": self._iys_class().message_class,
            "rule": self.iys_rule,
            "consent_id": self.iys_consent_id.id,
            "subject": self.mailing_id.subject,
            "body": body,
            "message_ref": self.uuid,
            "mailing_id": self.mailing_id.id,
            "res_model": message_sudo.model or trace.model,
            "res_id": message_sudo.res_id or trace.res_id,
            "user_id": self.create_uid.id,
            "token": self.iys_token or self.env["iys.message"]._new_token(),
        }
