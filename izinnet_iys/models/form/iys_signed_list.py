"""Signed lists of an event or counter, typed in with their scan (L-18, L-30)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...iys_api.acts import FIRST_DATE
from ...iys_api.deadlines import Calendar


class IysSignedList(models.Model):
    """A sheet many people signed: the scan once, a line a person, boxes as on paper.

    Lines are typed in one go or over hours, by several people; *Record* takes the lines
    without fault and leaves the others where they are. A recorded line is proof and never
    changes. Nobody is written to here: it is what people did themselves (L-20).

    Three files: this one has the sheet, ``iys_signed_line`` a person's line,
    ``iys_signed_list_record`` what happens on Record.
    """

    _name = "iys.signed.list"
    _description = "Signed list"
    _inherit = ["mail.thread"]
    _check_company_auto = True
    _order = "id desc"

    name = fields.Char("Event or place", required=True, tracking=True)
    brand_id = fields.Many2one(
        "iys.brand",
        required=True,
        index=True,
        default=lambda self: self._default_brand_id(),
    )
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    notice_id = fields.Many2one(
        "iys.notice",
        "Text on the sheet",
        required=True,
        domain="[('brand_id', '=', brand_id), ('state', '!=', 'draft'),"
        " ('kind', '=', 'commercial_approval')]",
        help="The version people read before they signed.",
    )
    signed_at = fields.Datetime(
        "Signed on",
        tracking=True,
        help="The date of the signatures. It is the consent date at İYS and cannot be"
        " moved later.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "iys_signed_list_attachment_rel",
        string="Scan of the sheets",
    )
    add_contacts = fields.Boolean(
        "Add to contacts",
        default=True,
        help="Makes a contact where nobody has this phone or e-mail yet.",
    )
    line_ids = fields.One2many("iys.signed.line", "list_id", "People")
    todo = fields.Text("Still to do", compute="_compute_todo")
    deadline_text = fields.Char("Last moment for İYS", compute="_compute_todo")
    ready_count = fields.Integer("Ready", compute="_compute_counts")
    fault_count = fields.Integer("To be mended", compute="_compute_counts")
    recorded_count = fields.Integer("Recorded", compute="_compute_counts")

    @api.model
    def _default_brand_id(self):
        """The company's only brand; with several the person has to choose."""
        return self.env["iys.capture"]._default_brand_id()

    @api.depends("line_ids.fault", "line_ids.is_recorded")
    def _compute_counts(self):
        for sheet in self:
            open_lines = sheet.line_ids.filtered(lambda line: not line.is_recorded)
            faulty = open_lines.filtered("fault")
            sheet.recorded_count = len(sheet.line_ids) - len(open_lines)
            sheet.fault_count = len(faulty)
            sheet.ready_count = len(open_lines) - len(faulty)

    @api.depends("brand_id", "notice_id", "signed_at", "attachment_ids")
    @api.depends_context("lang", "tz")
    def _compute_todo(self):
        """Say what the sheet still lacks, and until when İYS takes it (L-11)."""
        calendar = Calendar(self.env["iys.holiday"]._map())
        for sheet in self:
            sheet.todo = "\n".join(sheet._missing(calendar))
            sheet.deadline_text = sheet.signed_at and format_datetime(
                self.env,
                calendar.deadlines_utc(sheet.signed_at).promise,
                dt_format="EEE d MMM y HH:mm",
            )

    def _missing(self, calendar):
        """List what is missing on the sheet itself, in sentences that help."""
        if not self.attachment_ids:
            yield self.env._("Attach a scan or photo of the signed sheets.")
        if not self.notice_id:
            yield self.env._("Choose the text that was printed on the sheet.")
        if not self.signed_at:
            yield self.env._("Enter the date of the signatures.")
        elif self.signed_at > fields.Datetime.now():
            yield self.env._("The date lies in the future. Enter when it was signed.")
        elif self.signed_at < FIRST_DATE:
            yield self.env._("İYS takes no date before 1 May 2015.")
        elif calendar.deadlines_utc(self.signed_at).legal < fields.Datetime.now():
            yield self.env._(
                "These approvals are older than three business days: İYS does not take"
                " them any more. Ask the people to decide anew, by QR, on paper or in"
                " person."
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: the scans belong to the list from now on."""
        return super().create(vals_list)._own_files()

    def _own_files(self):
        """Let everybody who may read the list read its scans, not only who brought them."""
        for sheet in self:
            loose = sheet.attachment_ids.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": sheet.id})
        return self

    def write(self, vals):
        """Override of `base`: what recorded lines rest on is proof and stays.

        Scans may be added; the chatter of the sheet and new lines are free.
        """
        fixed = {"name", "brand_id", "notice_id", "signed_at"} & set(vals)
        if fixed and any(sheet.recorded_count for sheet in self):
            raise UserError(
                self.env._(
                    "People of this list are recorded; what they signed cannot change."
                    " Make a new list instead."
                )
            )
        done = super().write(vals)
        if "attachment_ids" in vals:
            self._own_files()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unrecorded(self):
        if any(sheet.recorded_count for sheet in self):
            raise UserError(
                self.env._("A list with recorded people is proof and stays.")
            )
