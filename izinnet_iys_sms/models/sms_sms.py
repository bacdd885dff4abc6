"""SMS know their class, brand and company, and why they left or did not."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.gate import COMMERCIAL
from odoo.addons.izinnet_iys.models.gate.gate_words import (
    CLASSES,
    FAILURES,
    RULE_WORDS,
)
from odoo.addons.izinnet_iys.models.record.iys_ledger_link import LedgerLink

from .sms_class import SmsClass, class_of_message, passed_class

#: Set by the system; what a person writes into them is not taken.
KEPT = (
    "iys_message_class",
    "iys_is_released",
    "iys_brand_id",
    "iys_company_id",
    "iys_is_logged",
    "iys_rule",
    "iys_consent_id",
    "iys_token",
    "iys_ask_again_at",
    "iys_origin_model",
    "iys_origin_id",
    "iys_expires_at",
    "iys_title_id",
    "iys_wait_reason",
    "iys_tries",
)


class SmsSms(models.Model):
    _inherit = "sms.sms"

    iys_message_class = fields.Selection(CLASSES, "Message class", readonly=True)
    iys_is_released = fields.Boolean("Class released", readonly=True)
    iys_brand_id = LedgerLink("iys.brand", "Brand", readonly=True)
    #: whose gateway sends it; the queue serves several companies
    iys_company_id = LedgerLink("res.company", "Company", readonly=True)
    iys_is_logged = fields.Boolean("Kept in the message log", readonly=True)
    iys_rule = fields.Selection(RULE_WORDS, "Send check", readonly=True, copy=False)
    iys_consent_id = LedgerLink(
        "iys.consent", "Deciding consent", readonly=True, copy=False
    )
    iys_token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    iys_ask_again_at = fields.Datetime("Waits until", readonly=True, copy=False)
    failure_type = fields.Selection(selection_add=FAILURES)

    _iys_queue_idx = models.Index(
        "(id) WHERE state = 'outgoing' AND to_delete IS NOT TRUE"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sms`: no SMS without a class; who says none sends commercial.

        Code may give the class (values under sudo, or `passing`), an SMS of a message has
        the message's. An SMS made by a person through RPC is commercial.
        """
        default_brands = {}
        classed = [
            {**vals, **self._iys_class_values(vals, default_brands)}
            for vals in vals_list
        ]
        return super().create(classed)

    def write(self, vals):
        """Override of `sms`: a person neither sets the class nor rewrites its text."""
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name not in KEPT}
            if "body" in vals:
                # whatever it was released for, it was not this text
                vals.update(iys_message_class=COMMERCIAL, iys_is_released=False)
        return super().write(vals)

    def _iys_class_values(self, vals, default_brands):
        """Return values for all of ``KEPT``, so that no default of a context counts.

        ``default_brands`` is filled with the brands of companies that were looked up.
        """
        given = vals if self.env.su else {}
        message_sudo = self.env["mail.message"].sudo()  # the class is no secret
        message_sudo = message_sudo.browse(vals.get("mail_message_id") or ())
        sms_class = self._iys_class_said(given, message_sudo)
        if given.get("iys_brand_id"):
            sms_class = sms_class._replace(brand_id=given["iys_brand_id"])
        brand = self.env["iys.brand"].browse(sms_class.brand_id or ())
        # sms_twilio notes the record's company where a composer writes to many
        noted = self.env["res.company"].browse(vals.get("record_company_id") or ())
        company = brand.sudo().company_id or message_sudo.record_company_id
        company = company or noted or self.env.company
        if sms_class.is_commercial and not brand:
            if company not in default_brands:
                found = self.env["iys.message.class"]._iys_default_brand(company)
                default_brands[company] = found
            brand = default_brands[company]
        values = dict.fromkeys(KEPT, False)
        values.update((name, given[name]) for name in KEPT if name in given)
        values.update(sms_class.values(), iys_brand_id=brand.id)
        values["iys_company_id"] = given.get("iys_company_id") or company.id
        if sms_class.is_handed_over:
            values["to_delete"] = True  # keeps the queue from sending it once more
        return values

    def _iys_class_said(self, given, message_sudo):
        """Find the class: given by code, passed by the door, the message's, or none."""
        if not self.env.su:
            return SmsClass()
        if given.get("iys_message_class"):
            return SmsClass(
                given["iys_message_class"],
                bool(given.get("iys_is_released")),
                is_logged=given.get("iys_is_logged", True),
            )
        if passed := passed_class(self.env):
            return passed
        return class_of_message(message_sudo) if message_sudo else SmsClass()

    def _iys_class(self):
        """Return the `SmsClass` of one SMS; older than this addon: its message's."""
        if not self.iys_message_class:
            message_sudo = self.mail_message_id.sudo()  # the class is no secret
            return class_of_message(message_sudo) if message_sudo else SmsClass()
        return SmsClass(
            self.iys_message_class,
            self.iys_is_released,
            self.iys_brand_id.id,
            is_logged=self.iys_is_logged,
        )

    def _get_sms_company(self):
        """Override of `sms`: the company it was made for, also in the queue."""
        return self.iys_company_id or super()._get_sms_company()
