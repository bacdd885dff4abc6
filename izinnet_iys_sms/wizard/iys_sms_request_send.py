"""What has to hold before a one-to-one code leaves, and what a told code does (L-26)."""

import secrets

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.izinnet_iys.iys_api.recipients import normalise
from odoo.addons.izinnet_iys.models.form.form_words import CONFIRMS
from odoo.addons.izinnet_iys.models.form.iys_confirmation import SECRET_BYTES

from .iys_sms_request import CHOICES, must_be_collector, no_way


class IysSmsRequest(models.TransientModel):
    _inherit = "iys.sms.request"

    def _obstacle(self):
        """Say in words why no code may be sent to this contact; '' when it may."""
        brand, env = self.brand_id, self.env
        if not brand:
            return env._("Choose a brand.")
        gateway_sudo = brand.sudo().company_id.iys_sms_gateway_id  # yes or no
        if not gateway_sudo.iys_allows_request:
            return env._("One-to-one requests are switched off for this company.")
        if not brand._iys_sends_sms():
            return env._("No SMS account of this company can send just now.")
        if not self.script_id:
            return env._("A manager has to publish what to say to the customer first.")
        if not self.script_id.sudo()._is_trained(env.user):  # as in the model
            return env._(
                "You were not trained on the text in use yet; ask your manager."
            )
        number = self._number()
        if not number or not number.startswith("+905"):
            return env._("This contact has no Turkish mobile number.")
        if self._refused(number):
            return env._(
                "This number has refused messages of %(brand)s. The law forbids to ask it"
                " by a message; only the person's own new wish counts.",
                brand=brand.name,
            )
        return ""

    def _number(self):
        partner = self.partner_id
        return normalise("MESAJ", partner.phone_sanitized or partner.phone)

    def _refused(self, number):
        """Tell whether a refusal of either phone channel is in force (L-26, L-50)."""
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM iys_consent WHERE recipient_key = %s AND brand_id = %s"
                " AND type IN ('MESAJ', 'ARAMA') AND status = 'RET'"
                " AND is_effective IS TRUE LIMIT 1",
                self.env["iys.key"]._hash(number),
                self.brand_id.id,
            )
        )
        return bool(rows)

    def action_send(self):
        """Send one SMS with a code for each channel the customer chose.

        Raises UserError with what is missing, or why this number may not be asked.
        """
        self.ensure_one()
        must_be_collector(self.env)
        self.brand_id.check_access("read")
        self.partner_id.check_access("read")
        if obstacle := self._obstacle():
            raise no_way(self.env, obstacle)
        types = [type_ for type_, choice in CHOICES.items() if self[choice]]
        if not types or not self.was_read:
            raise UserError(
                self.env._(
                    "Say the text to the customer, who then chooses the channels."
                )
            )
        self._start(types)
        return self._again()

    def _start(self, types):
        secret = secrets.token_urlsafe(SECRET_BYTES)
        rows = [self._row(type_) for type_ in types]
        # sudo: collectors make no confirmations but by this door
        verdict = (
            self.env["iys.code"]
            .sudo()
            ._start(rows, secret, kind="request", must=True, pressed=True)
        )
        if verdict.value != "send":
            raise no_way(self.env, self._why_not(verdict.value))
        self.sudo().secret = secret  # nobody writes it by hand
        self.env["iys.log"]._add(
            "record",
            "One-to-one request",
            record=self.partner_id,
            company=self.brand_id.company_id,
            data={"brand": self.brand_id.name, "types": ", ".join(types)},
        )

    def _row(self, type_):
        text = self.env["iys.preference"].sudo()._text_of(self.brand_id, type_)
        if not text:
            raise UserError(
                self.env._("There is no published approval text for this channel yet.")
            )
        script = self.script_id.sudo()  # it was read out just now
        return {
            "brand_id": self.brand_id.id,
            "purpose": CONFIRMS[type_],
            "recipient": self._number(),
            "partner_id": self.partner_id.id,
            "user_id": self.env.uid,
            "language": text.language,
            "pending": {
                "source": "HS_MESAJ",
                "person_name": self.partner_id.name,
                "notice_id": text.id,
                "evidence": {
                    "road": "one_to_one",
                    "text_sha256": text.sha256,
                    "script": f"{script.display_name} sha256:{script.sha256}",
                    "said_by": self.env.user.name,
                    "said_at": f"{fields.Datetime.now()} UTC",
                },
            },
        }

    def _why_not(self, verdict):
        """Say a verdict of the limits in words."""
        env = self.env
        words = {
            "number_wait": env._("A code was sent to this number a moment ago."),
            "number_limit": env._("This number was sent too many codes lately."),
            "asked_lately": env._("This number was asked in the last 30 days already."),
        }
        return words.get(verdict) or env._("The company's limit for codes is reached.")

    def action_enter(self):
        """Take the code the customer tells: one code, one consent.

        The proof says that staff typed it; the same-day receipt goes out all the same.
        """
        self.ensure_one()
        must_be_collector(self.env)
        asked = self._asked().filtered(
            lambda each: each.purpose == CONFIRMS.get(self.told_for)
        )
        if not asked:
            raise UserError(self.env._("Choose which code the customer tells you."))
        evidence = {"entered_by": f"staff: {self.env.user.name}"}
        told = asked._enter_code(self.told_code or "", evidence)
        self.write({"note": self._told_words(told), "told_code": False})
        return self._again()

    def action_look(self):
        """Look whether the customer has typed the code on the own phone."""
        return self._again()

    def _told_words(self, told):
        env = self.env
        return {
            "given": env._("Recorded. The customer gets an SMS that says so today."),
            "wrong": env._("The code is not right. Ask for it once more."),
            "used_up": env._("Too many wrong codes; this code does not work any more."),
            "expired": env._("The code is too old. Use the QR code or paper instead."),
            "empty": env._("A code has six digits."),
        }[told]


class IysConsent(models.Model):
    _inherit = "iys.consent"

    def _road_words(self):
        """Override of `izinnet_iys`: a code in a conversation is a road, too."""
        return {**super()._road_words(), "one_to_one": self.env._("One-to-one request")}
