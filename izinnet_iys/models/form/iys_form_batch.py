"""Many links and codes at once: a job that makes them, then packs them into one ZIP."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: More lines than a page of a browser takes well.
MOST_LINES = 50_000
WORKING = ("making", "drawing")


class IysFormBatch(models.Model):
    """A list of names or salespersons becomes links; links become codes in a ZIP. States::

        draft    --[start]--> making     a link for each name and salesperson, in lots
        making   --[cron]--> drawing     codes and posters, a part of the ZIP a lot
        drawing  --[cron]--> done
        making, drawing --[cancel]--> cancelled    links that were made stay
        making, drawing --[three failures]--> failed --[go on]--> where it stopped

    Each lot is one transaction that also moves the position, so after a crash the work
    goes on behind it. A name that cannot be taken or a code that cannot be drawn is told
    and stops no other. Files: ``iys_form_batch_make`` the links, ``iys_form_batch_draw``
    codes and posters, ``iys_form_batch_run`` the job.
    """

    _name = "iys.form.batch"
    _description = "Links and QR codes made at once"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, default=lambda self: self.env._("QR codes"))
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Asked by", readonly=True, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("making", "Links are made"),
            ("drawing", "Codes are drawn"),
            ("done", "Done"),
            ("failed", "Stopped"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )

    # what is made
    form_id = fields.Many2one(
        "iys.form",
        check_company=True,
        domain="[('state', '!=', 'ended'), ('company_id', '=', company_id)]",
    )
    kind = fields.Selection(
        [
            ("person", "Salespersons"),
            ("place", "Places"),
            ("event", "Events"),
            ("campaign", "Campaigns"),
        ],
        "One link for each of",
        default="place",
        required=True,
    )
    names = fields.Text(help="One name a line, as it comes out of a spreadsheet.")
    user_ids = fields.Many2many("res.users", string="Salespersons")
    point_ids = fields.Many2many(
        "iys.form.point",
        "iys_form_batch_point_rel",
        "batch_id",
        "point_id",
        "Links",
        check_company=True,
    )

    # what is drawn of it
    with_svg = fields.Boolean("SVG", default=True, help="Sharp at any size.")
    with_png = fields.Boolean("PNG", default=True, help="About 400 pixels wide.")
    with_a4 = fields.Boolean("Posters A4 (PDF)")
    with_a6 = fields.Boolean("Posters A6 (PDF)")
    with_card = fields.Boolean("Table cards (PDF)")

    # progress
    resume_state = fields.Char(readonly=True, copy=False)
    failures = fields.Integer(readonly=True, copy=False)
    position = fields.Integer(
        readonly=True, copy=False, help="Lines or links that are behind us."
    )
    line_count = fields.Integer("Links to make", readonly=True, copy=False)
    point_count = fields.Integer("Number of links", readonly=True, copy=False)
    drawn_count = fields.Integer("Drawn", readonly=True, copy=False)
    fault_count = fields.Integer("Left out", readonly=True, copy=False)
    fault_text = fields.Text("Left out, and why", readonly=True, copy=False)
    message = fields.Text(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    ended_at = fields.Datetime(readonly=True, copy=False)
    part_ids = fields.One2many("iys.form.batch.part", "batch_id", readonly=True)
    has_file = fields.Boolean(compute="_compute_has_file")

    @api.depends("state", "line_count", "point_count", "drawn_count", "position")
    def _compute_progress(self):
        """Making a link is quick, drawing it is not: 10 and 90 per cent."""
        for batch in self:
            share = {"done": 100, "making": 0, "drawing": 10}.get(batch.state, 0)
            if batch.state == "making" and batch.line_count:
                share += 10 * batch.position / batch.line_count
            elif batch.state == "drawing" and batch.point_count:
                share += 90 * batch.drawn_count / batch.point_count
            batch.progress = min(share, 100)

    @api.depends("state", "part_ids")
    def _compute_has_file(self):
        for batch in self:
            batch.has_file = batch.state == "done" and bool(batch.part_ids)

    def action_start(self):
        """Let the job begin; raises UserError when there is nothing to make."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("This list has been started already."))
        lines = self._lines()
        if not (lines or self.point_ids):
            raise UserError(
                self.env._("Enter names, choose salespersons, or select links.")
            )
        if len(lines) > MOST_LINES:
            raise UserError(
                self.env._("At most %(most)s at once. Take two lists.", most=MOST_LINES)
            )
        if lines and not self.form_id:
            raise UserError(self.env._("Choose the form the links belong to."))
        self.write({"state": "making", "line_count": len(lines)})
        self._wake()

    def action_cancel(self):
        """Stop the job; links that were made stay."""
        self.check_access("write")
        self.filtered(lambda batch: batch.state in WORKING).state = "cancelled"

    def action_go_on(self):
        """Go on where it stopped."""
        self.check_access("write")
        for batch in self.filtered(lambda batch: batch.state == "failed"):
            batch.write({"state": batch.resume_state, "failures": 0, "message": False})
        self._wake()

    def action_download(self):
        """Download the ZIP."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/iys/codes/batch/{self.id}",
            "target": "self",
        }

    def action_points(self):
        """Show the links of this list."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_form_point_action"
            ),
            "domain": [("batch_ids", "in", self.ids)],
        }

    @api.model
    def _of_points(self, points):
        """Start a job that draws links there are, for who may read them."""
        companies = points.company_id
        if len(companies) > 1:
            raise UserError(self.env._("Choose links of one company."))
        # sudo: who may see links may have them printed; nothing else is made
        batch_sudo = self.sudo().create(
            {
                "name": self.env._("%(count)s links", count=len(points)),
                "company_id": companies.id,
                "user_id": self.env.uid,
                "point_ids": [Command.set(points.ids)],
                "point_count": len(points),
                "with_a4": True,
                "with_a6": True,
                "with_card": True,
            }
        )
        batch_sudo.action_start()
        return batch_sudo.with_env(self.env)._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _wake(self):
        # sudo: whoever may start a list may wake the job that works on it
        self.env.ref("izinnet_iys.ir_cron_form_batch").sudo()._trigger()


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    batch_ids = fields.Many2many(
        "iys.form.batch",
        "iys_form_batch_point_rel",
        "point_id",
        "batch_id",
        "Made or drawn with",
        readonly=True,
        copy=False,
    )
