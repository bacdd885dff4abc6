"""Where a draft comes from: a ready text, or the same text in another language."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class IysNotice(models.Model):
    _inherit = "iys.notice"

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind != "commercial_approval":
            self.type = False

    def action_start_from_ready(self):
        """Copy the ready text of this kind, channel and language into the draft.

        The draft is marked *to be reviewed by your lawyer* until somebody says it was.
        Raises UserError when there is no such text or the draft has words already.
        """
        self.ensure_one()
        self.check_access("write")
        if self.block_ids or html2plaintext(self.body or "").strip():
            raise UserError(
                self.env._("The draft has words already. Empty it, then start again.")
            )
        ready = self._ready_text()
        for block in ready.block_ids:
            block.copy({"template_id": False, "notice_id": self.id})
        self.needs_review = True

    def _ready_text(self):
        """Return the ready text that fits; raises UserError when there is none."""
        if self.kind == "commercial_approval" and not self.type:
            raise UserError(
                self.env._("Choose the channel first: call, SMS or e-mail.")
            )
        ready = self.env["iys.notice.template"].search(
            [
                ("kind", "=", self.kind),
                ("type", "=", self.type),
                ("language", "=", self.language),
            ],
            limit=1,
        )
        if not ready:
            raise UserError(
                self.env._(
                    "There is no ready text in this language yet. Write your own, or"
                    " start in Turkish."
                )
            )
        return ready

    def action_reviewed(self):
        """Take the mark off a ready text after a lawyer has looked at it; noted in the log."""
        self.check_access("write")
        for notice in self.filtered("needs_review"):
            notice.needs_review = False
            self.env["iys.log"]._add("setup", "Ready text reviewed", record=notice)

    def action_other_language(self):
        """Copy the text into a draft in the next language it does not have yet."""
        self.ensure_one()
        languages = dict(self._selection_language())
        free = [code for code in languages if code not in self._languages_taken()]
        if not free:
            raise UserError(
                self.env._(
                    "This text exists in every installed language. Install another"
                    " language first."
                )
            )
        draft = self.copy({"language": free[0], "version": 1})
        if not draft.block_ids:
            draft.body = self.source_body or self.body
        return draft._open()

    def _languages_taken(self):
        siblings = self.search(
            [
                ("brand_id", "=", self.brand_id.id),
                ("kind", "=", self.kind),
                ("name", "=", self.name),
            ]
        )
        return set(siblings.mapped("language"))
