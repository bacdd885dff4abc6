"""Upload of a list of consents: a job that is read, checked, then recorded."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...spreadsheets.faults import FileFault
from .iys_import_words import file_fault_text

#: States in which the scheduled action works on a job.
WORKING = ("reading", "checking", "running")


class IysImport(models.Model):
    """One uploaded file and what became of it.

    The import is a classifier, not a mass upload (L-31). States::

        reading  --[cron]--> ready, failed      rows go to ``iys.import.part`` once
        ready    --[check]--> checking          dry run: every fault of every row
        checking --[cron]--> checked
        checked  --[start]--> running           refusals first, then approvals
        running  --[cron]--> done
        any of these --[cancel]--> cancelled    what is recorded stays recorded
        failed   --[go on]--> where it stopped

    Each part is one transaction that also moves ``part_done``; after a crash the work
    goes on behind it. Recording is idempotent, so the same file again writes nothing.
    """

    _name = "iys.import"
    _description = "Import of consents"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    brand_id = fields.Many2one(
        "iys.brand",
        "Brand",
        required=True,
        default=lambda self: self.env["iys.brand"].search([], limit=1),
        help="Consents belong to this brand, unless a column names another one.",
    )
    user_id = fields.Many2one(
        "res.users", "Uploaded by", readonly=True, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [
            ("reading", "Reading"),
            ("ready", "Columns"),
            ("checking", "Being checked"),
            ("checked", "Checked"),
            ("running", "Being recorded"),
            ("done", "Done"),
            ("failed", "Stopped"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="reading",
        copy=False,
    )
    resume_state = fields.Char(readonly=True, copy=False)
    failures = fields.Integer(readonly=True, copy=False)
    message = fields.Text(readonly=True, copy=False)

    # the file
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char()
    file_hash = fields.Char("SHA-256", readonly=True, copy=False)
    uploaded_at = fields.Datetime(
        readonly=True, default=fields.Datetime.now, copy=False
    )
    sheet = fields.Char(help="Name of the sheet to read; the first one with rows.")
    sheet_names = fields.Char("Sheets in the file", readonly=True)
    header_row = fields.Integer("Headers in row", help="0: the file has no headers.")
    header_hash = fields.Char(readonly=True, index=True)
    reader = fields.Char(readonly=True)
    read_position = fields.Integer(readonly=True, copy=False)
    read_last = fields.Integer(readonly=True, copy=False)

    # how to read it
    column_ids = fields.One2many("iys.import.column", "import_id", string="Columns")
    default_type = fields.Selection(
        [
            ("ARAMA", "Call"),
            ("MESAJ", "SMS"),
            ("ARAMA,MESAJ", "Call and SMS"),
            ("EPOSTA", "E-mail"),
        ],
        "Channel",
        help="For rows that do not name a channel.",
    )
    default_status = fields.Selection(
        [("ONAY", "Approved"), ("RET", "Refused")],
        "Status",
        help="For rows that do not say it, for example a list of refusals.",
    )
    default_source = fields.Selection(
        "_selection_source", "Source", help="For rows that do not name a source."
    )
    default_recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")],
        "Recipients are",
        required=True,
        default="BIREYSEL",
    )
    partner_mode = fields.Selection(
        [
            ("link", "Link with existing contacts"),
            ("create", "Also create missing ones"),
        ],
        "Contacts",
        required=True,
        default="link",
    )
    proof_note = fields.Char(
        "Proof for all rows",
        help="Where the proof of these approvals is kept, e.g. the folder of the signed"
        " forms. Approvals of the last three business days need a proof.",
    )
    proof_attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Proof documents",
        copy=False,
        help="Scans of the signed pages or of the signed list; needed for consents on"
        " paper (L-18).",
    )
    proof_hashes = fields.Json(readonly=True, copy=False)

    # progress
    rows_total = fields.Integer("Rows", readonly=True, copy=False)
    rows_done = fields.Integer(readonly=True, copy=False)
    part_done = fields.Integer(readonly=True, copy=False)
    run_pass = fields.Selection(
        [("RET", "Refusals"), ("ONAY", "Approvals")], readonly=True, copy=False
    )
    progress = fields.Float(compute="_compute_progress")
    started_at = fields.Datetime(readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)

    # what became of the rows (L-31)
    count_queued = fields.Integer("To be registered at İYS", readonly=True, copy=False)
    count_ask = fields.Integer("Older: İYS will be asked", readonly=True, copy=False)
    count_in_iys = fields.Integer("Approved at İYS already", readonly=True, copy=False)
    count_ret = fields.Integer("Refusals", readonly=True, copy=False)
    count_known = fields.Integer("Known already", readonly=True, copy=False)
    count_too_old = fields.Integer("Too old, not at İYS", readonly=True, copy=False)
    count_blocked = fields.Integer("Refused earlier", readonly=True, copy=False)
    count_faulty = fields.Integer("Faulty rows", readonly=True, copy=False)
    count_silent = fields.Integer("Rows without a choice", readonly=True, copy=False)
    count_partners = fields.Integer("Contacts created", readonly=True, copy=False)
    first_consent_id = fields.Integer(readonly=True, copy=False)
    last_consent_id = fields.Integer(readonly=True, copy=False)
    fault_ids = fields.One2many("iys.import.fault", "import_id", readonly=True)
    refused_file = fields.Binary(
        "Rows left out", attachment=True, readonly=True, copy=False
    )
    refused_name = fields.Char(readonly=True, copy=False)

    @api.model
    def _selection_source(self):
        return self.env["iys.consent"]._selection_source()[:13]

    @api.depends("file_name")
    def _compute_name(self):
        for job in self:
            job.name = job.file_name or self.env._("Import")

    @api.depends("rows_done", "rows_total", "state")
    def _compute_progress(self):
        for job in self:
            passes = 2 if job.state == "running" else 1
            whole = job.rows_total * passes
            job.progress = min(100, 100 * job.rows_done / whole) if whole else 0
            if job.state == "done":
                job.progress = 100

    @api.constrains("brand_id")
    def _check_brand_company(self):
        for job in self:
            if job.brand_id.company_id not in self.env.companies and not self.env.su:
                raise ValidationError(
                    self.env._("Choose a brand of a company you work for.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: look into the file at once and begin to read it.

        Raises UserError with cause and cure when the file cannot be read (R-51).
        """
        jobs = super().create(vals_list)
        if not self.env.context.get("iys_import_upload"):
            for job in jobs:
                job._begin()
        return jobs

    def _begin(self):
        """Look at the first rows, propose the columns, wake the reader."""
        if not self._file_attachment():
            raise UserError(self.env._("Choose the file to upload."))
        try:
            self._read_first_rows()
        except FileFault as fault:
            raise UserError(
                file_fault_text(self.env, fault.code, fault.details)
            ) from None
        self.env["iys.log"]._add(
            "import",
            "List uploaded",
            record=self,
            data={"sha256": self.file_hash, "reader": self.reader or ""},
        )
        self._wake_import()

    def _wake_import(self):
        # sudo: whoever may import may wake the job that does it
        self.env.ref("izinnet_iys.ir_cron_import").sudo()._trigger()

    def write(self, vals):
        """Override of `base`: how a list was read does not change once it is recorded."""
        if self.env.context.get("iys_import_head"):
            return super().write(vals)
        settings = {"brand_id", "file", "default_type", "default_status", "column_ids"}
        settings |= {"default_source", "default_recipient_type", "header_row", "sheet"}
        changed = settings & set(vals)
        if changed and any(j.state in ("running", "done", "cancelled") for j in self):
            raise UserError(
                self.env._("This import has begun to record; upload the file anew.")
            )
        result = super().write(vals)
        if changed & {"sheet", "file"}:
            self._read_again()
        elif changed:
            self.filtered(lambda j: j.state == "checked").state = "ready"
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        if any(job.last_consent_id for job in self):
            raise UserError(
                self.env._("Consents come from this import; it is part of their proof.")
            )

    def _read_again(self):
        for job in self:
            self.env["iys.import.part"]._drop(job)
            job.write(
                {
                    "state": "reading",
                    "read_position": 0,
                    "read_last": 0,
                    "rows_total": 0,
                }
            )
            job._begin()
