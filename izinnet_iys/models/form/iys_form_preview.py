"""What people will see, on a phone and on a desk, before anything is published."""

from odoo import api, fields, models


class IysForm(models.Model):
    _inherit = "iys.form"

    preview_width = fields.Selection(
        [("phone", "Phone"), ("desk", "Desk")],
        "Preview",
        default="phone",
        required=True,
    )
    preview_html = fields.Html(
        "As people see it", compute="_compute_preview_html", sanitize=False
    )

    @api.depends(
        "brand_id", "name", "title", "intro", "thanks", "notice_id", "asks_phone",
        "asks_email", "extra_fields", "question_ids.label", "question_ids.notice_id",
        "question_ids.type",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_preview_html(self):
        """Show the words a version would freeze, drawn from the form as it is now."""
        labels = {
            "name": self.env._("Name and surname"),
            "email": self.env._("E-mail"),
            "phone": self.env._("Phone"),
        }
        for form in self:
            lang = form.env.lang or "en_US"
            values = {
                "content": form._content_in(lang),
                "labels": {**labels, **form._extra_labels()},
            }
            form.preview_html = self.env["ir.qweb"]._render(
                "izinnet_iys.form_preview", values
            )
