"""Whoever is written down approves, at every brand."""

from datetime import datetime

from odoo import api, models
from odoo.tools import email_normalize_all

from odoo.addons.izinnet_iys.iys_api.acts import Act
from odoo.addons.izinnet_iys.iys_api.recipients import normalise

#: Fields of any model that hold addresses, and the channel these serve.
CHANNEL = {
    "email": "EPOSTA",
    "email_from": "EPOSTA",
    "email_to": "EPOSTA",
    "email_cc": "EPOSTA",
    "email_normalized": "EPOSTA",
    "phone": "MESAJ",
    "phone_sanitized": "MESAJ",
    "number": "MESAJ",
    "sms_number": "MESAJ",
}
#: Long ago, whatever day a test pretends to live on; any refusal is younger.
MOMENT = datetime(2016, 1, 4, 9, 0, 0)
#: The last update from İYS, never too old for such a test.
FRESH = datetime(2090, 1, 1)


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: the people of new records approve."""
        records = super().create(vals_list)
        if self._name == "res.company":
            records._everybody_open_brand()
        records._everybody_approves(vals_list)
        return records

    def write(self, vals):
        """Override of `base`: whoever a changed address belongs to approves."""
        done = super().write(vals)
        self._everybody_approves([vals])
        return done

    def _everybody_approves(self, vals_list):
        """Record a received ONAY for each address in some values."""
        if self._name.startswith(("iys.", "ir.")):
            return
        found = {
            (CHANNEL[name], text)
            for vals in vals_list
            for name in CHANNEL.keys() & vals.keys()
            for text in self._everybody_spells(name, vals[name])
        }
        brands = self.env["iys.brand"].sudo().search([])
        self._everybody_records(brands, found)

    def _everybody_spells(self, name, value):
        """Return the addresses a value can mean, by this model's own reading too."""
        if not isinstance(value, str) or not value:
            return []
        if CHANNEL[name] == "EPOSTA":
            return email_normalize_all(value)
        if "phone_sanitized" not in self._fields:
            return [value]
        # sudo: a test's user may write a record and not read it
        return [value, *filter(None, self.sudo().mapped("phone_sanitized"))]

    def _everybody_records(self, brands, found):
        acts = [
            Act(
                brand_id=brand.id,
                recipient=recipient,
                type=channel,
                status="ONAY",
                source="IYS_WEB",
                consent_date=MOMENT,
                state="received",
                transaction_id=f"everybody-{channel}-{recipient}",
                iys_creation_date=MOMENT,
            )
            for brand in brands
            for channel, recipient in sorted(found)
            if normalise(channel, recipient)
        ]
        # sudo: nobody may write the ledger but its own entrance
        self.env["iys.consent"].sudo()._record_acts(acts)


class ResCompany(models.Model):
    _inherit = "res.company"

    def _everybody_open_brand(self):
        """Give companies a ready brand; who is in the ledger approves there too."""
        for company in self:
            # sudo: a test's user may make a company and no brand
            account_sudo = self.env["iys.account"].sudo()
            brand = self.env["iys.brand"].sudo().create(
                {
                    "name": f"Marka {company.id}",
                    "account_id": account_sudo.create(
                        {
                            "name": f"İYS {company.id}",
                            "company_id": company.id,
                            "iys_code": str(700000 + company.id),
                            "route": "demo",
                        }
                    ).id,
                    "brand_code": str(700000 + company.id),
                    "registration_state": "ready",
                    "trade_name": "Herkes A.Ş.",
                    "mersis": "0000000000000101",
                    "contact": "iletisim@herkes.example.com",
                    "last_good_pull": FRESH,
                    "iys_quiet_start": 0.0,
                    "iys_quiet_end": 0.0,
                }
            )  # fmt: skip
            self._everybody_records(brand, self._everybody_known())

    def _everybody_known(self):
        self.env.cr.execute("SELECT DISTINCT type, recipient FROM iys_consent")
        return set(self.env.cr.fetchall())
