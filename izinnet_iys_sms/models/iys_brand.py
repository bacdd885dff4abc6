"""What a brand adds to each commercial SMS: who writes and how to refuse (L-41 … L-43)."""

from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.izinnet_iys.iys_api.content import Identity, check_sms, nature_in


class IysBrand(models.Model):
    _inherit = "iys.brand"

    iys_sms_refusal = fields.Char(
        "Refusal text in SMS",
        help="What the operator gave you, such as “RET yaz 3340'a gonder”. It has to be"
        " free of charge. Empty: a link to the refusal page (L-43).",
    )

    def _iys_sms_text(self, text, token, lang=None, mailing=None):
        """Return a commercial text with all that the law wants to read in it.

        ``token`` is the message's own (`iys.message._new_token`), ``lang`` the
        recipient's language, ``mailing`` the mailing it belongs to. What is there
        already is not added again, so a second try leaves the text as it is.
        """
        self.ensure_one()
        company_lang = self.sudo().company_id.partner_id.lang  # no secret
        speaking = self.sudo().with_context(lang=lang or company_lang or self.env.lang)
        text = (text or "").rstrip()
        lines = [
            speaking._iys_sms_nature(text, mailing),
            *speaking._iys_sms_offer(text, mailing),
            *speaking._iys_sms_identity(text, token),
        ]
        return "\n".join(line for line in lines if line)

    def _iys_sms_nature(self, text, mailing):
        """Put the mailing's label before a text that does not say what it is (L-42)."""
        label = mailing and mailing.iys_nature_label
        return f"{label} {text}" if label and not nature_in(text) else text

    def _iys_sms_offer(self, text, mailing):
        """Yield until when the offer holds and where its conditions are (L-42)."""
        if not mailing:
            return
        if day := mailing.iys_valid_until:
            until = format_date(self.env, day)
            if until not in text:
                yield self.env._("Valid until %(date)s", date=until)
        if (where := mailing.iys_conditions) and where not in text:
            yield self.env._("Conditions: %(where)s", where=where)

    def _iys_sms_identity(self, text, token):
        """Yield the MERSİS number and the way to refuse, where the text has none."""
        link = self._iys_refusal_url(token)
        way = self.iys_sms_refusal or link
        has_way = way in text or link in text
        identity = Identity(self.trade_name, self.mersis or "", self.contact or "")
        missing = {fault.code for fault in check_sms(text, identity, has_way)}
        if "no_mersis" in missing:
            yield f"Mersis:{self.mersis}"
        if "no_refusal" in missing:
            is_own = bool(self.iys_sms_refusal)
            yield way if is_own else self.env._("Refuse: %(link)s", link=link)
