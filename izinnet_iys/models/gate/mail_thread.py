"""Posting and notifying: the class goes from the composer into the message."""

from odoo import api, models

from .mail_message import CLASS_FIELDS


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _get_message_create_valid_field_names(self):
        """Override of `mail`: messages may be told their class.

        Telling can only make a message stricter: one that is told nothing passes as
        informational anyway.
        """
        return super()._get_message_create_valid_field_names() | set(CLASS_FIELDS)

    @api.private
    def message_mail_with_source(self, source_ref, **kwargs):
        """Override of `mail`: a door for code only, closed for RPC.

        It mails any number of records as informational; a person has the composer, where
        a message to many is commercial unless the template says otherwise (L-38).
        """
        return super().message_mail_with_source(source_ref, **kwargs)
