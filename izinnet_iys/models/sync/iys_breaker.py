"""The circuit breaker per brand and kind of call, shared by all workers (R-12)."""

import time

from odoo import api, fields, models

from ...iys_api.limits import Breaker


class IysBreaker(models.Model):
    """Keeps one `Breaker` value; the rules of it are in ``iys_api/limits.py``."""

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
        row._keep(breaker, breaker.called(now))
        return True

    @api.model
    def _note(self, brand, kind, good):
        """Count one call as answered or not answered."""
        row, now = self._row(brand, kind), time.time()
        breaker = Breaker.from_dict(row.value)
        row._keep(breaker, breaker.succeeded(now) if good else breaker.failed(now))

    def _keep(self, old, new):
        if old != new:
            self.value = new.as_dict()

    @api.model
    def _reset(self, brands):
        self.sudo().search([("brand_id", "in", brands.ids)]).unlink()

    @api.model
    def _row(self, brand, kind):
        mine = [("brand_id", "=", brand.id), ("kind", "=", kind)]
        breakers_sudo = self.sudo()  # bookkeeping of the system, shown read-only
        return breakers_sudo.search(mine, limit=1) or breakers_sudo.create(
            {"brand_id": brand.id, "kind": kind}
        )
