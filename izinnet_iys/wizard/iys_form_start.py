"""New form: three questions, then a form to look at, check and publish."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..iys_api.lawful import ADDRESSES, PAPER
from ..iys_api.terms import TYPES
from ..models.form.form_words import PLACES
from .form_start_words import INTRO, LABELS, PURPOSE, THANKS, TITLE

ASKS = {type_: f"ask_{type_.lower()}" for type_ in TYPES}
#: The page visitors read when nobody chose another language.
FIRST = "tr_TR"


class IysFormStart(models.TransientModel):
    """Where, what, which brand; the answers become a draft with boxes and a first link.

    Published texts of the brand are taken as they are. What is missing is begun from the
    ready texts and has to be reviewed before the form can be published (L-52): this screen
    never publishes anything.

    Two files: this one has the questions and makes the form, ``iys_form_start_texts``
    finds or begins the texts.
    """

    _name = "iys.form.start"
    _description = "New consent form"

    place = fields.Selection(
        [(code, PLACES[code].label) for code in PLACES if code != "message"],
        required=True,
        default="link",
    )
    ask_eposta = fields.Boolean("E-mail", default=True)
    ask_mesaj = fields.Boolean("SMS")
    ask_arama = fields.Boolean("Call")
    purpose_ids = fields.Many2many(
        "iys.notice",
        string="Purposes",
        domain="[('kind', '=', 'explicit_consent'), ('state', '!=', 'retired'),"
        " ('brand_id', '=', brand_id)]",
        help="Explicit consents under KVKK, each with a box of its own.",
    )
    new_purpose = fields.Char(
        "Another purpose",
        help="Begins an explicit consent of this name from the ready text.",
    )
    brand_id = fields.Many2one(
        "iys.brand",
        required=True,
        default=lambda self: self.env["iys.capture"]._default_brand_id(),
    )
    name = fields.Char(
        "Name of the form", compute="_compute_name", store=True, readonly=False
    )
    plan_html = fields.Html("What will be made", compute="_compute_plan_html")

    @api.depends("brand_id", "place")
    def _compute_name(self):
        places = dict(self._fields["place"]._description_selection(self.env))
        for start in self:
            parts = (start.brand_id.name, places.get(start.place))
            start.name = " · ".join(filter(None, parts))

    @api.onchange("brand_id")
    def _onchange_brand_id(self):
        """Purposes belong to one brand."""
        self.purpose_ids = False

    def action_make(self):
        """Make the form and open it where it is looked at; raises UserError when nothing
        is asked."""
        self.ensure_one()
        if not self._types() and not self._purposes_told():
            raise UserError(
                self.env._("Choose at least one channel or purpose to ask for.")
            )
        form = self.env["iys.form"].create(self._form_values())
        self._translate(form)
        self.env["iys.form.point"].create({"form_id": form.id, "name": form.name})
        return form._open_to_look()

    def _types(self):
        """Return the channels asked for, in İYS's order."""
        return [type_ for type_ in TYPES if self[ASKS[type_]]]

    def _purposes_told(self):
        return bool(self.purpose_ids) or bool((self.new_purpose or "").strip())

    def _form_values(self):
        types = self._types()
        asked = {ADDRESSES[type_] for type_ in types} or {"email"}
        boxes = [(self._text("commercial_approval", type_), type_) for type_ in types]
        boxes += [(text, False) for text in self._purpose_texts()]
        return {
            "name": self.name,
            "brand_id": self.brand_id.id,
            "place": self.place,
            "notice_id": self._text("notice").id,
            "asks_email": "email" in asked,
            "asks_phone": "phone" in asked,
            "confirms_address": self._confirms(),
            "question_ids": [
                Command.create(
                    {
                        "sequence": 10 * number,
                        "notice_id": text.id,
                        "type": type_,
                        "label": text.name,  # spelt out by `_translate`
                    }
                )
                for number, (text, type_) in enumerate(boxes, start=1)
            ],
        }

    def _confirms(self):
        """Propose to confirm addresses where each channel has a way to (L-27)."""
        methods = self.brand_id._iys_confirm_methods
        return self.place != PAPER and all(methods(type_) for type_ in self._types())

    def _translate(self, form):
        """Write the first words in each language of the page that is installed."""
        installed = dict(self.env["res.lang"].get_installed())
        for code in installed.keys() & TITLE.keys():
            spoken = code if FIRST in installed else FIRST
            self._write_words(form.with_context(lang=code), spoken)

    def _write_words(self, form, spoken):
        brand = self.brand_id.name
        form.write(
            {
                "title": TITLE[spoken],
                "intro": INTRO[spoken].replace("{brand}", brand),
                "thanks": THANKS[spoken],
            }
        )
        for box in form.question_ids:
            words = LABELS[box.type] if box.type else PURPOSE
            label = words[spoken].replace("{purpose}", box.notice_id.name)
            box.label = label.replace("{brand}", brand)
