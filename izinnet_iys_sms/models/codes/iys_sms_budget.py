"""A planned event: its codes are allowed beforehand, beside the company's cap (R-42)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...sms_gateways.code_limits import EVENT_FACTOR


class IysSmsBudget(models.Model):
    """So many people are expected in this time at these links; one and a half times as
    many codes may leave, and none of them counts for the company's hourly cap."""

    _name = "iys.sms.budget"
    _description = "Planned event for codes"
    _inherit = ["mail.thread"]
    _order = "starts_at desc, id desc"
    _check_company_auto = True

    name = fields.Char("Event", required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    point_ids = fields.Many2many(
        "iys.form.point",
        "iys_sms_budget_point_rel",
        "budget_id",
        "point_id",
        "Links and QR codes",
        check_company=True,
        help="Codes asked for at these places are paid from this event.",
    )
    starts_at = fields.Datetime("From", required=True, tracking=True)
    ends_at = fields.Datetime("Until", required=True, tracking=True)
    people = fields.Integer("People expected", required=True, tracking=True)
    most = fields.Integer("Codes at the most", compute="_compute_most")
    used = fields.Integer("Codes sent", compute="_compute_used")

    _people_check = models.Constraint(
        "CHECK (people > 0 AND people <= 100000)",
        "Between 1 and 100,000 people can be expected.",
    )
    _time_check = models.Constraint(
        "CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '7 days')",
        "An event ends after it starts, and within seven days.",
    )

    @api.depends("people")
    def _compute_most(self):
        for event in self:
            event.most = int(EVENT_FACTOR * event.people)

    def _compute_used(self):
        counts = dict(
            self.env["iys.sms.code"]
            .sudo()  # how many, not whose
            ._read_group([("budget_id", "in", self.ids)], ["budget_id"], ["__count"])
        )
        for event in self:
            event.used = counts.get(event, 0)

    @api.constrains("starts_at")
    def _check_beforehand(self):
        """An event is planned: whoever is overrun raises the cap instead, and is seen."""
        for event in self:
            if event.starts_at < fields.Datetime.now() and not event.used:
                raise ValidationError(
                    self.env._("Plan an event before it starts: choose a later time.")
                )
