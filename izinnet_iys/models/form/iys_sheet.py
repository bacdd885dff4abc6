"""A printed sheet to sign: its number, and the way from its code to its filed scan."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.qr_art import png_of, rows_of

#: The number of a sheet, as it is printed and as it comes back in an address.
SHEET = re.compile(r"K\d{4}-\d{6,}", re.ASCII)
PATH = "/iys/sheet/"


class IysSheet(models.Model):
    """Made when a sheet is printed. Its QR code is an address of ours: a phone's camera or
    the scanner of the web client leads to this record, and from here the scan or photo is
    filed as a document under the sheet's number (L-18). The code opens nothing for who is
    not logged in."""

    _name = "iys.sheet"
    _description = "Sheet to sign"
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    form_id = fields.Many2one(
        "iys.form", required=True, readonly=True, index=True, ondelete="restrict"
    )
    version_id = fields.Many2one("iys.form.version", required=True, readonly=True)
    brand_id = fields.Many2one(related="form_id.brand_id")
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Printed by", readonly=True)
    printed_at = fields.Datetime("Printed on", required=True, readonly=True)
    document_ids = fields.One2many("iys.document", "sheet_id", "Scans", readonly=True)
    is_filed = fields.Boolean(
        "Filed", compute="_compute_is_filed", search="_search_is_filed"
    )

    _number_uniq = models.UniqueIndex("(number)")

    @api.depends("document_ids")
    def _compute_is_filed(self):
        for sheet in self:
            sheet.is_filed = bool(sheet.document_ids)

    @api.model
    def _search_is_filed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("document_ids", "!=", False)]

    @api.model
    def _print(self, form):
        """Make the next sheet of a published form; the caller has checked the rights."""
        self_sudo = self.sudo()  # who may read the form may print it
        return self_sudo.create(
            {
                "number": self_sudo.env["ir.sequence"].next_by_code("iys.paper"),
                "form_id": form.id,
                "version_id": form.version_id.id,
                "user_id": self.env.uid,
                "printed_at": fields.Datetime.now(),
            }
        ).with_env(self.env)

    @api.model
    def _by_code(self, text):
        """Return the sheet of a typed number or a scanned address, or an empty one."""
        found = SHEET.search((text or "").strip().upper())
        return self.search([("number", "=", found[0])], limit=1) if found else self

    def _url(self):
        """Return the address in the sheet's code, on the company's own domain (T-17)."""
        self.ensure_one()
        sheet_sudo = self.sudo()  # the website of a company is no secret
        return sheet_sudo.brand_id._iys_refusal_base() + PATH + self.number

    def _qr_png(self):
        return png_of(rows_of(self._url()))

    def action_file(self):
        """Open the document of this sheet: the filed one, or a new one to be filled."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.number,
            "res_model": "iys.document",
            "view_mode": "form",
        }
        if self.document_ids:
            return {**action, "res_id": self.document_ids[0].id}
        return {**action, "context": self._document_defaults()}

    def _document_defaults(self):
        content = self.version_id._content_in("tr_TR")
        texts = {
            box["notice"]["id"]
            for box in content.get("questions", ())
            if box["kind"] == "commercial_approval"
        }
        return {
            "default_sheet_id": self.id,
            "default_kind": "paper",
            "default_name": f"{self.form_id.name} {self.number}",
            "default_reference": self.number,
            "default_brand_id": self.brand_id.id,
            # with several texts on it nobody guesses which one is meant
            "default_notice_id": texts.pop() if len(texts) == 1 else False,
        }

    def action_open(self):
        """Open this sheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }


class IysDocument(models.Model):
    _inherit = "iys.document"

    sheet_id = fields.Many2one(
        "iys.sheet", "Sheet", readonly=False, index="btree_not_null"
    )

    @api.constrains("sheet_id", "brand_id")
    def _check_sheet_brand(self):
        for document in self:
            if document.sheet_id and document.sheet_id.brand_id != document.brand_id:
                raise UserError(
                    self.env._("The sheet belongs to another brand. Choose its own.")
                )
