"""Retention classes as data: how long what is kept, and why longer (L-33)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: class → months the law demands at least; 0: nothing to keep
#: The day log, its reports, its alarms and the calls to İYS show that what is proved was
#: done in time and by whom; they may not end before the proof they speak of (L-33).
LAW = {
    "onay_proof": 36,
    "ret_proof": 36,
    "message_log": 36,
    "destruction_log": 36,
    "day_log": 36,
    "exchange": 36,
    "uploaded_list": 0,
    "unconfirmed": 0,
}
#: Months proposed where the law demands none.
PROPOSED = {"uploaded_list": 1, "unconfirmed": 1}
MIN_REASON = 10


class IysRetention(models.Model):
    """One class of records and its term; a company's own row wins over the general one."""

    _name = "iys.retention"
    _description = "Retention"
    _order = "kind, company_id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("onay_proof", "Proof of approvals (from the end of their validity)"),
            ("ret_proof", "Proof of refusals (from the refusal)"),
            ("message_log", "Message log (from sending)"),
            ("destruction_log", "Log of destructions"),
            ("day_log", "Day log, day reports and alarms (from the day)"),
            ("exchange", "Calls to İYS (from their end)"),
            ("uploaded_list", "Uploaded lists (from the end of the import)"),
            ("unconfirmed", "Never confirmed (from asking)"),
        ],
        "Kind of record",
        required=True,
    )
    months = fields.Integer(required=True)
    law_months = fields.Integer("Law demands (months)", compute="_compute_law_months")
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: for all companies; only who has Odoo's settings may change such a row.",
    )
    reason = fields.Char(
        "Reason for a longer term",
        help="Needed when it is longer than the law demands.",
    )

    _kind_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0))", "This class has a term already."
    )

    @api.depends("kind")
    def _compute_law_months(self):
        for row in self:
            row.law_months = LAW.get(row.kind, 0)

    @api.constrains("kind", "months", "reason")
    def _check_term(self):
        for row in self:
            least = LAW[row.kind]
            if row.months < least:
                raise ValidationError(
                    self.env._(
                        "The law demands at least %(months)s months.", months=least
                    )
                )
            longest = least or PROPOSED[row.kind]
            reason = (row.reason or "").strip()
            if row.months > longest and len(reason) < MIN_REASON:
                raise ValidationError(
                    self.env._(
                        "Longer than %(months)s months needs a written reason.",
                        months=longest,
                    )
                )

    @api.model
    def _months(self, kind, company):
        """Return the term of a class for a company, in months; the law's when none is set."""
        rows = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", [company.id, False])]
        )
        own = rows.filtered("company_id") or rows
        return own[:1].months or LAW[kind] or PROPOSED.get(kind, 0)
