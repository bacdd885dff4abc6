"""A person presses "Send": what may be sent, and to whom, is said before it is sent."""

from ast import literal_eval

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.iys_api.gate import BLOCK, FREE_CLASSES
from odoo.addons.izinnet_iys.models.gate.gate_words import RULE_WORDS, next_steps

from ..models.sms_class import class_of_template, passed_class, passing

GROUP = "izinnet_iys.group_manager"
#: So many recipients are named in a message; the rest is counted.
NAMED = 5


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    def action_send_sms(self):
        """Override of `sms`: check class and recipients of what a person sends.

        Raises UserError when the class may not be chosen by this user, and when a
        commercial message to a record or to numbers may not be sent: it names who, why
        and what to do. In mass mode nobody is refused here: who may not get the message
        is left out with the reason.
        """
        passed = passed_class(self.env)
        if passed and passed.template_id == self.template_id.id:
            return super().action_send_sms()  # a server action
        sms_class = self._iys_class_by_person()
        if sms_class.is_commercial and self.composition_mode != "mass":
            self._iys_check_recipients(sms_class)
        composer = passing(self, sms_class)
        return super(SmsComposer, composer).action_send_sms()

    # === THE CLASS === #

    def _iys_class_by_person(self):
        """Return the class a person's message has; raises UserError for a weaker one."""
        usual = self._iys_usual_class()
        said = self.iys_message_class
        if not said or said == usual.message_class:
            return usual._replace(brand_id=self.iys_brand_id.id or usual.brand_id)
        if said not in FREE_CLASSES:
            return self._iys_class_said(is_released=False)
        if usual.is_commercial:
            self._iys_check_may_free()
            self._iys_log_class()
        return self._iys_class_said(is_released=True)

    def _iys_usual_class(self):
        """Return the class when the person says nothing about it.

        One message on a record is what its template is, else informational. Numbers and
        many records are commercial unless a released template says otherwise and its
        text is left as it is.
        """
        is_mass = not self._iys_is_single()
        template = self.template_id
        if is_mass and self.body != template.body:
            template = template.browse()
        return class_of_template(template, is_mass)._replace(
            template_id=self.template_id.id
        )

    def _iys_is_single(self):
        """Tell whether it is one message on one record."""
        ids = literal_eval(self.res_ids) if self.res_ids else [self.res_id]
        numbers = (self.sanitized_numbers or "").split(",")
        return (
            self.composition_mode == "comment"
            and bool(self.res_model)
            and len(ids) == 1
            and len(numbers) == 1
        )

    def _iys_check_may_free(self):
        if not (self.env.user.has_group(GROUP) and self.iys_class_reason):
            raise UserError(
                self.env._(
                    "This message counts as commercial. Only a consent manager may say "
                    "that it is not, with a reason the law knows."
                )
            )

    def _iys_log_class(self):
        """Keep who said that messages to many are not commercial (L-38)."""
        self.env["iys.log"]._add(
            "decision",
            "Message class chosen",
            data={
                "class": self.iys_message_class,
                "reason": self.iys_class_reason,
                "note": self.iys_class_note or None,
                "model": self.res_model or None,
            },
        )

    # === THE RECIPIENTS === #

    def _iys_check_recipients(self, sms_class):
        """Raise UserError naming who may not get a commercial message, and why."""
        named = self._iys_named_numbers()
        brand = self.env["iys.brand"].browse(sms_class.brand_id or ())
        brand = brand or self._iys_default_brand()
        # the check needs the whole ledger, whoever sends
        decisions = (
            self.env["iys.consent"].sudo()._decide_send(brand, "MESAJ", list(named))
        )
        blocked = {
            number: decision.rule
            for number, decision in decisions.items()
            if decision.verdict == BLOCK
        }
        if blocked:
            raise UserError(self._iys_say_blocked(named, blocked))

    def _iys_named_numbers(self):
        """Return {number: how the sender knows it} of a message on records or numbers."""
        if self.sanitized_numbers:
            return {number: number for number in self.sanitized_numbers.split(",")}
        if self.composition_mode == "numbers" or self.comment_single_recipient:
            number = self.recipient_single_number_itf or self.recipient_single_number
            return {number or "": self.recipient_single_description or number or "?"}
        records = self._get_records()
        info = self._prepare_recipient_values(records)
        return {
            info[record.id]["sanitized"] or "": record.display_name
            for record in records
        }

    def _iys_say_blocked(self, named, blocked):
        words = dict(
            self.env["sms.sms"]._fields["iys_rule"]._description_selection(self.env)
        )
        steps = next_steps(self.env)
        lines = []
        for rule, _label in RULE_WORDS:
            names = [named[number] for number in blocked if blocked[number] == rule]
            if names:
                lines.append(f"{_listed(names)}: {words[rule]}. {steps[rule]}")
        return "\n".join(
            [self.env._("This commercial message may not be sent."), *lines]
        )


def _listed(names):
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" (+{more})" if more > 0 else "")
