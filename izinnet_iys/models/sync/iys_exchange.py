"""One attempt at one call to İYS: written before it, closed after it (R-5)."""

from odoo import api, fields, models
from odoo.tools import format_datetime

LOCK_SPACE = 0x1957_02


class IysExchange(models.Model):
    """The book of calls that hand something in, and of questions about many people.

    Reading is harmless to repeat and not booked: how often a lot was asked about stands
    on its own row, how far the feed was read on the brand.

    Life of a row: ``in_flight`` is committed before the call is made. Afterwards it is
    ``accepted`` (a lot İYS took and must be asked about), ``done``, ``refused``,
    ``unavailable`` (certainly not carried out) or ``unknown`` (nobody can say). While a
    worker makes the call it holds an advisory lock named by the row's id; an
    ``in_flight`` row whose lock is free belongs to a worker that died, and becomes
    ``unknown``.
    """

    _name = "iys.exchange"
    _description = "Exchange with İYS"
    _order = "id desc"
    _rec_name = "request_id"

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        related="brand_id.company_id", search="_search_company"
    )
    kind = fields.Selection(
        [
            ("submit", "Hand in a lot"),
            ("approved", "Ask for many"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("in_flight", "Being made"),
            ("accepted", "Accepted, answer due"),
            ("done", "Done"),
            ("refused", "Not accepted"),
            ("unavailable", "Not reached"),
            ("unknown", "Answer unknown"),
        ],
        required=True,
        readonly=True,
        default="in_flight",
    )
    request_id = fields.Char("İYS request id", readonly=True, index="btree_not_null")
    row_count = fields.Integer("Rows", readonly=True)
    good_count = fields.Integer("Registered", readonly=True)
    bad_count = fields.Integer("Not accepted", readonly=True)
    error_code = fields.Char(readonly=True)
    error_message = fields.Text(readonly=True)
    started_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    ended_at = fields.Datetime(readonly=True)
    poll_at = fields.Datetime("Ask again at", readonly=True)
    poll_count = fields.Integer("Times asked", readonly=True)
    consent_ids = fields.One2many("iys.consent", "exchange_id", string="Consents")

    _open_idx = models.Index(
        "(state, poll_at) WHERE state IN ('in_flight', 'accepted', 'unknown')"
    )

    @api.depends("kind", "started_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        """Override of `base`: not every call has İYS's request id; kind and time it has."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for exchange in self:
            started = exchange.started_at and format_datetime(
                self.env, exchange.started_at, dt_format="d MMM HH:mm"
            )
            exchange.display_name = f"{kinds.get(exchange.kind)} · {started or '–'}"

    @api.model
    def _search_company(self, operator, value):
        return [("brand_id.company_id", operator, value)]

    @api.model
    def _open(self, brand, kind, **vals):
        """Write the intent; the caller commits before it calls İYS."""
        return self.sudo().create({"brand_id": brand.id, "kind": kind, **vals})

    def _close(self, state, error=None, **vals):
        """Write how the call ended; ``error`` is an IysError or None."""
        self.ensure_one()
        vals.update(state=state, ended_at=fields.Datetime.now())
        if error is not None:
            vals["error_code"] = error.code or type(error).__name__
            vals["error_message"] = self.brand_id.account_id._explain_error(error)
        self.sudo().write(vals)
        figures = {"exchange": self.id, "kind": self.kind, "state": state}
        figures |= {"rows": self.row_count, "code": self.error_code or None}
        self.env["iys.log"]._add_for_brands(
            "call", "Call to İYS", {self.brand_id.id: figures}
        )

    def _hold(self):
        """Show other workers that this call is alive; ends with `_let_go` or the process."""
        self.env.cr.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, self.id])

    @api.model
    def _let_go(self):
        """End every `_hold` of this connection, whatever became of the work."""
        self.env.cr.execute("SELECT pg_advisory_unlock_all()")

    @api.model
    def _commit(self):
        """Commit around a call to İYS: intent before it, outcome after it (R-5).

        The one place in the sync that commits; nothing is held open while İYS works.
        """
        self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _find_orphans(self):
        """Return ``in_flight`` rows whose worker is gone (R-3, R-6)."""
        orphans = self.browse()
        for exchange in self.sudo().search([("state", "=", "in_flight")], limit=1000):
            self.env.cr.execute(
                "SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, exchange.id]
            )
            if self.env.cr.fetchone()[0]:
                orphans |= exchange
        self._let_go()
        return orphans
