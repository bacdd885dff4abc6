"""The preference page by a code to a phone: the same answer for known and unknown (R-45)."""

import secrets
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.recipients import normalise
from odoo.addons.izinnet_iys.models.form.iys_confirmation import SECRET_BYTES, TOKEN
from odoo.addons.izinnet_iys.models.form.iys_preference_ask import MOST_WAITING

#: A page that was opened by a code stays open so long (T-15).
OPEN_FOR = timedelta(minutes=30)


class IysPreferenceAsk(models.Model):
    """Whether a number is known is looked up by the job alone, as for e-mails: neither the
    answer nor its time tells. Unknown numbers get no SMS."""

    _inherit = "iys.preference.ask"

    browser_hmac = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    ip = fields.Char("IP address", readonly=True, groups=fields.NO_ACCESS)

    def _answer(self):
        """Override of `izinnet_iys`: numbers get a code, addresses a link."""
        phones = self.filtered("browser_hmac")
        for ask in phones:
            ask._answer_phone()
        return super(IysPreferenceAsk, self - phones)._answer()

    def _answer_phone(self):
        """Send a code in the name of the brand that holds the newest act of the number."""
        brands = [
            brand for brand in self._brands_of(self.recipient) if brand._iys_sends_sms()
        ]
        if not brands:
            return
        codes = self.env["iys.sms.code"]
        wish = codes._wish(
            self.recipient,
            brands[0],
            "",
            kind="preference",
            ip=self.ip,
            pressed=True,
            is_first=True,
            parts=codes._parts(["preferences"], brands[0]),
        )
        wish.secret_hmac = self.browser_hmac
        code_id, _verdict, _wait = codes._reserve(wish)
        if code_id:
            row = {
                "brand_id": brands[0].id,
                "purpose": "preferences",
                "recipient": self.recipient,
                "language": self.language,
                "ip": self.ip,
            }
            self.env["iys.code"]._make([row], wish, code_id)


class IysCode(models.AbstractModel):
    _inherit = "iys.code"

    @api.model
    def _knows_phones(self):
        """Override of `izinnet_iys`: true as soon as any brand sends SMS."""
        companies_sudo = self.env["res.company"].sudo()  # which one is no secret
        return bool(companies_sudo.search_count([("iys_sms_gateway_id", "!=", False)]))

    @api.model
    def _ask_preferences(self, text, language, secret, evidence):
        """Override of `izinnet_iys`: note the wish; a job does the rest."""
        number = normalise("MESAJ", (text or "").strip())
        asks = self.env["iys.preference.ask"]
        if not number or not number.startswith("+905") or not TOKEN.fullmatch(secret):
            return
        if asks.search_count([], limit=MOST_WAITING) < MOST_WAITING:
            asks.create(
                {
                    "recipient": number,
                    "language": language,
                    "browser_hmac": self.env["iys.key"]._hash(f"browser {secret}"),
                    "ip": evidence.get("ip"),
                }
            )
            self.env.ref("izinnet_iys.ir_cron_preference")._trigger()

    @api.model
    def _open_preferences(self, secret, code, evidence):
        """Override of `izinnet_iys`: a right code makes a link that shows and takes back;
        raising takes a code of its own (R-46)."""
        asked = self.env["iys.confirmation"]._of_browser(secret)
        asked = asked.filtered(lambda each: each.purpose == "preferences")[:1]
        if not asked:
            self._spend_the_time()
            return ""
        if asked._try_code(code) != "right":
            return ""
        asked._note_right()
        link = secrets.token_urlsafe(SECRET_BYTES)
        asked.write(
            {
                "secret_hmac": asked._hmac(link),
                "browser_hmac": False,
                "expires_at": fields.Datetime.now() + OPEN_FOR,
            }
        )
        return link

    @api.model
    def _spend_the_time(self):
        """Work as long as a try of a known number does (R-45)."""
        with self.env.registry.cursor() as lock:
            lock.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x1957_0C, 0])
            with self.env.registry.cursor() as cr:
                cr.execute("SELECT count(*) FROM iys_sms_try WHERE code_id = 0")
