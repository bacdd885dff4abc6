"""The day log: what was done, by whom, when. Rows are added, never changed."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..append_only import protect
from .iys_log_words import ABOUT_WHAT, in_words, sentences

KINDS = [
    ("record", "Consents recorded"),
    ("call", "Call to İYS"),
    ("decision", "Send check"),
    ("view", "Proof or addresses looked at"),
    ("export", "Export"),
    ("import", "Import"),
    ("setup", "Set-up changed"),
    ("alarm", "Alarm"),
    ("difference", "Difference with İYS"),
    ("login", "Screens opened"),
]


class IysLog(models.Model):
    """One thing that happened, for the auditor (L-8, L-32).

    Rows come through ``_add`` only. Neither a person nor the system may change or delete
    one: no rights, no ``write``, and triggers in the database. Addresses of people do not
    belong into ``message`` or ``data``; the record that is pointed at knows them.
    """

    _name = "iys.log"
    _description = "Day log"
    _inherit = ["iys.record.link"]
    _order = "id desc"
    _rec_name = "message"
    _log_access = False

    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    message = fields.Char(required=True, readonly=True)
    text = fields.Char("What happened", compute="_compute_text")
    res_model = fields.Char("Kind of record", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, ondelete="restrict"
    )
    data = fields.Json("Figures", readonly=True)

    # rows come in the order of time, so a BRIN costs almost nothing
    _date_brin = models.Index("USING brin (date)")
    # few rows: one a user and day
    _login_idx = models.Index("(user_id, date) WHERE kind = 'login'")
    _record_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    def init(self):
        """Override of `base`: the database itself keeps the log append-only (R-31)."""
        protect(self.env.cr, self._table, ends_by="date")

    @api.depends("message", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_text(self):
        known = sentences(self.env)
        for row in self:
            words = in_words(row.message or "", known)
            about = row._about() if row.message in ABOUT_WHAT else ""
            row.text = f"{words}: {about}" if about else words

    @api.depends("text")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `base`: a row's name is its sentence in the reader's language."""
        for row in self:
            row.display_name = row.text

    def _about(self):
        """Name what a row is about, as the reader calls it: the kind, or the user."""
        if self.res_model == "res.users":
            # sudo: who was given a role has a name for everybody who reads the log
            return self.env["res.users"].sudo().browse(self.res_id).exists().name or ""
        known = self.env["ir.model"].sudo()  # names of models are no secret
        return known._get(self.res_model).name or "" if self.res_model else ""

    @api.model
    def _add(self, kind, message, record=None, company=None, data=None):
        """Append one row and return it.

        ``message`` is an English sentence of ``iys_log_words``, perhaps with facts behind
        it; ``kind`` is one of ``KINDS``; ``record`` the single record it is about (an
        empty one names the kind of record only); ``data`` a small dict of plain JSON
        values (counts, codes, reasons). The company is the given one, the record's, or
        the current one. Raises ValueError for an unknown kind.
        """
        if kind not in dict(KINDS):
            raise ValueError(f"the day log knows no kind {kind!r}")
        return self.sudo().create(  # nobody has the right to create; this is the door
            {
                "date": fields.Datetime.now(),
                "kind": kind,
                "message": message,
                "res_model": record._name if record is not None else False,
                "res_id": record.id if record else False,
                "company_id": self._company_of(record, company).id,
                "user_id": self.env.uid,
                "data": data,
            }
        )

    @api.model
    def _add_for_brands(self, kind, message, data_by_brand):
        """Append one row for each brand ({brand: data}), with a single statement.

        For the roads many people are on at once (forms, imports, sending): one row a lot.
        ``kind`` and ``message`` as for ``_add``. Brands may be of any company.
        """
        if kind not in dict(KINDS):
            raise ValueError(f"the day log knows no kind {kind!r}")
        if not data_by_brand:
            return
        self.env["iys.brand"].flush_model(["company_id"])
        now = fields.Datetime.now()
        self.env.cr.execute_values(
            "INSERT INTO iys_log (date, kind, message, res_model, res_id, company_id,"
            " user_id, data) SELECT v.date::timestamp, v.kind, v.message, 'iys.brand',"
            " b.id, b.company_id, v.user_id::int, v.data::jsonb"
            " FROM (VALUES %s) AS v (date, kind, message, brand_id, user_id, data)"
            " JOIN iys_brand b ON b.id = v.brand_id::int",
            [
                (now, kind, message, brand_id, self.env.uid, json.dumps(data))
                for brand_id, data in data_by_brand.items()
            ],
        )

    @api.model
    def _company_of(self, record, company):
        if company:
            return company
        if record and "company_id" in record._fields:
            return record.sudo().company_id or self.env.company
        return self.env.company

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: what happened is not rewritten."""
        raise UserError(self.env._("The day log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The day log cannot be deleted."))
