"""Typed blocks that a text is built from (L-52, L-53)."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .notice_words import BLOCK_KINDS, GROUNDS, block_html


class IysNoticeBlock(models.Model):
    """One element of a draft text, or of a ready text one may start from.

    Whatever happens to a block of a draft, its text's body is built anew; blocks of a
    published text are as frozen as the text itself.
    """

    _name = "iys.notice.block"
    _description = "Block of a consent text"
    _order = "notice_id, template_id, sequence, id"
    _rec_name = "kind"

    notice_id = fields.Many2one("iys.notice", "Text", index=True, ondelete="cascade")
    template_id = fields.Many2one(
        "iys.notice.template", "Ready text", index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(BLOCK_KINDS, "Element", required=True, default="free")
    title = fields.Char("Heading", help="Empty: the usual heading of this element.")
    ground = fields.Selection(GROUNDS, "Legal ground")
    content = fields.Text(
        "Words",
        help="An empty line begins a paragraph, a line that begins with “- ” is an item"
        " of a list. {{brand}}, {{trade_name}}, {{mersis}} and {{contact}} are filled in"
        " when the text is published.",
    )

    _owner_check = models.Constraint(
        "CHECK (num_nonnulls(notice_id, template_id) = 1)",
        "A block belongs to one text.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: only drafts get blocks; the text is built anew."""
        blocks = super().create(vals_list)
        blocks._check_draft()
        blocks.notice_id._build_body()
        return blocks

    def write(self, vals):
        """Override of `base`: only blocks of drafts change; the text is built anew."""
        self._check_draft()
        done = super().write(vals)
        self._check_draft()
        self.notice_id._build_body()
        return done

    def unlink(self):
        """Override of `base`: only blocks of drafts go; the text is built anew."""
        self._check_draft()
        notices = self.notice_id
        done = super().unlink()
        notices._build_body()
        return done

    def _check_draft(self):
        if any(notice.state != "draft" for notice in self.notice_id):
            raise UserError(
                self.env._(
                    "The text has been published and is proof; its blocks stay as they"
                    " are. Make a new version instead."
                )
            )

    def _html(self, language):
        """Return these blocks, in their order, as the HTML of one text."""
        ordered = self.sorted(lambda block: (block.sequence, block.id))
        return Markup().join(
            block_html(language, b.kind, b.title, b.content, b.ground) for b in ordered
        )
