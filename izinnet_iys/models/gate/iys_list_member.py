"""The field by which any domain can ask for the people of a saved list."""

from odoo import api, fields, models
from odoo.fields import Domain

from .iys_list_domain import check_may_search, for_brand


@api.depends_context("uid", "allowed_company_ids")
def _compute(records):
    """Ask each list the user may see; one query a list."""
    lists = records.env["iys.list"].search([("model_name", "=", records._name)])
    members = {
        saved: records.filtered_domain(saved._record_domain()) for saved in lists
    }
    for record in records:
        record.iys_list_ids = lists.filtered(
            lambda saved, r=record: r in members[saved]
        )


def _search(model, operator, value):
    """Find the records that are in one of some lists now (ids).

    A list of another model or company, archived or deleted, contains nobody.
    """
    if operator != "in" or not all(isinstance(v, int) and v for v in value):
        return NotImplemented
    check_may_search(model.env)
    # sudo: who searches need not be allowed to open the list
    lists_sudo = model.env["iys.list"].sudo().browse(value).exists()
    brands = model.env["res.partner"]._iys_brands_here()
    return Domain.OR(
        saved._record_domain(model.env)
        for saved in lists_sudo
        if saved.active and saved.model_name == model._name
        if saved.brand_id in brands
    )


def _list_ids():
    """Everything with an e-mail or a phone of its own can be in a saved list.

    Functions, not a common parent: contacts inherit both mixins, and then a parent has
    no method order while Odoo sets models up.
    """
    return fields.Many2many(
        "iys.list", string="Saved consent lists", compute=_compute, search=_search
    )


class MailThreadBlacklist(models.AbstractModel):
    _inherit = "mail.thread.blacklist"

    iys_list_ids = _list_ids()


class MailThreadPhone(models.AbstractModel):
    _inherit = "mail.thread.phone"

    iys_list_ids = _list_ids()


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    def _iys_everyone_domain(self):
        """Override of `izinnet_iys`: states in the filter speak of the mailing's brand."""
        domain = super()._iys_everyone_domain()
        model = self.env[self.mailing_model_real]
        return for_brand(domain, model, self.iys_brand_id.sudo())
