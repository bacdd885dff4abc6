"""What visitors saw: one frozen state of a form with its texts (L-32)."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

SCOPE = "izinnet_iys.form"
#: A page that was opened longer ago has to be opened anew.
LIFE_HOURS = 7 * 24


class IysFormVersion(models.Model):
    """Written once when the form is published, never edited or deleted.

    ``content`` is all a page needs, per language::

        {"tr_TR": {"title", "intro", "thanks", "brand", "trade_name", "mersis", "contact",
                   "notice": {"id", "name", "body", "sha256"},
                   "questions": [{"id", "kind", "type", "label",
                                  "notice": {"id", "name", "body", "sha256"}}],
                   "fields": ["name", "email", "phone", extra keys …],
                   "labels": {extra key: label}, "confirm": bool}, "en_US": {…}}
    """

    _name = "iys.form.version"
    _description = "Version of a consent form"
    _order = "form_id, number desc"
    _rec_name = "number"
    _log_access = False

    form_id = fields.Many2one(
        "iys.form", required=True, index=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(required=True, readonly=True)
    content = fields.Json(readonly=True)
    sha256 = fields.Char("Fingerprint (SHA-256)", required=True, readonly=True)
    published_at = fields.Datetime(required=True, readonly=True)

    _number_uniq = models.UniqueIndex("(form_id, number)")

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: what people saw is proof and never changes."""
        raise UserError(self.env._("A published version of a form cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A published version of a form is proof and stays."))

    def _signed(self):
        """Return a text by which a page proves which version it showed (R-46)."""
        self.ensure_one()
        env_sudo = self.env(su=True)  # the signing key is the system's
        return hash_sign(env_sudo, SCOPE, self.id, expiration_hours=LIFE_HOURS)

    @api.model
    def _by_signed(self, text):
        """Return the version a page of ours showed in the last days, or an empty one."""
        if not is_canonical(text):
            return self.browse()
        env_sudo = self.env(su=True)  # the signing key is the system's
        try:
            number = verify_hash_signed(env_sudo, SCOPE, text)
        except ValueError:  # base64 of something else
            number = None
        return self.browse(number if isinstance(number, int) else []).exists()


def is_canonical(text):
    """Tell whether a text is base64 as we write it: each value has one spelling only."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (TypeError, ValueError):
        return False
    return base64.urlsafe_b64encode(packed).decode().rstrip("=") == text
