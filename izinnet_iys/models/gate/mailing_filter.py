"""A favourite filter that stands for a saved list is read by who may read the list."""

from odoo import fields, models


class MailingFilter(models.Model):
    _inherit = "mailing.filter"

    iys_list_ids = fields.One2many("iys.list", "filter_id", groups=fields.NO_ACCESS)
