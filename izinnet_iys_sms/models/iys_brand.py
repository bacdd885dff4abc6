"""What a brand adds to each commercial SMS: who writes and how to refuse (L-41 … L-43)."""

from odoo import fields, models
from odoo.tools import format_date

from .sms_frame import SmsFrame


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
        return self._iys_sms_frame(lang, mailing).complete(text, token)

    def _iys_sms_frame(self, lang=None, mailing=None):
        """Return the `SmsFrame` for texts in a language, of a mailing or none."""
        self.ensure_one()
        company_lang = self.sudo().company_id.partner_id.lang  # no secret
        speaking = self.sudo().with_context(lang=lang or company_lang or self.env.lang)
        env = speaking.env
        until = mailing and mailing.iys_valid_until
        until = format_date(env, until) if until else ""
        where = (mailing and mailing.iys_conditions) or ""
        return SmsFrame(
            label=(mailing and mailing.iys_nature_label) or "",
            offer=tuple(
                (fact, line)
                for fact, line in (
                    (until, env._("Valid until %(date)s", date=until)),
                    (where, env._("Conditions: %(where)s", where=where)),
                )
                if fact
            ),
            mersis=speaking.mersis or "",
            own_way=speaking.iys_sms_refusal or "",
            link=speaking._iys_refusal_url("{token}"),
            link_line=env._("Refuse: %(link)s", link="{link}"),
        )
