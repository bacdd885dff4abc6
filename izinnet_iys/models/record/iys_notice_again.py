"""Whom to ask again: people whose standing approval rests on words that changed."""

from odoo import fields, models
from odoo.tools import SQL

#: A text and all versions before it.
LINEAGE = """
    WITH RECURSIVE lineage AS (
        SELECT id, previous_id, id AS root FROM iys_notice WHERE id IN %s
        UNION
        SELECT n.id, n.previous_id, l.root
        FROM lineage l JOIN iys_notice n ON n.id = l.previous_id
    )
    SELECT root, id FROM lineage
"""


class IysNotice(models.Model):
    _inherit = "iys.notice"

    again_count = fields.Integer("Ask again", compute="_compute_again_count")

    def _compute_again_count(self):
        """Count, in two queries, the approvals in force on outdated versions."""
        outdated = self._outdated_lineage()
        ids = set().union(*outdated.values())
        counts = dict(
            (notice.id, count)
            for notice, count in self.env["iys.consent"]._read_group(
                self._again_domain(ids), ["notice_id"], ["__count"]
            )
        )
        for notice in self:
            versions = outdated.get(notice._origin.id, ())
            notice.again_count = sum(counts.get(version, 0) for version in versions)

    def action_ask_again(self):
        """Open the approvals that rest on a version whose substance changed since.

        A list and nothing more: no message may ask for approval (L-20); people are asked
        when they come by, at the counter or on their preference page.
        """
        self.ensure_one()
        versions = self._outdated_lineage().get(self.id, set())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask again: %(text)s", text=self.name),
            "res_model": "iys.consent",
            "view_mode": "list,kanban,form",
            "domain": self._again_domain(versions),
            "context": {"create": False},
            "help": self.env._(
                "Approvals given on words whose substance has changed. Never ask by"
                " message: ask when the person comes by."
            ),
        }

    def _again_domain(self, versions):
        return [
            ("is_effective", "=", True),
            ("status", "=", "ONAY"),
            ("notice_id", "in", sorted(versions)),
        ]

    def _outdated_lineage(self):
        """Return {text: the outdated ones among it and the versions before it}."""
        ids = tuple(self._origin.ids)
        if not ids:
            return {}
        outdated = self._outdated_ids()
        found = {}
        for root, version in self.env.execute_query(SQL(LINEAGE, ids)):
            if version in outdated:
                found.setdefault(root, set()).add(version)
        return found
