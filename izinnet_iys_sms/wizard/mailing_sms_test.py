"""Test SMS of a mailing: for the company's own people, or through the gate."""

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.models.gate.gate_words import next_steps

from ..models.sms_class import USUAL, SmsClass, passing


class MailingSmsTest(models.TransientModel):
    _inherit = "mailing.sms.test"

    def action_send_sms(self):
        """Override of `mass_mailing_sms`: no test to people who may not be written to.

        Stock Odoo hands a test straight to the gateway. Numbers of active internal users
        go that way; all others leave as commercial SMS, through the wall. Raises
        UserError naming the numbers that may not be written to.
        """
        self.ensure_one()
        numbers = self._iys_numbers()
        staff = self._iys_staff_among(numbers.values())
        outside = {
            sanitized: text
            for text, sanitized in numbers.items()
            if sanitized and sanitized not in staff
        }
        self._iys_check_outside(outside)
        if outside:
            self.numbers = "\n".join(
                text for text, sanitized in numbers.items() if sanitized not in outside
            )
            self._iys_send_outside(list(outside))
        if not self.numbers:
            return True
        if self._iys_has_own_account():
            self._iys_queue_for_staff(sorted(staff))
            return True
        # core leaves what it has handed over in the queue
        test = passing(self, SmsClass(is_handed_over=True))
        return super(MailingSmsTest, test).action_send_sms()

    def _iys_numbers(self):
        """Return {number as typed: in E.164, False for what is none}."""
        typed = [line.strip() for line in (self.numbers or "").splitlines()]
        user = self.env.user
        return {text: user._phone_format(number=text) for text in typed if text}

    def _iys_staff_among(self, numbers):
        """Return which of some numbers in E.164 belong to active internal users."""
        users_sudo = self.env["res.users"].sudo()  # who works here is no secret
        users = users_sudo.search(
            [
                ("share", "=", False),
                ("partner_id.phone_sanitized", "in", [n for n in numbers if n]),
            ]
        )
        return set(users.mapped("partner_id.phone_sanitized"))

    def _iys_check_outside(self, outside):
        brand = self.mailing_id.iys_brand_id
        # the check needs the whole ledger, whoever sends
        decisions = (
            self.env["iys.consent"].sudo()._decide_send(brand, "MESAJ", list(outside))
        )
        words = dict(
            self.env["sms.sms"]._fields["iys_rule"]._description_selection(self.env)
        )
        steps = next_steps(self.env)
        lines = [
            f"{outside[number]}: {words[decision.rule]}. {steps[decision.rule]}"
            for number, decision in decisions.items()
            if not decision.may_send
        ]
        if lines:
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "A test goes to colleagues, or to numbers that may be "
                            "written to. These may not get it:"
                        ),
                        *lines,
                    ]
                )
            )

    def _iys_send_outside(self, numbers):
        """Send the text to numbers that may be written to, as any commercial SMS."""
        sms_class = SmsClass(brand_id=self.mailing_id.iys_brand_id.id)
        self._iys_make(sms_class, numbers, self._iys_text()).send()
        self._iys_note(self.env._("Test SMS sent to %(numbers)s"), numbers)

    def _iys_text(self):
        """Return the text as the first of the recipients would get it."""
        mailing = self.mailing_id
        record = self.env[mailing.mailing_model_real].search([], limit=1)
        if not record:
            return mailing.body_plaintext
        render = self.env["mail.render.mixin"]._render_template
        return render(mailing.body_plaintext, record._name, record.ids)[record.id]

    def _iys_make(self, sms_class, numbers, text):
        sms_sudo = passing(self.env["sms.sms"], sms_class).sudo()  # as core's wizard
        return sms_sudo.create([{"number": number, "body": text} for number in numbers])

    def _iys_note(self, words, numbers):
        told = words % {"numbers": ", ".join(numbers)}
        self.mailing_id._message_log(body=told)

    # === WITH AN OWN ACCOUNT: BY THE QUEUE (sms.md trap 7) === #

    def _iys_has_own_account(self):
        company = self.mailing_id.iys_brand_id.sudo().company_id or self.env.company
        return bool(company.sudo().iys_sms_gateway_id)  # which one is no secret

    def _iys_queue_for_staff(self, numbers):
        """Queue the complete text for the company's own people, who are no customers."""
        mailing = self.mailing_id
        brand, token = mailing.iys_brand_id, self.env["iys.message"]._new_token()
        text = self._iys_text()
        if not mailing._iys_is_released() and brand:
            text = brand._iys_sms_text(text, token, self.env.lang, mailing)
        sms_class = USUAL._replace(brand_id=brand.id)
        self._iys_make(sms_class, numbers, text).send()
        self._iys_note(
            self.env._("Test SMS queued for %(numbers)s; it leaves in seconds"), numbers
        )
