"""Asking for a preference link: noted in the request, answered by a job (R-45)."""

from odoo import api, fields, models

from ...iys_api.recipients import normalise
from ..record.masked_char import MaskedChar

LOT = 100
#: More than so many waiting at once are robots; the page says the same to them.
MOST_WAITING = 5000


class IysPreferenceAsk(models.Model):
    """An address somebody typed on the public page. Whether anything is known of it is
    looked up by the job alone, so neither answer nor time tells. Rows are deleted as soon
    as they are worked off; how often an address is written to a day is limited where the
    links are made (``iys.confirmation._ask``)."""

    _name = "iys.preference.ask"
    _description = "Preference link asked for"
    _inherit = ["iys.masked"]
    _log_access = False

    recipient = MaskedChar(required=True, readonly=True)
    language = fields.Char(readonly=True)
    asked_at = fields.Datetime(required=True, default=fields.Datetime.now)

    @api.model
    def _note(self, text, language):
        """Note the wish of a visitor; a text that is no e-mail is dropped."""
        address = normalise("EPOSTA", (text or "").strip())
        if address and self.search_count([], limit=MOST_WAITING) < MOST_WAITING:
            self.create({"recipient": address, "language": language})
            self.env.ref("izinnet_iys.ir_cron_preference")._trigger()

    @api.model
    def _cron_ask(self):
        """Send links to the addresses that somebody here holds something of."""
        while lot := self.search([], order="id", limit=LOT):
            lot._answer()
            count = len(lot)
            lot.unlink()
            if not self.env["ir.cron"]._commit_progress(count):
                return

    def _answer(self):
        """Ask each known address once a company, in the name of one of its brands.

        Two spellings, two presses: the same address counts once.
        """
        languages = {ask.recipient: ask.language for ask in self}
        rows = [
            {
                "brand_id": brand.id,
                "purpose": "preferences",
                "recipient": address,
                "language": language,
            }
            for address, language in languages.items()
            for brand in self._brands_of(address)
        ]
        if rows:
            self.env["iys.confirmation"]._ask(rows)

    @api.model
    def _brands_of(self, address):
        """Return, for each company, the brand that holds the newest act of an address."""
        key = self.env["iys.key"]._hash(address)
        found = {}
        for model in ("iys.consent", "iys.explicit.consent"):
            rows = self.env[model].search(
                [("recipient_key", "=", key)], order="id desc"
            )
            for brand in rows.brand_id:
                if brand.active:
                    found.setdefault(brand.company_id, brand)
        return found.values()
