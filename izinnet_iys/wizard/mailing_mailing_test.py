"""Tests of a mailing go to colleagues, or to people who may get the mailing."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mail import email_split

from ..iys_api.gate import COMMERCIAL, FREE_CLASSES
from ..models.gate.leaving import Kind
from ..models.gate.left_out_words import left_out_in_words
from ..models.gate.mail_mail_ask import address_of


class MailingMailingTest(models.TransientModel):
    _inherit = "mailing.mailing.test"

    def send_mail_test(self):
        """Override of `mass_mailing`: a test is no way round the gate.

        Raises UserError naming the addresses that are nobody's here and may not get the
        mailing now, with the reason.
        """
        self._iys_check_addresses()
        return super().send_mail_test()

    def _iys_check_addresses(self):
        lines = (self.email_to or "").splitlines()
        addresses = {address_of(found[0]) for found in map(email_split, lines) if found}
        mails = self.env["mail.mail"]
        strangers = addresses - mails._iys_staff_among(addresses)
        refused = {
            address: decision
            for address, decision in mails._iys_decide(
                self._iys_kind(), strangers
            ).items()
            if not decision.may_send
        }
        if refused:
            head = self.env._(
                "A test goes to colleagues with a user of their own, or to people who "
                "may get the mailing. These may not:"
            )
            raise UserError(left_out_in_words(self.env, head, refused))

    def _iys_kind(self):
        mailing_sudo = self.mass_mailing_id.sudo()  # its class is no secret here
        free = mailing_sudo.iys_message_class in FREE_CLASSES
        released = free and mailing_sudo._iys_is_released()
        message_class = mailing_sudo.iys_message_class if released else COMMERCIAL
        return Kind(mailing_sudo.iys_brand_id, message_class, released)
