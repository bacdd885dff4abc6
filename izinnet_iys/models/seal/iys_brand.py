"""The board's sentences about the seal: broken, late, not anchored."""

from datetime import timedelta

from odoo import fields, models

from .iys_seal_anchor import LATE_HOURS

#: Sealing runs every minute; after this it is late.
LATE = timedelta(minutes=15)


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _board_sentences(self):
        """Override of `izinnet_iys`: add what is wrong with the seal."""
        return [*super()._board_sentences(), *self._board_seal_sentences()]

    def _board_seal_sentences(self):
        sentences = []
        company_sudo = self.company_id.sudo()  # everybody is to be warned, reading all
        checks_sudo = self.env["iys.seal.check"].sudo()
        last = checks_sudo.search(
            [("company_id", "=", company_sudo.id), ("state", "in", ("good", "bad"))],
            limit=1,
        )
        if last.state == "bad":
            sentences.append(
                self.env._(
                    "The seal is broken: records were changed. See Reports, Check of the"
                    " seal."
                )
            )
        if self._seal_is_late(company_sudo):
            sentences.append(
                self.env._("The seal is late: new records have not been sealed.")
            )
        if self._anchor_is_late(company_sudo):
            sentences.append(
                self.env._("The seal waits for its time-stamp for more than a day.")
            )
        return sentences

    def _seal_is_late(self, company):
        self.env.cr.execute(
            "SELECT min(sealed_until) FROM iys_seal_mark WHERE company_id = %s",
            [company.id],
        )
        until = self.env.cr.fetchone()[0]
        return until is not None and fields.Datetime.now() - until > LATE

    def _anchor_is_late(self, company):
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=LATE_HOURS)
        return bool(
            self.env["iys.seal.anchor"]
            .sudo()
            .search_count(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", ("waiting", "asking")),
                    ("due_at", "<", since),
                ],
                limit=1,
            )
        )
