"""What a day report says: a few grouped queries, whatever the number of records."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..turkish_time import local_text

#: Rows of one list; the day log holds all.
MOST_ROWS = 100


class Section(NamedTuple):
    """One table of the report: heading, column heads, rows of plain values."""

    title: str
    headers: tuple
    rows: list


class IysDayReport(models.Model):
    _inherit = "iys.day.report"

    @api.model
    def _tell(self, company, start, end):
        """Return the sections of one company's day; ``start`` and ``end`` naive UTC."""
        day = [
            ("company_id", "=", company.id),
            ("date", ">=", start),
            ("date", "<", end),
        ]
        return [
            self._tell_state(company),
            self._tell_acts(company, start, end),
            self._tell_kinds(day),
            self._tell_rows(self.env._("Alarms"), day, ("alarm", "difference")),
            self._tell_rows(
                self.env._("Exports, with their reasons"), day, ("export",)
            ),
            self._tell_rows(
                self.env._("Proof and whole addresses looked at"), day, ("view",)
            ),
            self._tell_rows(
                self.env._("Changes of the set-up and of rights"), day, ("setup",)
            ),
            self._tell_seal(company, start, end),
        ]

    @api.model
    def _tell_state(self, company):
        """What needs somebody, as the board counts it at the moment of the report."""
        brands = self.env["iys.brand"].search([("company_id", "=", company.id)])
        headers = (
            self.env._("Brand"),
            self.env._("Waiting for İYS"),
            self.env._("Late"),
            self.env._("Refused by İYS"),
            self.env._("Expired"),
            self.env._("Answer unknown"),
        )
        rows = [
            (
                brand.name,
                brand.board_waiting,
                brand.board_late,
                brand.board_failed,
                brand.board_expired,
                brand.board_unknown,
            )
            for brand in brands
        ]
        return Section(self.env._("What waits now"), headers, rows)

    @api.model
    def _tell_acts(self, company, start, end):
        """Approvals and refusals recorded on the day, as the day log counted them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT b.name, sum((l.data->>'approved')::int),
                       sum((l.data->>'refused')::int), sum((l.data->>'from_iys')::int)
                FROM iys_log l JOIN iys_brand b ON b.id = l.res_id
                WHERE l.kind = 'record' AND l.res_model = 'iys.brand'
                  AND l.company_id = %s AND l.date >= %s AND l.date < %s
                GROUP BY b.id, b.name ORDER BY b.name
                """,
                company.id,
                start,
                end,
            )
        )
        headers = (
            self.env._("Brand"),
            self.env._("Approvals"),
            self.env._("Refusals"),
            self.env._("Of these from İYS"),
        )
        title = self.env._("Consents recorded on the day")
        return Section(title, headers, [tuple(row) for row in rows])

    @api.model
    def _tell_kinds(self, day):
        labels = dict(
            self.env["iys.log"]._fields["kind"]._description_selection(self.env)
        )
        groups = self.env["iys.log"]._read_group(day, ["kind"], ["__count"])
        rows = [(labels.get(kind, kind), count) for kind, count in groups]
        headers = (self.env._("Kind"), self.env._("Entries"))
        return Section(self.env._("The day log in figures"), headers, sorted(rows))

    @api.model
    def _tell_rows(self, title, day, kinds):
        found = self.env["iys.log"].search(
            [*day, ("kind", "in", kinds)], limit=MOST_ROWS + 1, order="id"
        )
        rows = [
            (local_text(row.date), row.text, row.user_id.name, row.data_text)
            for row in found[:MOST_ROWS]
        ]
        if len(found) > MOST_ROWS:
            rows.append(("…", self.env._("The day log holds all."), "", ""))
        headers = (
            self.env._("Time"),
            self.env._("What happened"),
            self.env._("By"),
            self.env._("Details"),
        )
        return Section(title, headers, rows)

    @api.model
    def _tell_seal(self, company, start, end):
        """How far the seal goes, the last check, and the anchors of the last days."""
        seq, head = self.env["iys.seal"]._head(company)
        checks = self.env["iys.seal.check"]
        last = checks.search(
            [("company_id", "=", company.id), ("state", "in", ("good", "bad"))], limit=1
        )
        states = dict(checks._fields["state"]._description_selection(self.env))
        rows = [
            (self.env._("Records sealed"), seq),
            (self.env._("Fingerprint of the chain"), head or "–"),
            (
                self.env._("Last check"),
                f"{states[last.state]}, {local_text(last.ended_at)}" if last else "–",
            ),
        ]
        rows += [
            (
                self.env._("Anchor of %s", f"{anchor.day:%d.%m.%Y}"),
                anchor._state_words(),
            )
            for anchor in self.env["iys.seal.anchor"].search(
                [("company_id", "=", company.id)], limit=3
            )
        ]
        headers = (self.env._("Seal"), "")
        return Section(self.env._("State of the seal"), headers, rows)
