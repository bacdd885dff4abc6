"""The circuit breaker per brand and kind of call, shared by all workers (R-12)."""

import time

from psycopg2.extras import Json

from odoo import api, fields, models

from ...iys_api.limits import Breaker


class IysBreaker(models.Model):
    """Keeps one `Breaker` value per line that had trouble; see ``iys_api/limits.py``."""

    _name = "iys.breaker"
    _description = "Circuit breaker towards İYS"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, ondelete="cascade")
    kind = fields.Char(required=True)
    value = fields.Json()

    _brand_kind_uniq = models.UniqueIndex("(brand_id, kind)")

    @api.model
    def _may_call(self, brand, kind):
        """Tell whether a call may be made now; an open breaker lets one probe through."""
        row, now = self._row(brand, kind), time.time()
        breaker = Breaker.from_dict(row.value)
        if not breaker.may_call(now):
            return False
        self._keep(brand, kind, breaker, breaker.called(now))
        return True

    @api.model
    def _note(self, brand, kind, good):
        """Count one call as answered or not answered."""
        breaker, now = Breaker.from_dict(self._row(brand, kind).value), time.time()
        after = breaker.succeeded(now) if good else breaker.failed(now)
        self._keep(brand, kind, breaker, after)

    @api.model
    def _keep(self, brand, kind, old, new):
        """Write what changed. A line without trouble has no row, so that workers which
        begin together have nothing to quarrel about; a rival who does get here first
        makes this a serialization failure, which Odoo's retries know.
        """
        if old == new:
            return
        self.env.cr.execute(
            "INSERT INTO iys_breaker (brand_id, kind, value) VALUES (%s, %s, %s)"
            " ON CONFLICT (brand_id, kind) DO UPDATE SET value = EXCLUDED.value",
            [brand.id, kind, Json(new.as_dict())],
        )
        self.invalidate_model(["value"])

    @api.model
    def _reset(self, brands):
        self.sudo().search([("brand_id", "in", brands.ids)]).unlink()

    @api.model
    def _row(self, brand, kind):
        """Return the row of a line, empty while nothing ever went wrong there."""
        mine = [("brand_id", "=", brand.id), ("kind", "=", kind)]
        return self.sudo().search(mine, limit=1)  # bookkeeping, shown read-only
