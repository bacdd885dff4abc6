"""Which texts a new form takes: what the brand has published, else a draft."""

from odoo import api, models

from ..iys_api.lawful import PAPER
from .iys_form_start import FIRST


class IysFormStart(models.TransientModel):
    _inherit = "iys.form.start"

    @api.depends(
        "place", "ask_eposta", "ask_mesaj", "ask_arama", "purpose_ids", "new_purpose",
        "brand_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_plan_html(self):
        """Say, before anything is made, which texts there are and what is to do."""
        self.plan_html = False
        for start in self.filtered("brand_id"):
            start.plan_html = self.env["ir.qweb"]._render(
                "izinnet_iys.form_start_plan",
                {
                    "texts": start._plan(),
                    "confirms": start._confirms(),
                    "lacks_identity": not start.brand_id._iys_has_identity(),
                    "is_paper": start.place == PAPER,
                    "brand": start.brand_id.name,
                },
            )

    def _plan(self):
        """Return [(state, name)] of the texts: published, draft or new."""
        kinds = [("notice", False)]
        kinds += [("commercial_approval", type_) for type_ in self._types()]
        plan = [self._planned(self._find(*kind), *kind) for kind in kinds]
        plan += [(text.state, text.display_name) for text in self.purpose_ids]
        if name := (self.new_purpose or "").strip():
            plan.append(("new", name))
        return plan

    def _planned(self, text, kind, type_):
        if text:
            return text.state, text.display_name
        return "new", self._ready(kind, type_).name

    def _find(self, kind, type_=False):
        """Return the brand's text to take: a published one, Turkish first; else a draft."""
        texts = self.env["iys.notice"].search(self._domain(kind, type_))
        ranked = texts.sorted(
            lambda text: (text.state == "published", text.language == FIRST, text.id)
        )
        return ranked[-1:]

    def _domain(self, kind, type_=False):
        return [
            ("brand_id", "=", self.brand_id.id),
            ("kind", "=", kind),
            ("type", "=", type_),
            ("state", "!=", "retired"),
        ]

    def _text(self, kind, type_=False):
        return self._find(kind, type_) or self._begin(kind, type_)

    def _purpose_texts(self):
        """Return one text for each purpose; a name that is taken means that text."""
        texts = self.purpose_ids
        if name := (self.new_purpose or "").strip():
            named = [("name", "=", name), *self._domain("explicit_consent")]
            known = self.env["iys.notice"].search(named, order="id desc", limit=1)
            texts |= known or self._begin("explicit_consent", name=name)
        return texts

    def _begin(self, kind, type_=False, name=None):
        """Begin a draft from the ready text; it is marked to be reviewed (L-52)."""
        values = {
            "brand_id": self.brand_id.id,
            "name": name or self._ready(kind, type_).name,
            "kind": kind,
            "language": FIRST,
        }
        same = [(field, "=", value) for field, value in values.items()]
        earlier = self.env["iys.notice"].search(same)  # a retired one keeps its number
        values["version"] = max(earlier.mapped("version"), default=0) + 1
        draft = self.env["iys.notice"].create({**values, "type": type_})
        draft.action_start_from_ready()
        return draft

    def _ready(self, kind, type_):
        return self.env["iys.notice.template"].search(
            [("kind", "=", kind), ("type", "=", type_), ("language", "=", FIRST)],
            limit=1,
        )
