"""Export of lists: what, why, in which form. The controller streams the file."""

import ast

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ..iys_api.traces import blank

#: Columns people may choose, in their order: field name → shown by default.
COLUMNS = (
    "brand_id", "person_name", "recipient", "recipient_type", "type", "status", "source",
    "consent_date", "state", "is_effective", "iys_creation_date", "transaction_id",
    "error_code", "recorded_at", "id",
)  # fmt: skip
MIN_REASON = 5


class IysExport(models.TransientModel):
    """Asks for the reason, keeps the choice, and hands over to ``/iys/export/<id>``.

    Only the consent manager exports, only with a reason, and each export is in the day
    log (L-61, product feature 15). The domain is applied with the rights of the user.
    """

    _name = "iys.export"
    _description = "Export with reason"

    reason = fields.Char(
        required=True, help="Kept in the day log. Who needs the list, and what for?"
    )
    file_format = fields.Selection(
        [("xlsx", "Excel (.xlsx)"), ("csv", "CSV (large lists)")],
        "File format",
        required=True,
        default="xlsx",
    )
    domain = fields.Char(default="[]", required=True)
    model_name = fields.Char(default="iys.consent", required=True)
    only_effective = fields.Boolean("Only what is in force now")
    with_registry = fields.Boolean("With İYS's answers", default=True)
    row_count = fields.Integer("Rows", compute="_compute_row_count")
    exported_at = fields.Datetime(readonly=True)

    @api.model
    def default_get(self, fields_list):
        """Override of `base`: take the list the user looks at, or has ticked."""
        values = super().default_get(fields_list)
        context = self.env.context
        model = context.get("active_model")
        if model in ("iys.consent", "res.partner") or (
            model in self.env and hasattr(self.env[model], "_check_export")
        ):
            values["model_name"] = model
            chosen = context.get("active_ids") or []
            values["domain"] = repr(
                context.get("active_domain") or [("id", "in", chosen)]
            )
        return values

    @api.depends("domain", "model_name", "only_effective")
    def _compute_row_count(self):
        for export in self:
            export.row_count = export._count_rows()

    def _count_rows(self):
        return self.env["iys.consent"].search_count(self._consent_domain())

    def _plain_domain(self):
        """Return the domain as it was given; raises UserError for what is none."""
        self.ensure_one()
        try:
            return Domain(ast.literal_eval(self.domain or "[]"))
        except (ValueError, SyntaxError):
            return self._evaluated_domain()

    def _consent_domain(self):
        """Return the domain on consents; raises UserError for what is no domain."""
        domain = self._plain_domain()
        if self.model_name == "res.partner":
            domain = Domain("partner_id", "any", domain)
        elif self.model_name != "iys.consent":
            raise UserError(self.env._("This list cannot be exported here."))
        if self.only_effective:
            domain &= Domain("is_effective", "=", True)
        return domain

    def _evaluated_domain(self):
        names = {"uid": self.env.uid, "context_today": fields.Date.today}
        try:
            return Domain(safe_eval(self.domain, names))
        except Exception:
            raise UserError(self.env._("The filter is not understood.")) from None

    def _columns(self):
        """Names of the exported fields, in order."""
        registry = ("iys_creation_date", "transaction_id", "error_code")
        return [c for c in COLUMNS if self.with_registry or c not in registry]

    def action_export(self):
        """Log the export and open the download."""
        self.ensure_one()
        self._check_may_export()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(self.env._("Write down why this list is exported."))
        self.exported_at = fields.Datetime.now()
        words = "Consents exported" if self._is_consents() else "List exported"
        self.env["iys.log"]._add(
            "export",
            f"{words}: {self.reason.strip()}",
            record=self,
            data={
                "list": self.model_name,
                "rows": self.row_count,
                "format": self.file_format,
                # an address that was looked for does not belong into the log
                "filter": (blank(self.domain, bool) or self.domain)[:500],
            },
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/export/{self.id}",
            "target": "self",
        }

    def _check_may_export(self):
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(
                self.env._("Only a consent manager may export lists with addresses.")
            )
