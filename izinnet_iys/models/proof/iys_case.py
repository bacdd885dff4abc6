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
    _inherit = ["iys.answer.clock"]
    _check_company_auto = True
    _open_states = ("open",)
    _answer_days = ANSWER_DAYS
    _guarded = {
        "state", "answered_at", "answered_by_id", "pack_id", "pack_sha256", "pack_made_at",
    }  # fmt: skip

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
    authority = fields.Char(
        "Who asks", help="Ministry, provincial directorate, person."
    )
    reference = fields.Char("Their number", tracking=True)
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
    addresses = fields.Text(help="Phones and e-mails the request names, one a line.")
    date_from = fields.Date("Period from")
    date_to = fields.Date("Period until")
    brand_ids = fields.Many2many("iys.brand", string="Brands", check_company=True)
    request = fields.Html("What is asked")
    request_file_ids = fields.Many2many(
        "ir.attachment", "iys_case_request_file_rel", string="Files of the request"
    )
    pack_id = fields.Many2one("ir.attachment", "Proof pack", readonly=True, copy=False)
    pack_sha256 = fields.Char("Fingerprint of the pack", readonly=True, copy=False)
    pack_made_at = fields.Datetime("Pack made on", readonly=True, copy=False)
    answer = fields.Html("What was answered")
    answer_file_ids = fields.Many2many(
        "ir.attachment", "iys_case_answer_file_rel", string="Files of the answer"
    )

    _period_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period ends before it begins.",
    )

    def write(self, vals):
        """Override of `izinnet_iys`: a new responsible or term moves the reminder."""
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
