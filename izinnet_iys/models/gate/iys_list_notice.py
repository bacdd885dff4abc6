"""Consents given on a text that has since changed in substance (product feature 10)."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Texts with a later version, however many after, that changed the substance.
OUTDATED = """
    WITH RECURSIVE outdated AS (
        SELECT previous_id AS id FROM iys_notice
        WHERE state IN ('published', 'retired') AND substance = 'changed'
          AND previous_id IS NOT NULL
        UNION
        SELECT n.previous_id FROM outdated o JOIN iys_notice n ON n.id = o.id
        WHERE n.previous_id IS NOT NULL
    )
    SELECT id FROM outdated
"""


class IysNotice(models.Model):
    _inherit = "iys.notice"

    is_outdated = fields.Boolean(
        "Changed in substance since",
        compute="_compute_is_outdated",
        search="_search_is_outdated",
    )

    @api.depends("state", "substance", "previous_id")
    def _compute_is_outdated(self):
        outdated = self._outdated_ids()
        for notice in self:
            notice.is_outdated = notice._origin.id in outdated

    @api.model
    def _search_is_outdated(self, operator, value):
        """Find the versions people would have to be asked about again."""
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", list(self._outdated_ids()))

    @api.model
    def _outdated_ids(self):
        self.env["iys.notice"].flush_model(["state", "substance", "previous_id"])
        return {row[0] for row in self.env.execute_query(SQL(OUTDATED))}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    # which consents in force rest on a text
    _notice_idx = models.Index(
        "(notice_id) WHERE notice_id IS NOT NULL AND is_effective IS TRUE"
    )
