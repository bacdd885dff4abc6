"""A complaint or an inspection: what is asked, until when, who answered with what (L-35)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Days to answer; from memory, not verified in the law's text (law file, L-35).
ANSWER_DAYS = 15


class IysCase(models.Model):
    """One request for information, from its arrival to the answer.

    Not answering is a separate offence with a far higher fine than most others, so a case
    has a person, a date, and everything that was handed over, with its fingerprint.
    """

    _name = "iys.case"
    _description = "Complaint or inspection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, deadline, id desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [("complaint", "Complaint"), ("inspection", "Inspection")],
        required=True,
        default="complaint",
        tracking=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    authority = fields.Char(
        "Who asks", help="Ministry, provincial directorate, person."
    )
    reference = fields.Char("Their number", tracking=True)
    received_on = fields.Date(
        "Received on", required=True, default=fields.Date.context_today, tracking=True
    )
    deadline = fields.Date(
        "Answer until",
        compute="_compute_deadline",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        tracking=True,
        help="Proposed: 15 days after the request came. This term is not verified;"
        " enter the one the request names.",
    )
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )
    addresses = fields.Text(help="Phones and e-mails the request names, one a line.")
    date_from = fields.Date("Period from")
    date_to = fields.Date("Period until")
    brand_ids = fields.Many2many("iys.brand", string="Brands", check_company=True)
    request = fields.Html("What is asked")
    request_file_ids = fields.Many2many(
        "ir.attachment", "iys_case_request_file_rel", string="Files of the request"
    )
    responsible_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        tracking=True,
    )
    pack_id = fields.Many2one("ir.attachment", "Proof pack", readonly=True, copy=False)
    pack_sha256 = fields.Char("Fingerprint of the pack", readonly=True, copy=False)
    pack_made_at = fields.Datetime("Pack made on", readonly=True, copy=False)
    answer = fields.Html("What was answered")
    answer_file_ids = fields.Many2many(
        "ir.attachment", "iys_case_answer_file_rel", string="Files of the answer"
    )
    answered_at = fields.Datetime("Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", "Answered by", readonly=True, copy=False
    )

    _period_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period ends before it begins.",
    )

    @api.depends("received_on")
    def _compute_deadline(self):
        for case in self:
            received = case.received_on or fields.Date.context_today(case)
            case.deadline = fields.Date.add(received, days=ANSWER_DAYS)

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_late = case.state == "open" and case.deadline < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "open"), ("deadline", "<", today)]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a case gets its number and reminds who is responsible."""
        for vals in vals_list:
            # numbers come from one book, whoever opens the case
            sequence_sudo = self.env["ir.sequence"].sudo()
            vals["number"] = sequence_sudo.next_by_code("iys.case") or "/"
        cases = super().create(vals_list)
        for case in cases:
            case._remind()
        return cases

    def write(self, vals):
        """Override of `base`: a new responsible or term moves the reminder."""
        if "state" in vals:
            raise UserError(self.env._("Use the buttons to answer or close a case."))
        result = super().write(vals)
        if {"responsible_id", "deadline"} & set(vals):
            for case in self.filtered(lambda case: case.state == "open"):
                case._remind()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A case stays. Close it instead."))

    def _remind(self):
        """Plan the answer for the responsible person; a planned one is replaced."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            self.deadline,
            summary=self.env._("Answer the request"),
            user_id=(self.responsible_id or self.env.user).id,
        )

    def _move(self, expected, **vals):
        self.check_access("write")
        if any(case.state not in expected for case in self):
            raise UserError(
                self.env._("This step is not possible in the present state.")
            )
        return super().write(vals)
