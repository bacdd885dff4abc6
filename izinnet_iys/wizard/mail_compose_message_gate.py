"""The composer asks the gate: in lots when writing to many, at the click on a record."""

from collections import Counter
from datetime import datetime

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import email_split

from ..iys_api.gate import BLOCK, COMMERCIAL, InForce, Standing, decide
from ..models.gate.gate_words import failure_of
from ..models.gate.leaving import STAFF, Kind
from ..models.gate.left_out_words import left_out_in_words
from ..models.gate.mail_mail_ask import address_of
from .mail_compose_message import LEFT_OUT


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    # === TO MANY === #

    def _process_mail_values_state(self, mail_values_dict):
        """Override of `mail`: who may not get it is cancelled here already, with why.

        Asked once for the lot, after Odoo's own reasons; asked again when it leaves.
        """
        values_by_id = super()._process_mail_values_state(mail_values_dict)
        kind = self._iys_kind_of(values_by_id)
        if not kind:
            return values_by_id
        listed = {
            res_id: [address_of(text) for text in found["mail_to"] if text]
            for res_id, found in self._get_recipients_data(values_by_id).items()
            if not values_by_id[res_id].get("state")
        }
        every = {text for texts in listed.values() for text in texts}
        answers = self.env["mail.mail"]._iys_decide(kind, every)
        for res_id, texts in listed.items():
            _note(values_by_id[res_id], [answers[text] for text in texts])
        self._iys_count_left_out(values_by_id.values())
        return values_by_id

    def _iys_count_left_out(self, rows):
        counter = self.env.context.get(LEFT_OUT)
        if isinstance(counter, Counter):
            counter.update(
                values["iys_rule"]
                for values in rows
                if values.get("state") == "cancel" and values.get("iys_rule")
            )

    def _iys_tell_left_out(self, left_out, then):
        """Return a notification: how many did not get the message, and why."""
        words = dict(
            self.env["mail.mail"]._fields["iys_rule"]._description_selection(self.env)
        )
        reasons = [f"{words[rule]}: {count}" for rule, count in left_out.most_common()]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._(
                    "%(count)s recipients were left out", count=left_out.total()
                ),
                "message": ", ".join(reasons),
                "next": then,
            },
        }

    def _iys_kind_of(self, values_by_id):
        """Return the `Kind` of a lot, None for ordinary messages and empty lots."""
        values = next(iter(values_by_id.values()), {})
        if not values.get("iys_message_class"):
            return None
        brand = self.env["iys.brand"].browse(values["iys_brand_id"] or ())
        return Kind(brand, values["iys_message_class"], values["iys_is_released"])

    def _prepare_mail_values_mailing_traces(self, mail_values_all):
        """Override of `mass_mailing`: traces keep the decision."""
        traces = super()._prepare_mail_values_mailing_traces(mail_values_all)
        for res_id, values in mail_values_all.items():
            if values.get("iys_rule"):
                traces[res_id]["iys_rule"] = values["iys_rule"]
                traces[res_id]["iys_consent_id"] = values["iys_consent_id"]
        return traces

    def _generate_mail_notification_values(self, mails):
        """Override of `mail`: who was left out is told of, kept mails or not."""
        rows = super()._generate_mail_notification_values(mails)
        if rows or self.mass_mailing_id:
            return rows
        cancelled = mails.filtered(
            lambda mail: mail.state == "cancel" and mail.iys_rule
        )
        for mail, values in zip(
            cancelled, cancelled._get_notification_values(), strict=True
        ):
            for address, partner_id in mail._iys_recipients():
                if partner_id:
                    rows.append({**values, "res_partner_id": partner_id})
                else:
                    rows.append({**values, "mail_email_address": address})
        return rows

    def _iys_check_ready(self):
        """Raise UserError when nobody at all would get it, with the next step.

        What has to wait only is no reason: it leaves by itself later.
        """
        values = self._iys_class_values()
        if values.get("iys_message_class") != COMMERCIAL or self.subtype_is_log:
            return
        brand = self.env["iys.brand"].browse(values["iys_brand_id"] or ())
        approval = InForce("BIREYSEL", "ONAY", datetime.min)
        best = decide(brand._iys_situation(), Standing("-", acts=(approval,)))
        if best.verdict == BLOCK:
            head = self.env._("Nobody would get this commercial message:")
            name = brand.sudo().name or self.env._("Message")  # who writes is no secret
            raise UserError(left_out_in_words(self.env, head, {name: best}))

    # === ON A RECORD === #

    def _iys_check_recipients(self):
        """Raise UserError naming who may not get a commercial message, and why.

        What only has to wait is no reason: it leaves by itself later.
        """
        values = self._iys_class_values()
        if values.get("iys_message_class") != COMMERCIAL or self.subtype_is_log:
            return
        brand = self.env["iys.brand"].browse(values["iys_brand_id"] or ())
        people = self._iys_people()
        mails = self.env["mail.mail"]
        every = set(people.values())
        answers = mails._iys_decide(Kind(brand, COMMERCIAL, False), every)
        answers.update(dict.fromkeys(mails._iys_staff_among(every), STAFF))
        blocked = {
            name: answers[address]
            for name, address in people.items()
            if answers[address].verdict == BLOCK
        }
        if blocked:
            head = self.env._("These recipients may not get a commercial message:")
            raise UserError(left_out_in_words(self.env, head, blocked))

    def _iys_people(self):
        """Return who would be written to: {name as people know it: address}."""
        partners = self.partner_ids
        res_ids = self._evaluate_res_ids()
        if self.model and not self.notify_skip_followers and self.model_is_thread:
            records = self.env[self.model].browse(res_ids)
            told = self.env["mail.followers"]._get_recipient_data(
                records, self.message_type, self.subtype_id.id
            )
            ids = {pid for found in told.values() for pid in found if pid}
            partners |= self.env["res.partner"].browse(ids)
        # names and addresses of people the message is about to reach
        return {
            partner.display_name: address_of(text)
            for partner in partners.sudo()
            for text in email_split(partner.email) or [partner.email]
            if text
        }


def _note(values, decisions):
    """Write what was decided for a record's addresses into the values of its mail.

    Any address that may be written to, now or later, keeps the mail.
    """
    if not decisions:
        return
    kept = [decision for decision in decisions if decision.verdict != BLOCK]
    decision = (kept or decisions)[0]
    values["iys_rule"] = decision.rule
    values["iys_consent_id"] = decision.consent_id
    if not kept:
        values["state"] = "cancel"
        values["failure_type"] = failure_of(decision)
