"""Papers, recordings and contracts that consents rest on, each with its fingerprint."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.mimetypes import guess_mimetype

WARN_DAYS = 30
#: What proof looks like; anything else (programs, pages) is refused.
FILE_TYPES = ("application/pdf", "image/", "audio/", "video/")
REFUSED_TYPES = ("image/svg",)
#: What the proof consists of; fixed as soon as an act rests on it.
PROOF_FIELDS = {"file", "sha256", "brand_id", "kind", "signed_on", "notice_id"}


class IysDocument(models.Model):
    """One file of proof: a signed paper, a signature on a tablet, a recording, a contract.

    ``sha256`` is over the bytes of the file. Once a consent rests on it
    (``iys_document_acts``) neither its file nor what it says may change, and nobody may
    delete it (L-18, L-29, L-33).
    """

    _name = "iys.document"
    _description = "Document behind consents"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("paper", "Signed paper"),
            ("tablet", "Signature on a tablet"),
            ("recording", "Recording"),
            ("contract", "Contract"),
        ],
        required=True,
        default="paper",
        tracking=True,
    )
    brand_id = fields.Many2one(
        "iys.brand",
        required=True,
        index=True,
        default=lambda self: self.env["iys.capture"]._default_brand_id(),
    )
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", tracking=True
    )
    notice_id = fields.Many2one(
        "iys.notice",
        "Text on it",
        domain="[('brand_id', '=', brand_id), ('state', '!=', 'draft')]",
    )
    reference = fields.Char("Number", help="Number of the form, contract or recording.")
    signed_on = fields.Date("Signed or recorded on", tracking=True)
    expires_on = fields.Date("Expires on", tracking=True)
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    sha256 = fields.Char(
        "Fingerprint (SHA-256)", compute="_compute_sha256", store=True, readonly=True
    )
    note = fields.Text()
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
            ("missing", "File missing"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _days_check = models.Constraint(
        "CHECK (expires_on IS NULL OR signed_on IS NULL OR expires_on >= signed_on)",
        "The document expires before it was signed.",
    )

    @api.depends("file")
    def _compute_sha256(self):
        for document in self:
            content = document._content()
            document.sha256 = content and hashlib.sha256(content).hexdigest()

    @api.depends("sha256", "expires_on")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=WARN_DAYS)
        for document in self:
            ends = document.expires_on
            if not document.sha256:
                document.state = "missing"
            elif not ends or ends > soon:
                document.state = "valid"
            else:
                document.state = "expired" if ends < today else "expiring"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=WARN_DAYS)
        is_there = Domain("sha256", "!=", False)
        lasting = Domain("expires_on", "=", False) | Domain("expires_on", ">", soon)
        ending = Domain("expires_on", ">=", today) & Domain("expires_on", "<=", soon)
        domains = {
            "valid": is_there & lasting,
            "expiring": is_there & ending,
            "expired": is_there & Domain("expires_on", "<", today),
            "missing": Domain("sha256", "=", False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.constrains("file")
    def _check_file_type(self):
        for document in self:
            content = document._content()
            kind = guess_mimetype(content) if content else FILE_TYPES[0]
            if kind.startswith(REFUSED_TYPES) or not kind.startswith(FILE_TYPES):
                raise ValidationError(
                    self.env._(
                        "%(name)s is no PDF, picture or recording. Scan the paper or"
                        " take a photo of it.",
                        name=document.file_name or document.name,
                    )
                )

    @api.constrains("brand_id", "notice_id")
    def _check_notice_brand(self):
        for document in self:
            if document.notice_id and document.notice_id.brand_id != document.brand_id:
                raise ValidationError(
                    self.env._("The text belongs to another brand. Choose one of this.")
                )

    def write(self, vals):
        """Override of `mail`: what an act rests on stays as it is."""
        if PROOF_FIELDS & set(vals):
            self._check_free()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_proof(self):
        self._check_free()

    def _check_free(self):
        """Raise UserError when an act rests on one of these documents."""
        for document in self:
            if document._act_ids():
                raise UserError(
                    self.env._(
                        "%(name)s is the proof of a consent; it stays as it is and cannot"
                        " be deleted. Archive it, or file a new document.",
                        name=document.name,
                    )
                )

    def _content(self):
        """Return the bytes of the file, b"" without one."""
        content = self.with_context(bin_size=False).file
        return base64.b64decode(content or b"")

    def _is_intact(self):
        """Tell whether the file is there and still what was filed."""
        self.ensure_one()
        content = self._content()
        return bool(content) and hashlib.sha256(content).hexdigest() == self.sha256

    def action_check_file(self):
        """Compare the file with its fingerprint and say what was found."""
        self.ensure_one()
        is_intact = self._is_intact()
        message = (
            self.env._("The file is what was filed: the fingerprints are the same.")
            if is_intact
            else self.env._("The file is missing or was changed after it was filed.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if is_intact else "danger",
                "message": message,
                "sticky": not is_intact,
            },
        }
