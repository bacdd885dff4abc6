"""What the law wants to read in a mailing, and what the author is told (L-38 … L-43)."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, html2plaintext

from ...iys_api.content import check_mail, nature_in, promotion_words
from ...iys_api.gate import COMMERCIAL, FREE_CLASSES


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    iys_content_missing = fields.Text(
        "Keeps it from leaving", compute="_compute_iys_content"
    )
    iys_content_advice = fields.Text("Worth a look", compute="_compute_iys_content")

    @api.depends(
        "subject",
        "body_html",
        "mailing_type",
        "iys_brand_id",
        "iys_message_class",
        "iys_nature_label",
        "iys_valid_until",
        "iys_conditions",
    )
    @api.depends_context("lang")
    def _compute_iys_content(self):
        for mailing in self:
            said = mailing._iys_content_said()
            mailing.iys_content_missing = "\n".join(said[True])
            # an empty page needs no advice yet; what blocks is said from the start
            mailing.iys_content_advice = mailing.subject and "\n".join(said[False])

    def _iys_content_said(self):
        """Return sentences for the author: {is it blocking: [sentence]}."""
        said = {True: [], False: []}
        if self.iys_message_class in FREE_CLASSES:
            if found := promotion_words(
                f"{self.subject or ''}\n{self._iys_plain_text()}"
            ):
                said[False].append(self._iys_promotion_said(found))
        elif self.iys_brand_id and self._iys_channel() == "EPOSTA":
            words = self._iys_fault_words()
            for fault in self._iys_mail_faults():
                said[fault.is_blocking].append(words[fault.code])
        return said

    def _iys_mail_faults(self):
        """Check the mail as it would leave: with the brand's footer and the terms."""
        identity = self.iys_brand_id._iys_identity()
        footer = [identity.trade_name, identity.mersis, identity.contact]
        terms = html2plaintext(self._iys_terms() or "")
        text = "\n".join([self._iys_plain_text(), terms, *footer])
        # the footer carries the link (L-43)
        return check_mail(self._iys_subject(), text, identity, True)

    def _iys_plain_text(self):
        return html2plaintext(self.body_html or "")

    def _iys_fault_words(self):
        env = self.env
        return {
            "no_trade_name": env._("The brand has no trade name."),
            "no_mersis": env._("The brand has no valid MERSİS number."),
            "no_contact": env._("The brand names no phone, e-mail or address."),
            "no_nature": env._(
                "The subject does not say what the message is: give a nature label such"
                " as KAMPANYA."
            ),
            "no_validity": env._("The offer does not say until when it is valid."),
            "no_conditions": env._(
                "The offer does not say where its conditions are found."
            ),
            "no_refusal": env._("The message offers no way to refuse."),
        }

    def _iys_promotion_said(self, found):
        return self.env._(
            "This text reads like advertising (%(words)s). A message that is not"
            " commercial may not promote anything.",
            words=", ".join(found[:5]),
        )

    def action_iys_open_brand(self):
        """Open the brand whose data the message lacks."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "iys.brand",
            "res_id": self.iys_brand_id.id,
            "view_mode": "form",
        }

    # === WHAT IS PUT INTO THE MESSAGE === #

    def _iys_subject(self):
        """Return the subject, with the nature label before it where it is needed (L-42)."""
        subject, label = self.subject or "", (self.iys_nature_label or "").strip()
        if not label or self.iys_message_class != COMMERCIAL or nature_in(subject):
            return subject
        return f"{label}: {subject}"

    def _iys_terms(self):
        """Return the lines about the offer as Markup; empty when there are none (L-42)."""
        lines = []
        if self.iys_valid_until:
            until = format_date(self.env, self.iys_valid_until)
            lines.append(self.env._("Valid until %(date)s.", date=until))
        if self.iys_conditions:
            lines.append(self.env._("Conditions: %(where)s", where=self.iys_conditions))
        if not lines or self.iys_message_class != COMMERCIAL:
            return Markup()
        said = Markup("<br/>").join(lines)
        return Markup('<p style="font-size:12px;color:#666">%s</p>') % said
