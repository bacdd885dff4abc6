"""What staff say to a customer before a code is sent: a text with versions (L-25)."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

#: A text to begin with, in the language it is said in.
START = (
    "Size kampanyalarımızı SMS ile gönderebilir ya da telefonla arayıp anlatabilir miyiz?"
    " Karar sizindir; alışverişiniz buna bağlı değildir. İsterseniz kanalları seçin, her biri"
    " için bir kod içeren SMS gelir. Ancak kodu girerseniz ya da bana söylerseniz o kanala"
    " onay vermiş olursunuz; vermezseniz hiçbir şey olmaz. Dilediğiniz zaman ücretsiz"
    " reddedebilirsiniz. Aydınlatma metnimiz budur."
)
KEPT = ("brand_id", "body", "version", "sha256")


class IysSmsScript(models.Model):
    """Published means frozen: what was said in a conversation can be shown later. The
    newest published one of a brand counts; who uses it was trained on this very version."""

    _name = "iys.sms.script"
    _description = "What to say to the customer"
    _inherit = ["mail.thread"]
    _order = "brand_id, version desc"
    _rec_name = "display_name"

    brand_id = fields.Many2one("iys.brand", required=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id", store=True)
    version = fields.Integer(readonly=True, copy=False)
    body = fields.Text(
        "What to say",
        required=True,
        default=START,
        help="Who sends what and why, that it is voluntary and no condition of anything,"
        " what giving the code leads to, and where the privacy notice is.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    sha256 = fields.Char("Fingerprint (SHA-256)", readonly=True, copy=False)

    @api.depends("brand_id", "version")
    def _compute_display_name(self):
        """Override of `base`: brand and version."""
        for script in self:
            version = script.version or self.env._("draft")
            script.display_name = f"{script.brand_id.name or ''} v{version}"

    def write(self, vals):
        """Override of `base`: a published text is proof and stays as it was said."""
        if set(vals) & set(KEPT) and any(each.state != "draft" for each in self):
            raise UserError(
                self.env._("A published text stays as it is. Make a new version.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drafts(self):
        if any(script.state != "draft" for script in self):
            raise UserError(self.env._("A published text is proof and stays."))

    def action_publish(self):
        """Freeze the text; the brand's earlier one retires."""
        for script in self.filtered(lambda each: each.state == "draft"):
            earlier = self.search([("brand_id", "=", script.brand_id.id)])
            script.write(
                {
                    "version": max(earlier.mapped("version"), default=0) + 1,
                    "sha256": hashlib.sha256(script.body.encode()).hexdigest(),
                }
            )
            script.write({"state": "published", "published_at": fields.Datetime.now()})
            others = earlier.filtered(lambda each: each.state == "published") - script
            others.write({"state": "retired"})

    def action_new_version(self):
        """Open a draft with the same words."""
        self.ensure_one()
        draft = self.copy()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    @api.model
    def _current(self, brand):
        """Return the text of a brand that counts now, or an empty one."""
        return self.search(
            [("brand_id", "=", brand.id), ("state", "=", "published")], limit=1
        )

    def _is_trained(self, user):
        """Tell whether somebody was trained on this very version (L-25)."""
        self.ensure_one()
        trainings_sudo = self.env["iys.training"].sudo()  # one's own, yes or no
        today = fields.Date.context_today(self)
        return bool(
            trainings_sudo.search_count(
                [
                    ("user_id", "=", user.id),
                    ("iys_script_id", "=", self.id),
                    "|",
                    ("valid_until", "=", False),
                    ("valid_until", ">=", today),
                ],
                limit=1,
            )
        )
