"""The day report: what happened yesterday, by mail and as PDF, each morning."""

import base64
import hashlib
import io
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..append_only import keep_until_ended
from ..turkish_time import TRT, span, today

#: From this hour on, Türkiye time, yesterday's report is made.
MORNING = 7
#: Days that are made up for after an outage.
DAYS_BACK = 7
GUARD_SQL = """
CREATE OR REPLACE FUNCTION iys_day_report_guard() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'iys_day_report: a report is never changed or deleted';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS iys_day_report_no_change ON iys_day_report;
DROP TRIGGER IF EXISTS iys_day_report_no_delete ON iys_day_report;
DROP TRIGGER IF EXISTS iys_day_report_no_truncate ON iys_day_report;
CREATE TRIGGER iys_day_report_no_change BEFORE UPDATE ON iys_day_report FOR EACH ROW
WHEN ((OLD.company_id, OLD.day, OLD.body, OLD.sha256)
      IS DISTINCT FROM (NEW.company_id, NEW.day, NEW.body, NEW.sha256))
EXECUTE FUNCTION iys_day_report_guard();
CREATE TRIGGER iys_day_report_no_truncate BEFORE TRUNCATE ON iys_day_report
FOR EACH STATEMENT EXECUTE FUNCTION iys_day_report_guard();
"""


class IysDayReport(models.Model):
    """One company's day, told once and kept as it was told; sealed like every record.

    What it says is worked out in ``iys_day_report_tell``. People choose who gets it in
    the settings; without anybody it is kept here all the same.
    """

    _name = "iys.day.report"
    _description = "Day report"
    _order = "day desc, company_id"
    _rec_name = "day"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    made_at = fields.Datetime("Made on", required=True, readonly=True)
    body = fields.Html("Report", sanitize=False, required=True, readonly=True)
    pdf = fields.Binary("PDF", attachment=True, readonly=True)
    sha256 = fields.Char("Fingerprint (SHA-256)", required=True, readonly=True)
    mailed_at = fields.Datetime("Mailed on", readonly=True)

    _day_uniq = models.UniqueIndex("(company_id, day)")

    def init(self):
        """Override of `base`: the database itself keeps reports as they were made."""
        self.env.cr.execute(GUARD_SQL)
        keep_until_ended(self.env.cr, self._table, "day")

    @api.depends("day")
    def _compute_display_name(self):
        """Override of `base`: the day names the report."""
        for report in self:
            report.display_name = f"{report.day:%d.%m.%Y}" if report.day else False

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A day report cannot be deleted."))

    @api.model
    def _cron_day_report(self):
        """Make yesterday's reports in the morning, and those an outage left out."""
        if (fields.Datetime.now() + TRT).hour < MORNING:
            return
        companies = self.env["iys.brand"].search([("active", "=", True)]).company_id
        for company in companies:
            for day in self._missing_days(company):
                self._make(company, day)
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _missing_days(self, company):
        """Return the days of the last week without a report, oldest first.

        A company's first report is yesterday's: days before there was any are not told.
        """
        yesterday = today() - timedelta(days=1)
        made = set(
            self.search([("company_id", "=", company.id)], limit=60).mapped("day")
        )
        if not made:
            return [yesterday]
        days = (yesterday - timedelta(days=back) for back in range(DAYS_BACK))
        return sorted(day for day in days if day not in made and day > min(made))

    @api.model
    def _make(self, company, day):
        """Make, keep and mail one report; returns it."""
        mine = self.with_company(company).with_context(
            lang=self._report_lang(company), allowed_company_ids=company.ids
        )
        sections = mine._tell(company, *span(day, day))
        title = self._title(mine, company, day)
        pdf = mine._pdf(title, sections)
        report = mine.create(
            {
                "company_id": company.id,
                "day": day,
                "made_at": fields.Datetime.now(),
                "body": _html(sections),
                "sha256": hashlib.sha256(pdf).hexdigest(),
            }
        )
        report.pdf = base64.b64encode(pdf)
        if company.iys_report_partner_ids:
            report._mail(title)
        return report

    @api.model
    def _report_lang(self, company):
        """The language of who reads it; Turkish where nobody was chosen."""
        installed = dict(self.env["res.lang"].get_installed())
        chosen = company.iys_report_partner_ids[:1].lang
        return chosen or ("tr_TR" if "tr_TR" in installed else self.env.lang)

    @api.model
    def _title(self, mine, company, day):
        return mine.env._(
            "Day report of %(company)s, %(day)s",
            company=company.name,
            day=f"{day:%d.%m.%Y}",
        )

    @api.model
    def _pdf(self, title, sections):
        file = io.BytesIO()
        pdf = self.env["iys.report.screen"]._new_pdf(file, title)
        for section in sections:
            pdf.heading(section.title)
            if section.rows:
                pdf.table(section.headers, section.rows)
            else:
                pdf.text(self.env._("Nothing."))
        pdf.close()
        return file.getvalue()

    def _mail(self, title):
        """Queue the mail with the PDF."""
        self.ensure_one()
        company = self.company_id
        mail_sudo = self.env["mail.mail"].sudo()  # jobs send it, for nobody's account
        mail_sudo.create(
            {
                "subject": title,
                "body_html": self.body,
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "recipient_ids": [
                    fields.Command.set(company.iys_report_partner_ids.ids)
                ],
                "attachment_ids": [
                    fields.Command.create(
                        {
                            "name": f"{self.day}.pdf",
                            "datas": self.with_context(bin_size=False).pdf,
                            "mimetype": "application/pdf",
                        }
                    )
                ],
                "iys_message_class": "INFORMATIONAL",
            }
        )
        self.mailed_at = fields.Datetime.now()


def _html(sections):
    """Spell the sections as light HTML for a mail: tables with their style beside them."""
    cell = Markup('<td style="padding:3px 10px 3px 0;vertical-align:top">%s</td>')
    head = Markup('<th style="padding:3px 10px 3px 0;text-align:left">%s</th>')
    parts = []
    for section in sections:
        parts.append(Markup('<h3 style="margin:16px 0 4px">%s</h3>') % section.title)
        lines = [Markup("").join(head % text for text in section.headers)]
        lines += [Markup("").join(cell % text for text in row) for row in section.rows]
        rows = Markup("").join(Markup("<tr>%s</tr>") % line for line in lines)
        table = (
            Markup(
                '<div style="overflow-x:auto">'
                '<table style="border-collapse:collapse">%s</table></div>'
            )
            % rows
        )
        parts.append(table if section.rows else Markup("<p>–</p>"))
    return Markup("").join(parts)
