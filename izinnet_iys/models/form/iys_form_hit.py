"""How often a link was seen, answered and confirmed: rows that are only added (R-62)."""

from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [("seen", "Seen"), ("begun", "Answered"), ("confirmed", "Confirmed")]


class IysFormHit(models.Model):
    """A visitor's page adds a row; a job counts the rows into the links and drops them.

    So two visitors never wait for each other. Nothing here tells who the visitor was.
    """

    _name = "iys.form.hit"
    _description = "Visit of a consent form, not yet counted"
    _log_access = False

    point_id = fields.Many2one("iys.form.point", required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True)
    at = fields.Datetime(required=True, default=fields.Datetime.now)

    @api.model
    def _note(self, point, kind):
        """Note one visit; ``kind`` is a key of ``KINDS``."""
        if point and kind in dict(KINDS):
            self.sudo().create({"point_id": point.id, "kind": kind})  # visitors count

    @api.model
    def _cron_count(self):
        """Add what came in to the counters; rows that come meanwhile wait for the next.

        Forgets from which networks answers came a while ago."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (
                    DELETE FROM iys_form_hit RETURNING point_id, kind
                ), sums AS (
                    SELECT point_id,
                           count(*) FILTER (WHERE kind = 'seen') AS seen,
                           count(*) FILTER (WHERE kind = 'begun') AS begun,
                           count(*) FILTER (WHERE kind = 'confirmed') AS confirmed
                    FROM gone GROUP BY point_id
                )
                UPDATE iys_form_point p
                SET seen_count = COALESCE(seen_count, 0) + seen,
                    begun_count = COALESCE(begun_count, 0) + begun,
                    confirmed_count = COALESCE(confirmed_count, 0) + confirmed,
                    counted_at = %s
                FROM sums WHERE p.id = sums.point_id
                """,
                fields.Datetime.now(),
            )
        )
        self.env.invalidate_all()
        self.env["iys.form.crowd"]._forget()
