"""Ready texts to start from: drafts for the author and the lawyer, never published."""

from odoo import fields, models

CHANNELS = [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")]


class IysNoticeTemplate(models.Model):
    """What *Start from a ready text* copies into a draft; shipped as data, read by all."""

    _name = "iys.notice.template"
    _description = "Ready consent text"
    _order = "kind, type, name, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("notice", "Privacy notice"),
            ("explicit_consent", "Explicit consent"),
            ("commercial_approval", "Commercial message approval"),
            ("contract_clause", "Contract clause"),
        ],
        required=True,
    )
    type = fields.Selection(CHANNELS, "Channel")
    language = fields.Char(required=True, help="Code, such as tr_TR.")
    block_ids = fields.One2many("iys.notice.block", "template_id", "Blocks")
