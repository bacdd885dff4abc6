"""A confirmation by a code: bound to the number, the form's version and the browser."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.izinnet_iys.models.record.iys_ledger_link import LedgerLink

#: Without a right code the wish is forgotten after this; each code is shorter-lived.
LIFE = timedelta(hours=1)


class IysConfirmation(models.Model):
    """``secret_hmac`` is the code's hash here; it changes with every code that is sent, so
    the newest one alone counts."""

    _inherit = "iys.confirmation"

    browser_hmac = fields.Char(
        readonly=True, index="btree_not_null", groups=fields.NO_ACCESS
    )
    #: committed beside the transaction that points at it, so without a foreign key
    sms_code_id = LedgerLink(
        "iys.sms.code", "Code by SMS", readonly=True, index="btree_not_null"
    )

    @api.model
    def _ask_by_code(self, rows, secret_hmac, codes=None):
        """Make the confirmations that wait for a code, one for each purpose.

        ``codes`` are {purpose: values} of `iys.sms.code._draw`, if one is being sent.
        """
        now, codes = fields.Datetime.now(), codes or {}
        return self.create(
            [
                {
                    **self._spelt(row),
                    "method": "sms_code",
                    "browser_hmac": secret_hmac,
                    "expires_at": now + LIFE,
                    # nothing opens it before a code is sent
                    "secret_hmac": self._no_secret(secret_hmac, row["purpose"]),
                    **codes.get(row["purpose"], {}),
                }
                for row in rows
            ]
        )

    @api.model
    def _no_secret(self, secret_hmac, purpose):
        return self.env["iys.key"]._hash(f"nothing {secret_hmac} {purpose}")

    @api.model
    def _of_browser(self, secret):
        """Return the confirmations a browser's secret belongs to, in the page's order."""
        if not isinstance(secret, str) or not secret:
            return self.browse()
        hmac = self.env["iys.key"]._hash(f"browser {secret}")
        return self.search([("browser_hmac", "=", hmac)], order="id")

    def _note_code(self, step, reason):
        """Note what became of the SMS with the code; see `iys.sms.code._iys_note_sms`."""
        if step == "failed":
            self._set_state("failed", error=reason)
        elif step in ("sent", "delivered"):
            now = fields.Datetime.now()
            for asked in self:
                count = asked.sent_count + 1
                asked._set_state("sent", sent_at=now, sent_count=count, error=False)
        elif step == "unknown":
            self.write({"error": reason})
        else:
            raise ValueError(f"unknown step {step!r}")

    def _proof(self, evidence):
        """Override of `izinnet_iys`: when the code was sent belongs to the proof (L-32)."""
        proof = super()._proof(evidence)
        if self.method == "sms_code" and self.sms_code_id:
            proof["code_sent_at"] = f"{self.sms_code_id.created_at} UTC"
        return proof
