"""The life of a form: publishing freezes what people see, closing stops new answers."""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

LANGUAGES = ("tr_TR", "en_US")


class IysForm(models.Model):
    """States, changed only by the buttons::

        draft     --[publish]--> published      published --[publish]--> published
        published --[pause]--> paused           paused    --[resume]--> published
        published, paused --[end, or its last day]--> ended

    Publishing again makes the next version; answers to an older one still belong to it.
    """

    _inherit = "iys.form"

    def write(self, vals):
        """Override of `izinnet_iys`: states change by the buttons."""
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons to publish or close a form."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(form.version_ids for form in self):
            raise UserError(
                self.env._(
                    "A form that was published is proof and stays. End it instead."
                )
            )

    def action_publish(self):
        """Freeze forms as people will see them; raises UserError that names every fault."""
        self.check_access("write")
        self._check_lawful()
        for form in self:
            if form.state == "ended":
                raise UserError(self.env._("An ended form stays ended. Duplicate it."))
            version = form._freeze()
            if not form.point_ids:
                form.point_ids = [fields.Command.create({"name": form.name})]
            form._change_state("published", version_id=version.id)
            form._note("Form published", sha256=version.sha256)

    def action_pause(self):
        """Stop taking answers for a while; the page says so."""
        self._move({"published"}, "paused", "Form paused")

    def action_resume(self):
        """Take answers again."""
        self._move({"paused"}, "published", "Form resumed")

    def action_end(self):
        """Stop taking answers for good."""
        self._move({"published", "paused"}, "ended", "Form ended")

    @api.model
    def _cron_end(self):
        """End forms whose last day is over, in Türkiye's time as people read it."""
        today = fields.Date.context_today(self.with_context(tz="Europe/Istanbul"))
        over = [("ends_on", "<", today), ("state", "in", ("published", "paused"))]
        self.search(over).action_end()

    def _move(self, sources, target, words):
        self.check_access("write")
        for form in self:
            if form.state not in sources:
                raise UserError(
                    self.env._("%(name)s cannot be changed this way.", name=form.name)
                )
            form._change_state(target)
            form._note(words)

    def _change_state(self, state, **vals):
        self.sudo().write({"state": state, **vals})  # nobody writes states directly

    def _note(self, words, **data):
        self.env["iys.log"]._add("setup", words, record=self, data=data)

    def _freeze(self):
        """Make the next version out of what the form says now, or keep the last one."""
        content = self._content()
        words = json.dumps(content, sort_keys=True, ensure_ascii=False)
        sha256 = hashlib.sha256(words.encode()).hexdigest()
        if self.version_id.sha256 == sha256:
            return self.version_id
        versions_sudo = self.env["iys.form.version"].sudo()  # nobody may create one
        return versions_sudo.create(
            {
                "form_id": self.id,
                "number": max(self.version_ids.mapped("number"), default=0) + 1,
                "content": content,
                "sha256": sha256,
                "published_at": fields.Datetime.now(),
            }
        )

    def _content(self):
        """Spell what people see, per language; see ``iys.form.version``."""
        installed = dict(self.env["res.lang"].get_installed())
        return {
            lang: self.with_context(lang=lang if lang in installed else "en_US")
            ._content_in(lang)
            for lang in LANGUAGES
        }  # fmt: skip

    def _content_in(self, lang):
        brand = self.brand_id
        return {
            "title": self.title or self.name,
            "intro": self.intro or "",
            "thanks": self.thanks or "",
            "brand": brand.name,
            "trade_name": brand.trade_name or "",
            "mersis": brand.mersis or "",
            "contact": brand.contact or "",
            "notice": self.notice_id._in_language(lang)._for_form(),
            "questions": [box._for_form(lang) for box in self.question_ids],
            "fields": self._field_names(),
            "labels": self._extra_labels(),
            "confirm": self.confirms_address,
        }

    def _field_names(self):
        asked = [("email", self.asks_email), ("phone", self.asks_phone)]
        addresses = [name for name, is_asked in asked if is_asked]
        return ["name", *addresses, *self._extra_labels()]


class IysFormQuestion(models.Model):
    _inherit = "iys.form.question"

    @api.onchange("notice_id")
    def _onchange_notice_id(self):
        """A text of one channel makes a box of that channel."""
        self.type = self.notice_id.type or False

    def _for_form(self, lang):
        """Spell the box for a version of the form."""
        return {
            "id": self.id,
            "kind": self.notice_id.kind,
            "type": self.type or "",
            "label": self.label,
            "notice": self.notice_id._in_language(lang)._for_form(),
        }


class IysNotice(models.Model):
    _inherit = "iys.notice"

    def _in_language(self, lang):
        """Return the published text of the same name in a language, or this one."""
        if self.language == lang:
            return self
        same = [(name, "=", self[name]) for name in ("name", "kind", "type")]
        domain = [("brand_id", "=", self.brand_id.id), ("language", "=", lang), *same]
        domain.append(("state", "=", "published"))
        return self.search(domain, order="version desc", limit=1) or self

    def _for_form(self):
        """Spell the text for a version of a form."""
        return {
            "id": self.id,
            "name": self.name,
            "body": str(self.body or ""),
            "sha256": self.sha256,
        }
