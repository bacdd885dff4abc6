"""Contracts with carriers and integrators (L-7, L-9, L-64 view 12)."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.fields import Domain

WARN_DAYS = 30


class IysContract(models.Model):
    """A contract the sending rests on, with its file and the file's fingerprint."""

    _name = "iys.contract"
    _description = "Carrier or integrator contract"
    _inherit = ["mail.thread"]
    _order = "date_end, id"

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [("carrier", "SMS or e-mail carrier"), ("integrator", "Integrator")],
        required=True,
        default="carrier",
    )
    party = fields.Char("Other party", required=True, tracking=True)
    reference = fields.Char("Number or authorisation", tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_start = fields.Date(tracking=True)
    date_end = fields.Date("Ends on", tracking=True)
    file = fields.Binary()
    file_name = fields.Char()
    file_sha256 = fields.Char(
        "Fingerprint (SHA-256)", compute="_compute_file_sha256", store=True
    )
    note = fields.Text()
    is_ending = fields.Boolean(
        "Ends soon", compute="_compute_is_ending", search="_search_is_ending"
    )

    _order_check = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The contract ends before it begins.",
    )

    @api.depends("file")
    def _compute_file_sha256(self):
        for contract in self.with_context(bin_size=False):
            content = base64.b64decode(contract.file or b"")
            contract.file_sha256 = content and hashlib.sha256(content).hexdigest()

    @api.depends("date_end")
    def _compute_is_ending(self):
        last = fields.Date.add(fields.Date.context_today(self), days=WARN_DAYS)
        for contract in self:
            contract.is_ending = bool(contract.date_end) and contract.date_end <= last

    @api.model
    def _search_is_ending(self, operator, value):
        if operator != "in":
            return NotImplemented
        last = fields.Date.add(fields.Date.context_today(self), days=WARN_DAYS)
        return Domain("date_end", "<=", last)
