"""What every request with a last day has: number, arrival, who answers, whether it is late."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class IysAnswerClock(models.AbstractModel):
    """A request somebody has to answer by a day: of an authority (L-35), of a person (L-56).

    A model that has it brings ``state``, ``deadline`` and ``_remind``; its sequence has
    the code of the model's name. How it was answered is written by the buttons alone.
    """

    _name = "iys.answer.clock"
    _description = "Request with a last day to answer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, deadline, id desc"
    _rec_name = "number"

    #: States in which an answer is still owed.
    _open_states = ()
    #: Days from the arrival to the last day of the answer.
    _answer_days = 0
    #: What only the buttons may write.
    _guarded = {"state", "answered_at", "answered_by_id"}

    number = fields.Char(readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    received_on = fields.Date(
        "Received on", required=True, default=fields.Date.context_today, tracking=True
    )
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )
    responsible_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )
    answered_at = fields.Datetime("Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", "Answered by", readonly=True, copy=False
    )

    @api.depends("received_on")
    def _compute_deadline(self):
        for request in self:
            received = request.received_on or fields.Date.context_today(request)
            request.deadline = fields.Date.add(received, days=self._answer_days)

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            is_open = request.state in self._open_states
            request.is_late = is_open and request.deadline < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "in", self._open_states), ("deadline", "<", today)]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: numbered, never born answered; the clock begins to remind."""
        self._check_buttons(set().union(*vals_list))
        for vals in vals_list:
            # sudo: numbers come from one book, whoever opens the request
            sequence_sudo = self.env["ir.sequence"].sudo()
            vals["number"] = sequence_sudo.next_by_code(self._name) or "/"
        requests = super().create(vals_list)
        for request in requests:
            request._remind()
        return requests

    def write(self, vals):
        """Override of `base`: answered and closed by the buttons alone."""
        self._check_buttons(vals.keys())
        return super().write(vals)

    def _check_buttons(self, names):
        """Raise UserError when a person writes by hand what a button stands for."""
        if self._guarded & names and not self.env.su:
            raise UserError(self.env._("Use the buttons of the request."))

    def _move(self, expected, **vals):
        """Change the state by a button; raises UserError from any other state."""
        self.check_access("write")
        if any(request.state not in expected for request in self):
            raise UserError(
                self.env._("This step is not possible in the present state.")
            )
        self.sudo().write(vals)  # sudo: the right was checked; only buttons may do this
