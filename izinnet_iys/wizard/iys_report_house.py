"""Reports of the house: texts, destruction, rights and exports, training, contracts."""

from odoo import models

from ..models.turkish_time import local_text
from .iys_report_table import Table

#: Roles in the order of their reach.
ROLES = ("collector", "author", "manager", "admin", "auditor")


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _text_table(self):
        """View 8: every version of every text, with its fingerprint and its use."""
        notices = self.env["iys.notice"].search(
            [("brand_id", "in", self._brands().ids), ("state", "!=", "draft")]
        )
        used = dict(
            self.env["iys.consent"]._read_group(
                [("notice_id", "in", notices.ids)], ["notice_id"], ["__count"]
            )
        )
        headers = [
            self.env._("Brand"),
            self.env._("Kind"),
            self.env._("Text"),
            self.env._("State"),
            self.env._("Published on"),
            self.env._("Taken out of use"),
            self.env._("Fingerprint (SHA-256)"),
            self.env._("Unchanged?"),
            self.env._("Consents"),
        ]
        rows = [self._spell_text(text, used.get(text, 0)) for text in notices]
        return Table(headers, rows=rows)

    def _spell_text(self, notice, count):
        return (
            notice.brand_id.name,
            self._labels("iys.notice", "kind").get(notice.kind),
            notice.display_name,
            self._labels("iys.notice", "state").get(notice.state),
            local_text(notice.published_at),
            local_text(notice.retired_at),
            notice.sha256,
            self.env._("Yes") if notice._is_intact() else self.env._("NO"),
            count,
        )

    def _confirmation_table(self):
        """View 7: nothing is sent yet, and the report says so."""
        return Table(
            [self.env._("Recipient"), self.env._("Sent on"), self.env._("Result")],
            note=self.env._(
                "No confirmation message has been sent by this system: they come with"
                " the consent forms. Approvals taken elsewhere are confirmed by whoever"
                " took them."
            ),
        )

    def _destruction_table(self):
        """View 9: what was masked and destroyed, by whom, with the certificate's hash."""
        start, end = self._period()
        runs = self.env["iys.destruction"].search(
            [("state", "=", "done"), ("ended_at", ">=", start), ("ended_at", "<", end)]
        )
        headers = [
            self.env._("Date"),
            self.env._("Number"),
            self.env._("Rule"),
            self.env._("What"),
            self.env._("What happens"),
            self.env._("Rows"),
            self.env._("Started by"),
            self.env._("Approved by"),
            self.env._("Fingerprint of the certificate"),
        ]
        rows = [self._spell_line(line) for line in runs.line_ids if line.done]
        note = False if rows else self.env._("Nothing was destroyed in this period.")
        return Table(headers, rows=rows, note=note)

    def _spell_line(self, line):
        run = line.destruction_id
        return (
            local_text(run.ended_at),
            run.number,
            run.rule_id.name or self._labels("iys.destruction", "kind")[run.kind],
            line.label,
            self._labels("iys.destruction.line", "verb")[line.verb],
            line.done,
            run.started_by_id.name,
            run.approved_by_id.name or "",
            run.certificate_sha256,
        )

    def _rights_table(self):
        """View 10: who has which role, and who took out or looked at what."""
        headers = [
            self.env._("Kind"),
            self.env._("User"),
            self.env._("Role or act"),
            self.env._("Company"),
            self.env._("Last sign-in or moment"),
            self.env._("Details"),
        ]
        return Table(headers, rows=[*self._right_rows(), *self._exported_rows()])

    def _right_rows(self):
        """Yield one row for each user with a role in the companies shown."""
        companies = self.env.companies
        # who has which role is the subject of the report; nothing else is read
        groups_sudo = [self.env.ref(f"izinnet_iys.group_{r}").sudo() for r in ROLES]
        users_sudo = (
            self.env["res.users"]
            .sudo()
            .union(*[group.all_user_ids for group in groups_sudo])
        )
        for user in users_sudo.sorted("name"):
            mine = user.company_ids & companies
            if mine:
                roles = [g.name for g in groups_sudo if g in user.all_group_ids]
                yield (
                    self.env._("Role"),
                    user.name,
                    ", ".join(roles),
                    ", ".join(mine.mapped("name")),
                    local_text(user.login_date),
                    "",
                )

    def _exported_rows(self):
        start, end = self._period()
        logged = self.env["iys.log"].search(
            [
                ("kind", "in", ("export", "view")),
                ("date", ">=", start),
                ("date", "<", end),
            ]
        )
        kinds = self._labels("iys.log", "kind")
        for row in logged:
            # names of colleagues are no secret from who may read the log
            user_sudo = row.user_id.sudo()
            yield (
                kinds.get(row.kind),
                user_sudo.name,
                row.text,
                row.company_id.name,
                local_text(row.date),
                (row.data_text or "").replace("\n", "; "),
            )

    def _training_table(self):
        """View 11: who was trained on what."""
        headers = [
            self.env._("Person"),
            self.env._("Subject"),
            self.env._("Version"),
            self.env._("Date"),
            self.env._("Valid until"),
            self.env._("Trainer"),
        ]
        rows = [
            (
                training.user_id.sudo().name  # names of colleagues are no secret
                or training.person_name,
                training.name,
                training.version,
                str(training.date or ""),
                str(training.valid_until or ""),
                training.trainer,
            )
            for training in self.env["iys.training"].search([])
        ]
        return Table(headers, rows=rows)

    def _contract_table(self):
        """View 12: contracts with carriers and integrators."""
        headers = [
            self.env._("Kind"),
            self.env._("Contract"),
            self.env._("Other party"),
            self.env._("Number or authorisation"),
            self.env._("From"),
            self.env._("Ends on"),
            self.env._("Fingerprint of the file (SHA-256)"),
        ]
        kinds = self._labels("iys.contract", "kind")
        rows = [
            (
                kinds.get(contract.kind),
                contract.name,
                contract.party,
                contract.reference,
                str(contract.date_start or ""),
                str(contract.date_end or ""),
                contract.file_sha256,
            )
            for contract in self.env["iys.contract"].search([])
        ]
        return Table(headers, rows=rows)
