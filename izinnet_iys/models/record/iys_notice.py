"""The texts people see before they decide: versioned, frozen once published."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .iys_notice_template import CHANNELS

#: What makes the text; the hash is over these, in this spelling. The channel joins them
#: where there is one: texts from before it had none and keep their fingerprints.
HASHED_FIELDS = ("name", "version", "language", "kind", "body")
#: What may still change once a text is published.
LIVING_FIELDS = {"state", "retired_at"}


class IysNotice(models.Model):
    """One version of one text, of one brand in one language.

    Kinds are never mixed in one text (L-51, L-52). A draft is edited freely, as blocks
    that build ``body`` or, without blocks, as ``body`` itself; from ``published`` on
    nobody can change a letter, because consents point at exactly this version and
    ``sha256`` proves it. ``action_new_version`` makes the next draft, which takes the old
    one's place when it is published.

    Beside this file: ``iys_notice_faults`` what forbids publishing, ``iys_notice_start``
    ready texts and languages, ``iys_notice_again`` whom to ask again, ``iys_notice_pdf``.
    """

    _name = "iys.notice"
    _description = "Consent text"
    _order = "brand_id, kind, name, language, version desc"

    brand_id = fields.Many2one("iys.brand", required=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id")
    name = fields.Char(required=True)
    version = fields.Integer(required=True, default=1, readonly=True, copy=False)
    language = fields.Selection("_selection_language", required=True, default="tr_TR")
    kind = fields.Selection(
        [
            ("notice", "Privacy notice"),
            ("explicit_consent", "Explicit consent"),
            ("commercial_approval", "Commercial message approval"),
            ("contract_clause", "Contract clause"),
        ],
        required=True,
    )
    type = fields.Selection(
        CHANNELS, "Channel", help="An approval is asked for each channel (L-24)."
    )
    block_ids = fields.One2many("iys.notice.block", "notice_id", "Blocks", copy=True)
    body = fields.Html("Text", sanitize_attributes=True)
    source_body = fields.Html(
        readonly=True, copy=False, help="The draft as it was before words of the brand."
    )
    needs_review = fields.Boolean(
        "To be reviewed by your lawyer", readonly=True, copy=False
    )
    sha256 = fields.Char("Fingerprint (SHA-256)", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    previous_id = fields.Many2one("iys.notice", "Follows", readonly=True, copy=False)
    substance = fields.Selection(
        [
            ("same", "Only the wording"),
            ("changed", "The substance: people may have to be asked again"),
        ],
        string="What changed",
        copy=False,
    )
    published_at = fields.Datetime(readonly=True, copy=False)
    publisher_id = fields.Many2one(
        "res.users", "Published by", readonly=True, copy=False
    )
    retired_at = fields.Datetime(readonly=True, copy=False)

    _version_uniq = models.Constraint(
        "UNIQUE (brand_id, kind, name, language, version)",
        "There is a text with this name, language and version.",
    )
    _type_check = models.Constraint(
        "CHECK (type IS NULL OR kind = 'commercial_approval')",
        "Only an approval of commercial messages has a channel.",
    )
    _frozen_check = models.Constraint(
        "CHECK (state = 'draft' OR sha256 IS NOT NULL)",
        "A published text has a fingerprint.",
    )

    @api.model
    def _selection_language(self):
        installed = dict(self.env["res.lang"].get_installed())
        # people in Türkiye read Turkish, whatever the screens are in
        return list({"tr_TR": "Türkçe", **installed}.items())

    @api.depends("name", "version", "language")
    def _compute_display_name(self):
        """Override of `base`: a version is named with its number and language."""
        for notice in self:
            notice.display_name = (
                f"{notice.name} v{notice.version} ({notice.language})"
                if notice.name
                else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: every text begins as a draft."""
        if any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A new text is a draft. Publish it afterwards."))
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: only drafts are edited; states change by the buttons."""
        if {"state", "sha256"} & set(vals):
            raise UserError(self.env._("Use the buttons to publish or retire a text."))
        frozen = self.filtered(lambda notice: notice.state != "draft")
        if frozen and set(vals) - LIVING_FIELDS:
            raise UserError(
                self.env._(
                    "%(name)s has been published and is proof; it cannot be changed. Make"
                    " a new version instead.",
                    name=frozen[0].display_name,
                )
            )
        done = super().write(vals)
        if "language" in vals:
            self.filtered("block_ids")._build_body()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(notice.state != "draft" for notice in self):
            raise UserError(
                self.env._("A published text is proof and stays. Retire it instead.")
            )

    def action_publish(self):
        """Freeze drafts and put them in the place of the version they follow.

        Raises UserError for one that is no draft, and for faults (``_faults``), each
        named. Nothing is published unless everything can be.
        """
        self.check_access("write")
        self._check_publishable()
        for notice in self:
            notice._freeze()
            if notice.previous_id.state == "published":
                notice.previous_id.action_retire()
            self.env["iys.log"]._add(
                "setup", "Text published", record=notice, data={"sha256": notice.sha256}
            )

    def _freeze(self):
        """Fill in the brand's words, then fix the text and its fingerprint."""
        self._change_state(source_body=self.body, body=self._filled_body())
        self._change_state(
            state="published",
            sha256=self._fingerprint(),
            published_at=fields.Datetime.now(),
            publisher_id=self.env.uid,
        )

    def _build_body(self):
        """Set the words of drafts together from their blocks."""
        for notice in self.filtered(lambda notice: notice.state == "draft"):
            notice.body = notice.block_ids._html(notice.language)

    def action_retire(self):
        """Take published texts out of use; consents keep pointing at them."""
        self.check_access("write")
        for notice in self:
            if notice.state != "published":
                raise UserError(self.env._("Only a published text can be retired."))
            notice._change_state(state="retired", retired_at=fields.Datetime.now())
            self.env["iys.log"]._add("setup", "Text retired", record=notice)

    def action_new_version(self):
        """Copy the text into the next draft and open it."""
        self.ensure_one()
        draft = self.copy({"previous_id": self.id, "version": self._next_version()})
        if not draft.block_ids:
            draft.body = self.source_body or self.body
        return draft._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _next_version(self):
        same = [(name, "=", self[name]) for name in ("name", "language", "kind")]
        siblings = self.search([("brand_id", "=", self.brand_id.id), *same])
        return max(siblings.mapped("version")) + 1

    def _change_state(self, **vals):
        return super().write(vals)

    def _fingerprint(self):
        """SHA-256 over the text and its name tag, in one fixed spelling (L-32)."""
        return hashlib.sha256(self._fingerprint_words().encode()).hexdigest()

    def _fingerprint_words(self):
        """Spell what the fingerprint is made from; a proof pack carries these bytes."""
        parts = {name: self[name] and str(self[name]) for name in HASHED_FIELDS}
        if self.type:
            parts["type"] = self.type
        parts["brand_code"] = self.brand_id.brand_code
        return json.dumps(parts, sort_keys=True, ensure_ascii=False)

    def _is_intact(self):
        """Tell whether a published text is still what was published."""
        self.ensure_one()
        return self.sha256 == self._fingerprint()
