"""A consent form: what is asked where, of which brand."""

from odoo import api, fields, models

from .form_words import EXTRA_FIELDS, FORM_STATES, PLACES


class IysForm(models.Model):
    """Made by the wizard, published only when the lawfulness check finds no fault.

    What visitors see is a frozen ``iys.form.version``; an answer belongs to the version
    that was seen, whatever became of the form since.
    """

    _name = "iys.form"
    _description = "Consent form"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    brand_id = fields.Many2one("iys.brand", required=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    place = fields.Selection(
        [(code, place.label) for code, place in PLACES.items()],
        required=True,
        default="link",
    )
    source = fields.Char(compute="_compute_source", help="İYS's code, from the place.")
    state = fields.Selection(
        FORM_STATES, required=True, default="draft", readonly=True, copy=False
    )
    ends_on = fields.Date("Last day", tracking=True)
    title = fields.Char("Headline", translate=True)
    intro = fields.Text("Introduction", translate=True)
    thanks = fields.Text("Thank-you text", translate=True)
    notice_id = fields.Many2one(
        "iys.notice", "Privacy notice", domain="[('kind', '=', 'notice')]"
    )
    question_ids = fields.One2many("iys.form.question", "form_id", "Boxes", copy=True)
    asks_phone = fields.Boolean("Ask for the phone", default=True)
    asks_email = fields.Boolean("Ask for the e-mail", default=True)
    extra_fields = fields.Json(help="Keys of EXTRA_FIELDS that the form asks for.")
    confirms_address = fields.Boolean(
        "Confirm by a link or code",
        default=True,
        help="Until the person confirms, nothing is recorded (L-27).",
    )
    version_ids = fields.One2many(
        "iys.form.version", "form_id", "Versions", readonly=True
    )
    version_id = fields.Many2one(
        "iys.form.version", "In use", readonly=True, copy=False
    )
    point_ids = fields.One2many("iys.form.point", "form_id", "QR codes and links")
    note = fields.Text()

    @api.depends("place")
    def _compute_source(self):
        for form in self:
            form.source = PLACES[form.place].source if form.place else False

    def _extra_labels(self):
        """Return {key: label} of the extra fields this form asks for."""
        labels = dict(EXTRA_FIELDS)
        return {key: labels[key] for key in self.extra_fields or () if key in labels}

    @api.model
    def _has_page(self):
        """Tell whether links and QR codes open a page: the website addon brings it."""
        return False

    def _is_over(self):
        """Tell whether the last day has passed, by Türkiye's clock."""
        today = fields.Date.context_today(self.with_context(tz="Europe/Istanbul"))
        return bool(self.ends_on) and self.ends_on < today
