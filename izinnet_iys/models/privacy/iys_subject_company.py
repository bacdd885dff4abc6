"""Whose a found record is: a company answers with what is its own, or nobody's (L-6)."""

from odoo import models
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

#: Fields that name the company of a record, or the brand of one.
COMPANY = ("company_id", "brand_id.company_id", "iys_brand_id.company_id")
#: Pairs of columns that name the document a record is about.
DOCUMENTS = (("model", "res_id"), ("res_model", "res_id"))


class IysSubjectRequest(models.Model):
    _inherit = "iys.subject.request"

    def _not_foreign(self, model, ids):
        """Return those of some ids that belong to the request's company or to none.

        A record is another company's by its own field, by the rules of its model, by the
        document it is about, or by the message it tells of.
        """
        ids = self._own_by_rules(model, ids)
        for name, number in DOCUMENTS:
            if _is_column(model, name) and _is_column(model, number):
                ids = self._own_by_document(model, ids, name, number)
        if ids and _is_column(model, "mail_message_id"):
            ids = self._own_by_message(model, ids)
        return ids

    def _own_by_rules(self, model, ids):
        """Leave out what a field or a rule for everybody gives to other companies."""
        if not ids:
            return []
        # sudo: what is held is told, whatever this clerk's role sees; the rules that
        # keep companies apart are asked all the same
        here_sudo = model.sudo().with_context(
            allowed_company_ids=self.company_id.ids, active_test=False
        )
        return here_sudo.search(
            Domain.AND([[("id", "in", ids)], *self._company_domains(here_sudo)])
        ).ids

    def _company_domains(self, here):
        for path in COMPANY:
            field = here._fields.get(path.partition(".")[0])
            if field and field.store and field.type == "many2one":
                yield Domain(path, "in", [False, *self.company_id.ids])
        rules = here.env["ir.rule"].search(
            [
                ("model_id.model", "=", here._name),
                ("groups", "=", False),
                ("perm_read", "=", True),
            ]
        )
        words = rules._eval_context()
        for rule in rules.filtered("domain_force"):
            yield Domain(safe_eval(rule.domain_force, words))

    def _own_by_document(self, model, ids, name, number):
        """Leave out what is about a document of another company."""
        # sudo: as above
        rows = model.sudo().search_fetch([("id", "in", ids)], [name, number])
        foreign = set()
        for target, about in rows.grouped(name).items():
            if target in self.env and self.env[target]._auto:
                documents = self.env[target].browse(set(about.mapped(number)) - {0})
                there = documents.exists().ids
                own = set(self._own_by_rules(self.env[target], there))
                gone = set(there) - own
                foreign.update(about.filtered(lambda r, g=gone: r[number] in g).ids)
        return [id_ for id_ in ids if id_ not in foreign]

    def _own_by_message(self, model, ids):
        """Leave out mails and notifications of another company's messages."""
        # sudo: as above
        rows = model.sudo().search_fetch([("id", "in", ids)], ["mail_message_id"])
        messages = self.env["mail.message"]
        own = set(self._not_foreign(messages, rows.mail_message_id.ids))
        own.add(False)
        return rows.filtered(lambda row: row.mail_message_id.id in own).ids


def _is_column(model, name):
    field = model._fields.get(name)
    return bool(field and field.store and field.column_type)
