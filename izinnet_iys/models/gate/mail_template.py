"""E-mail templates with a message class (L-38)."""

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...iys_api.content import promotion_words
from ...iys_api.gate import FREE_CLASSES
from .mail_message import CLASS_FIELDS


class MailTemplate(models.Model):
    _name = "mail.template"
    _inherit = ["mail.template", "iys.class.release"]

    iys_promotion_words = fields.Char(
        "Looks like promotion", compute="_compute_iys_promotion_words"
    )

    @api.depends("iys_message_class", "subject", "body_html")
    def _compute_iys_promotion_words(self):
        for template in self:
            is_free = template.iys_message_class in FREE_CLASSES
            text = (
                f"{template.subject or ''}\n{html2plaintext(template.body_html or '')}"
            )
            words = promotion_words(text) if is_free else []
            template.iys_promotion_words = ", ".join(dict.fromkeys(words))

    def _iys_text_fields(self):
        """Override of `izinnet_iys`: subject and body are what people read."""
        return ("subject", "body_html")

    @api.private
    def send_mail_batch(
        self,
        res_ids,
        force_send=False,
        raise_exception=False,
        email_values=None,
        email_layout_xmlid=False,
    ):
        """Override of `mail`: the mails are of the template's class; closed for RPC.

        A person who mails many records takes the composer, or a server action that says
        which template it uses.
        """
        return super().send_mail_batch(
            res_ids,
            force_send=force_send,
            raise_exception=raise_exception,
            email_values=self._iys_email_values(email_values),
            email_layout_xmlid=email_layout_xmlid,
        )

    def _iys_email_values(self, email_values):
        """Add what the template's class makes of its mails to the caller's values.

        What the caller says about the class does not count: ``send_mail`` can be
        called by anybody.
        """
        given = {
            name: value
            for name, value in (email_values or {}).items()
            if name not in CLASS_FIELDS
        }
        if not self.sudo().iys_message_class:  # whoever sends, the class is no secret
            return given
        return {**given, **self._iys_class_of_send(is_mass=False)}
