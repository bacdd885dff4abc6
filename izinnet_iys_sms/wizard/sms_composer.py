"""The SMS composer knows what it sends: by code as told, by a person as allowed."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.gate import COMMERCIAL, FREE_CLASSES

from ..models.sms_class import SmsClass, class_of_template, passed_class, passing

SAID = ("iys_message_class", "iys_class_reason", "iys_class_note")


class SmsComposer(models.TransientModel):
    """``iys_message_class`` empty means "as usual": see ``_iys_usual_class``."""

    _name = "sms.composer"
    _inherit = ["sms.composer", "iys.message.class"]

    iys_brand_id = fields.Many2one(
        default=lambda self: self._iys_default_brand(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )

    @api.model
    def default_get(self, fields):
        """Override of `sms`: a context says nothing about the class."""
        defaults = super().default_get(fields)
        return {name: defaults[name] for name in defaults if name not in SAID}

    def _action_send_sms(self):
        """Override of `sms`: the class is settled before anything is made.

        Code comes here straight; a person comes through ``action_send_sms``, which has
        put the class into the context.
        """
        passed = passed_class(self.env)
        if passed and passed.template_id == self.template_id.id:
            return super()._action_send_sms()
        composer = passing(self, self._iys_class_by_code())
        return super(SmsComposer, composer)._action_send_sms()

    def _iys_class_by_code(self):
        """Return the class when no person presses "Send": the mailing's or template's.

        Code may say a class on the composer; it answers for it.
        """
        if self.mailing_id:
            return self._iys_class_of_mailing()
        if self.iys_message_class:
            return self._iys_class_said(is_released=True)
        return class_of_template(self.template_id)

    def _iys_class_of_mailing(self):
        mailing_sudo = self.mailing_id.sudo()  # what a mailing is, is no secret
        return SmsClass(
            mailing_sudo.iys_message_class,
            mailing_sudo._iys_is_released(),
            mailing_sudo.iys_brand_id.id,
            self.template_id.id,
        )

    def _iys_class_said(self, is_released):
        """Return the class as the composer says it."""
        is_free = self.iys_message_class in FREE_CLASSES
        return SmsClass(
            self.iys_message_class or COMMERCIAL,
            is_free and is_released,
            self.iys_brand_id.id,
            self.template_id.id,
        )
