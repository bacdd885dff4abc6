"""A place, event, person or campaign that uses a form: its own link and QR code."""

import base64
import re
import secrets

from odoo import api, fields, models

from ...report.qr_art import png_of, rows_of, svg_of

#: Long enough that nobody guesses one (128 bits, R-46), short enough for a small code.
TOKEN = re.compile(r"[A-Za-z0-9_-]+")
TOKEN_BYTES = 16
PATH = "/izin/"


class IysFormPoint(models.Model):
    """``token`` is the public name: ``/izin/<token>``. Counters are filled by a job, the
    public path never writes here (R-62)."""

    _name = "iys.form.point"
    _description = "Link and QR code of a consent form"
    _order = "form_id, id"

    form_id = fields.Many2one(
        "iys.form", required=True, index=True, ondelete="restrict"
    )
    brand_id = fields.Many2one(related="form_id.brand_id", store=True)
    company_id = fields.Many2one(related="form_id.company_id", store=True)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("page", "Website or link"),
            ("place", "Place"),
            ("event", "Event"),
            ("person", "Salesperson"),
            ("campaign", "Campaign"),
            ("visit", "Visit of one contact"),
        ],
        required=True,
        default="page",
    )
    user_id = fields.Many2one("res.users", "Salesperson")
    partner_id = fields.Many2one(
        "res.partner", "Contact visited", index="btree_not_null"
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
    )
    state = fields.Selection(
        [("active", "In use"), ("paused", "Paused"), ("ended", "Ended")],
        required=True,
        default="active",
    )
    ends_at = fields.Datetime("Works until")
    seen_count = fields.Integer("Seen", readonly=True)
    begun_count = fields.Integer("Answered", readonly=True)
    confirmed_count = fields.Integer("Confirmed", readonly=True)
    counted_at = fields.Datetime(readonly=True)

    _token_uniq = models.UniqueIndex("(token)")
    url = fields.Char("Address", compute="_compute_url")
    qr = fields.Binary("QR code", compute="_compute_qr")

    @api.depends("token")
    def _compute_url(self):
        for point in self:
            point.url = point._url()

    @api.depends("token")
    def _compute_qr(self):
        for point in self:
            point.qr = base64.b64encode(point._qr_png())

    @api.model
    def _by_token(self, token):
        """Return the link of a token, whatever its state, or an empty one."""
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.browse()  # NUL and the like are no text to PostgreSQL
        return self.search([("token", "=", token)], limit=1)

    def _url(self):
        """Return the address people open, on the company's own domain (T-17)."""
        self.ensure_one()
        point_sudo = self.sudo()  # the website of a company is no secret
        return point_sudo.brand_id._iys_refusal_base() + PATH + self.token

    def _is_open(self):
        """Tell whether somebody who comes now may answer."""
        self.ensure_one()
        now = fields.Datetime.now()
        return (
            self.state == "active"
            and self.form_id.state == "published"
            and not (self.ends_at and self.ends_at < now)
            and not self.form_id._is_over()
        )

    def action_pause(self):
        """Stop taking answers at this link for a while."""
        self.filtered(lambda point: point.state == "active").state = "paused"

    def action_resume(self):
        """Take answers at this link again."""
        self.filtered(lambda point: point.state == "paused").state = "active"

    def _qr_svg(self):
        """Return the code as SVG text: sharp at any size."""
        return svg_of(self._rows())

    def _qr_png(self):
        """Return the code as the bytes of a PNG, about 400 pixels wide."""
        return png_of(self._rows())

    def _rows(self):
        return rows_of(self._url())
