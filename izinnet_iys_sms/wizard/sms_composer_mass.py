"""Messages to many: who may not get one is left out with the reason, in sets."""

from markupsafe import Markup

from odoo import models

from odoo.addons.izinnet_iys.iys_api.gate import BLOCK
from odoo.addons.izinnet_iys.models.gate.gate_words import FAILURES, failure_of

from ..models.sms_class import SmsClass, passed_class

WORDS = dict(FAILURES)


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    # === WHO IS LEFT OUT BY ODOO: THE SAME PEOPLE, FOUND IN SETS === #

    def _get_blacklist_record_ids(self, records, recipients_info):
        """Override of `sms`: only look for these numbers, as a set."""
        if not self.use_exclusion_list:
            return set()
        numbers = self._iys_numbers(records, recipients_info)
        # who is blocked is no secret to who may not write to them
        blocked = set(
            self.env["phone.blacklist"]
            .sudo()
            .search([("number", "in", list(numbers))])
            .mapped("number")
        )
        return {
            res_id for number in blocked & set(numbers) for res_id in numbers[number]
        }

    def _get_optout_record_ids(self, records, recipients_info):
        """Override of `mass_mailing_sms`: only this lot's members of mailing lists."""
        lot = self.with_context(iys_lot_ids=tuple(records.ids))
        told = super(SmsComposer, lot)._get_optout_record_ids(records, recipients_info)
        return set(told) & set(records.ids)

    def _get_done_record_ids(self, records, recipients_info):
        """Override of `mass_mailing_sms`: the first of a number gets it, also across lots.

        Whom the mailing has told already is read for this lot's numbers only.
        """
        numbers = self._iys_numbers(records, recipients_info)
        seen = self._iys_seen_numbers(list(numbers))
        done = set()
        for number, res_ids in numbers.items():
            done.update(res_ids if number in seen else res_ids[1:])
        return done

    def _iys_numbers(self, records, recipients_info):
        """Return {number: ids of the records that use it, in their order}."""
        numbers = {}
        for record in records:
            if number := recipients_info[record.id]["sanitized"]:
                numbers.setdefault(number, []).append(record.id)
        return numbers

    def _iys_seen_numbers(self, numbers):
        """Return which numbers the mailing has a trace for."""
        if not self.mailing_id:
            return set()
        self.env["mailing.trace"].flush_model()
        self.env.cr.execute(
            """
            SELECT DISTINCT sms_number FROM mailing_trace
            WHERE sms_number = ANY(%s) AND mass_mailing_id = ANY(%s)
              AND is_test_trace IS NOT TRUE
            """,
            [numbers, self.mailing_id._iys_told_by().ids],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    # === WHO IS LEFT OUT BY THE GATE === #

    def _prepare_mass_sms_values(self, records):
        """Override of `mass_mailing_sms`: ask the gate once for the whole lot.

        What it blocks becomes a cancelled SMS and trace with the rule and the act; what
        it lets wait is queued and asked again when it leaves.
        """
        result = super()._prepare_mass_sms_values(records)
        sms_class = self._iys_mass_class()
        decisions = self._iys_mass_decisions(sms_class, result)
        for values in result.values():
            values.update(sms_class.values())
            if decision := decisions.get(values["number"]):
                self._iys_note_decision(values, decision)
        return result

    def _iys_mass_class(self):
        passed = passed_class(self.env) or SmsClass()
        if passed.brand_id or not passed.is_commercial:
            return passed
        return passed._replace(brand_id=self._iys_default_brand().id)

    def _iys_mass_decisions(self, sms_class, result):
        """Decide for the numbers Odoo would send to: {number: `gate.Decision`}."""
        numbers = {
            values["number"]
            for values in result.values()
            if values["state"] == "outgoing"
        }
        if not numbers:
            return {}
        brand = self.env["iys.brand"].browse(sms_class.brand_id or ())
        situation = brand._iys_situation(sms_class.message_class, sms_class.is_released)
        # the check needs the whole ledger, whoever sends
        return (
            self.env["iys.consent"]
            .sudo()
            ._decide_send(brand, "MESAJ", numbers, situation)
        )

    def _iys_note_decision(self, values, decision):
        if values["state"] != "outgoing":
            return
        told = {"iys_rule": decision.rule, "iys_consent_id": decision.consent_id}
        values.update(told)
        traces = [command[2] for command in values.get("mailing_trace_ids") or ()]
        for trace in traces:
            trace.update(told)
        if decision.verdict != BLOCK:
            return
        failure = failure_of(decision)
        values.update(state="canceled", failure_type=failure)
        for trace in traces:
            trace.update(trace_status="cancel", failure_type=failure)

    def _prepare_log_body_values(self, sms_records_values):
        """Override of `sms`: a note on a record does not claim what was not sent."""
        bodies = super()._prepare_log_body_values(sms_records_values)
        words = dict(
            self.env["sms.sms"]._fields["failure_type"]._description_selection(self.env)
        )
        for res_id, values in sms_records_values.items():
            if values["failure_type"] in WORDS:
                bodies[res_id] = Markup("<p>%s</p>") % self.env._(
                    "SMS not sent: %(reason)s.", reason=words[values["failure_type"]]
                )
        return bodies
