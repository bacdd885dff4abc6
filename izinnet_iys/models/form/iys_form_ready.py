"""What stands between a form and its visitors: texts to publish, then link and code."""

from markupsafe import Markup

from odoo import api, fields, models

#: A link that looks like a button on any page. Pages of ours cannot be put into a frame
#: of somebody else's: there a stranger could lay things over the boxes.
EMBED = Markup(
    '<a href="{url}" target="_blank" rel="noopener" style="display:inline-block;'
    "padding:12px 20px;border-radius:6px;background:#14532d;color:#fff;"
    'text-decoration:none;font-family:sans-serif">{words}</a>'
)


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    embed_code = fields.Char(
        "Code for a page of yours",
        compute="_compute_embed_code",
        help="HTML of a button that opens the form; paste it into any page.",
    )

    @api.depends("token", "form_id.title", "form_id.name")
    @api.depends_context("lang")
    def _compute_embed_code(self):
        for point in self:
            form = point.form_id
            words = form.title or form.name or ""
            point.embed_code = EMBED.format(url=point._url(), words=words)


class IysForm(models.Model):
    _inherit = "iys.form"

    draft_text_ids = fields.Many2many(
        "iys.notice", string="Texts to publish", compute="_compute_draft_text_ids"
    )
    draft_text_count = fields.Integer(compute="_compute_draft_text_ids")
    main_point_id = fields.Many2one(
        "iys.form.point", "First link", compute="_compute_main_point_id"
    )
    main_url = fields.Char("Link", compute="_compute_main_point_id")
    main_qr = fields.Binary("QR code", compute="_compute_main_point_id")
    main_embed_code = fields.Char(
        "Code for a page of yours",
        compute="_compute_main_point_id",
        help="HTML of a button that opens the form; paste it into any page.",
    )

    @api.depends("notice_id.state", "question_ids.notice_id.state")
    def _compute_draft_text_ids(self):
        for form in self:
            texts = form.notice_id | form.question_ids.notice_id
            form.draft_text_ids = texts.filtered(lambda text: text.state == "draft")
            form.draft_text_count = len(form.draft_text_ids)

    @api.depends("point_ids.kind", "point_ids.state", "title", "name")
    @api.depends_context("lang")
    def _compute_main_point_id(self):
        """Show the link made with the form, not those of visits and salespersons."""
        for form in self:
            open_ones = form.point_ids.filtered(
                lambda point: point.kind == "page" and point.state == "active"
            )
            point = open_ones.sorted(lambda point: point.id)[:1]
            form.main_point_id = point
            form.main_url = point.url
            form.main_qr = point.qr
            form.main_embed_code = point.embed_code

    def action_open_draft_texts(self):
        """Open the texts that wait to be reviewed and published."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Texts to publish"),
            "res_model": "iys.notice",
            "view_mode": "list,form",
            "domain": [("id", "in", self.draft_text_ids.ids)],
        }
        if self.draft_text_count == 1:
            action |= {"view_mode": "form", "res_id": self.draft_text_ids.id}
        return action

    def action_posters(self):
        """Open an A4 poster of the first link."""
        return self.main_point_id.action_poster_a4()

    def action_table_card(self):
        """Open a table card of the first link."""
        return self.main_point_id.action_table_card()

    def _open_to_look(self):
        """Open the screen at preview and check."""
        self.ensure_one()
        view = self.env.ref("izinnet_iys.iys_form_view_form_look")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }
