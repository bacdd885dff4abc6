"""Odoo's own "STOP SMS" pages: opening one changes nothing, confirming is a refusal."""

from odoo import http
from odoo.http import request

from odoo.addons.izinnet_iys.models.gate.iys_road import CONTEXT_KEY, NO_REFUSAL, Road
from odoo.addons.mass_mailing_sms.controllers.main import MailingSMSController

#: What PostgreSQL takes for an id.
LARGEST_ID = 2**31 - 1


class IysMailingSMSController(MailingSMSController):
    """Links of SMS that are out already keep working; new SMS carry our own link.

    The code in these links has three characters, so the page asks for the number too, as
    stock Odoo's does, and answers the same whatever code and number it was given.
    """

    def _check_trace(self, mailing_id, trace_code):
        """Override of `mass_mailing_sms`: a mangled link is a wrong link, not an error."""
        if mailing_id > LARGEST_ID:
            return {"error": "mailing_error"}
        return super()._check_trace(mailing_id, trace_code)

    @http.route()
    def blacklist_page(self, mailing_id, trace_code, **post):
        """Override of `mass_mailing_sms`: ask for the number; POST acts."""
        number = self._iys_number(post.get("sms_number"))
        if request.httprequest.method == "POST" and number:
            return self._iys_refuse(mailing_id, trace_code, number)
        error = post.get("sms_number") and not number
        return self._iys_ask(mailing_id, trace_code, post.get("sms_number"), error)

    @http.route()
    def blacklist_number(self, mailing_id, trace_code, **post):
        """Override of `mass_mailing_sms`: a link that used to act on GET asks (R-47)."""
        return self.blacklist_page(mailing_id, trace_code, **post)

    def _iys_ask(self, mailing_id, trace_code, number=None, error=False):
        message = error and request.env._(
            "The phone number seems to be incorrect. Please include the country code."
        )
        return request.render(
            "mass_mailing_sms.blacklist_main",
            {
                "mailing_id": mailing_id,
                "trace_code": trace_code,
                "sms_number": number,
                "unsubscribe_error": message,
            },
        )

    def _iys_refuse(self, mailing_id, trace_code, number):
        """Refuse the SMS of the mailing's brand, and do what stock Odoo does."""
        found = self._check_trace(mailing_id, trace_code).get("trace")
        trace = found and found.filtered(lambda told: told.sms_number == number)[:1]
        if trace:
            self._iys_record(trace.mass_mailing_id, number)
            request.update_context(**{CONTEXT_KEY: NO_REFUSAL})  # told one line above
            super().blacklist_number(mailing_id, trace_code, sms_number=number)
        return request.render("izinnet_iys_sms.refused_page", {})

    def _iys_record(self, mailing_sudo, number):
        agent = request.httprequest.user_agent.string or ""
        road = Road(
            "unsubscribe",
            "HS_WEB",
            tuple(mailing_sudo.iys_brand_id.ids),
            {
                "ip": request.httprequest.remote_addr,
                "browser": agent[:200],
                "mailing": f"{mailing_sudo.id}: {mailing_sudo.subject}",
            },
        )
        ledger = request.env["iys.consent"].with_context(**{CONTEXT_KEY: road})
        ledger._refuse_heard("MESAJ", [number])

    def _iys_number(self, text):
        """Return a number in E.164, False for what is none."""
        company_sudo = request.env.company.sudo()  # only its country
        country = company_sudo.country_id or request.env.ref("base.tr").sudo()
        text = (text or "").strip()
        return text and request.env["res.partner"].sudo()._phone_format(
            number=text, country=country, raise_exception=False
        )
