"""The day log, its reports and alarms, and calls to İYS go when their term ends (L-33)."""

from odoo import api, fields, models
from odoo.tools import SQL

from .iys_destruction_proof import PROOF_KINDS

#: Rules whose class of ``iys.retention`` has the rule's own name.
LOG_KINDS = ("day_log", "exchange")
#: What has ended, on the alias ``t``. A call stays as long as an act was handed in by it:
#: it proves that this was done in time. Alarms of the whole server belong to no company;
#: the first one's rule takes them.
ENDED_LOGS = {
    "iys.log": "t.company_id = %(company)s AND t.date < %(before)s",
    "iys.day.report": "t.company_id = %(company)s AND t.day < %(before)s::date",
    "iys.alarm": """
        t.gone_at < %(before)s AND COALESCE(
            t.company_id, (SELECT min(id) FROM res_company)) = %(company)s""",
    "iys.exchange": """
        t.state IN ('done', 'refused', 'unavailable')
        AND COALESCE(t.ended_at, t.started_at) < %(before)s
        AND t.brand_id IN (SELECT id FROM iys_brand WHERE company_id = %(company)s)
        AND NOT EXISTS (SELECT FROM iys_consent c WHERE c.exchange_id = t.id)""",
}


class IysDestruction(models.Model):
    """Rows of these logs name nobody, so nothing tells whom one of them is about: any
    legal hold of the company keeps all of them."""

    _inherit = "iys.destruction"

    def _ended_query(self, model):
        """Override of `izinnet_iys`: the logs, unless a dispute is open."""
        kind = self.rule_id.kind
        if kind not in LOG_KINDS:
            return super()._ended_query(model)
        self.env[model].flush_model()
        months = self.env["iys.retention"]._months(kind, self.company_id)
        return SQL(
            f"SELECT t.id, FALSE AS blocks FROM %(table)s t"
            f" WHERE NOT %(held)s AND {ENDED_LOGS[model]}",
            table=SQL.identifier(self.env[model]._table),
            held=self._is_held(),
            company=self.company_id.id,
            before=fields.Datetime.subtract(fields.Datetime.now(), months=months),
        )

    def _is_held(self):
        return any(self.env["iys.hold"]._held(self.company_id))

    def _count_proof(self):
        """Override of `izinnet_iys`: say why a dry run finds nothing."""
        counted = super()._count_proof()
        if self.rule_id.kind in LOG_KINDS and self._is_held():
            self.message = self._in_its_language().env._(
                "A legal hold is set. The logs name nobody, so all of them stay until it"
                " is lifted."
            )
        return counted

    def _delete_files_of(self, model, ids):
        """Override of `izinnet_iys`: a day report's PDF goes with it."""
        if model != "iys.day.report":
            return super()._delete_files_of(model, ids)
        # sudo: the approved destruction reaches files of every owner
        files_sudo = self.env["ir.attachment"].sudo()
        mine = [("res_model", "=", model), ("res_id", "in", ids)]
        # searching files shows those of fields only when it asks for them
        files = files_sudo.search([*mine, ("res_field", "!=", False)])
        self.env["iys.masking"]._delete_files(files.ids)

    @api.model
    def _repeats_after_restore(self, model):
        """Tell whether a restore has to repeat the deletion: of what was about people.

        Old rows of a log come back with an old backup and are found again by their rule.
        """
        return not any(model in PROOF_KINDS[kind] for kind in LOG_KINDS)
