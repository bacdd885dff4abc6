"""The screen of a report: what it is about, the first rows, and the files."""

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.turkish_time import local_text, today

PREVIEW_ROWS = 100
MIN_REASON = 5
#: Which question each report asks besides the brands.
WITH_PERIOD = ("deadlines", "refusals", "differences", "rights", "message")


class IysReportScreen(models.TransientModel):
    """Filters of one report of one user, its first rows, and the way to its files.

    The rows are worked out with the user's own rights; what is taken away as a file needs
    a reason and is in the day log (L-61).
    """

    _name = "iys.report.screen"
    _inherit = ["iys.asked"]
    _description = "Report"
    _rec_name = "report_id"

    report_id = fields.Many2one("iys.report", required=True, readonly=True)
    code = fields.Selection(related="report_id.code")
    question = fields.Char(related="report_id.question")
    date_from = fields.Date(default=lambda self: self._month_ago())
    moment = fields.Datetime("As of", default=fields.Datetime.now)
    mailing_id = fields.Many2one("mailing.mailing", "Mailing")
    mail_message_id = fields.Many2one("mail.message", "Message", readonly=True)
    reason = fields.Char(
        help="Kept in the day log with each file. Who needs it, and what for?"
    )
    row_count = fields.Integer("Rows", compute="_compute_preview")
    note = fields.Text(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    asked_at = fields.Datetime(readonly=True)
    file_format = fields.Char(readonly=True)

    @api.model
    def _month_ago(self):
        return fields.Date.subtract(today(), months=1)

    def _action_show(self):
        """Return the action that shows this screen."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.report_id.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.depends(
        "report_id", "brand_ids", "date_from", "date_to", "moment", "mailing_id"
    )
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for screen in self:
            table = screen._as_table()
            rows, count = screen._first_rows(table, PREVIEW_ROWS)
            screen.row_count = count
            screen.note = table.note
            screen.preview = _as_html(table.headers, rows) if rows else False

    def _filter_words(self):
        """Say what the report is about, for the file's head."""
        words = [self.env._("Brands: %s", ", ".join(self._brands().mapped("name")))]
        if self.code in WITH_PERIOD:
            words.append(f"{self.date_from or '…'} – {self.date_to or '…'}")
        if self.code == "state":
            words.append(self.env._("As of %s", local_text(self.moment)))
        if self.mailing_id:
            words.append(self.mailing_id.display_name)
        return " · ".join(words)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: nobody opens the download without the reason in the log."""
        return super().create([self._without_leave(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `base`: the same for changes."""
        return super().write(self._without_leave(vals))

    @api.model
    def _without_leave(self, vals):
        if self.env.su:
            return vals
        return {name: vals[name] for name in vals if name != "asked_at"}

    def action_pdf(self):
        """Note the reason and open the PDF."""
        return self._take_away("pdf")

    def action_xlsx(self):
        """Note the reason and open the workbook."""
        return self._take_away("xlsx")

    def _take_away(self, file_format):
        self.ensure_one()
        self._check_may_report()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(self.env._("Write down what the file is needed for."))
        self.file_format = file_format
        # only this road, which logs the reason, opens the download
        self.sudo().asked_at = fields.Datetime.now()
        self.env["iys.log"]._add(
            "export",
            f"Report taken out: {self.reason.strip()}",
            record=self.report_id,
            data={"report": self.code, "format": file_format, "rows": self.row_count},
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/report/{self.id}",
            "target": "self",
        }

    @api.model
    def _check_may_report(self):
        groups = ("izinnet_iys.group_manager", "izinnet_iys.group_auditor")
        if not any(self.env.user.has_group(group) for group in groups):
            raise UserError(
                self.env._("Only a consent manager or an auditor may look at proof.")
            )


def _as_html(headers, rows):
    """Make a plain table; every cell is escaped."""
    head = Markup().join(Markup("<th>%s</th>") % escape(name) for name in headers)
    lines = Markup().join(
        Markup("<tr>%s</tr>")
        % Markup().join(Markup("<td>%s</td>") % ("" if v is None else v) for v in row)
        for row in rows
    )
    return Markup(
        '<div class="table-responsive"><table class="table table-sm table-striped">'
        "<thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
    ) % (head, lines)
