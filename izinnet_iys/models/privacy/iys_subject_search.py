"""Search of a person over all models: by normalised address, by key, by contact (L-56)."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Texts that hold one address as it was typed, beside the normalised columns.
TYPED = ("email", "email_from", "phone", "mobile", "email_to", "number", "sms_number",
    "recipient", "mail_email_address", "address")  # fmt: skip
#: Records of one model that are named; more are only counted.
MOST = 1000
NOT_SEARCHED = ("iys.destruction", "iys.vault", "iys.erasure", "iys.subject", "ir.model",
    "ir.ui", "base.", "bus.", "res.company")  # fmt: skip


class IysSubjectFound(models.Model):
    """How many records of one model are about the person, and which."""

    _name = "iys.subject.found"
    _description = "Found for a data-subject request"
    _order = "request_id, label"
    _rec_name = "label"

    request_id = fields.Many2one(
        "iys.subject.request",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    model = fields.Char("Kind of record (technical)", required=True, readonly=True)
    label = fields.Char("Kind of record", readonly=True)
    count = fields.Integer("Records", readonly=True)
    res_ids = fields.Json(readonly=True)

    def action_open(self):
        """Open the records, as far as the user may see them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": self.model,
            "domain": [("id", "in", self.res_ids or [])],
            "views": [(False, "list"), (False, "form")],
        }


class IysSubjectRequest(models.Model):
    _inherit = "iys.subject.request"

    def action_search(self):
        """Look the person up in every model and keep what was found."""
        self.ensure_one()
        self.check_access("write")
        found = self._find_everywhere()
        names = self.env["ir.model"].sudo()  # names of models are no secret
        self.found_ids.unlink()
        self.env["iys.subject.found"].create(
            [
                {
                    "request_id": self.id,
                    "model": model,
                    "label": names._get(model).name or model,
                    "count": len(ids),
                    "res_ids": sorted(ids)[:MOST],
                }
                for model, ids in found.items()
            ]
        )
        self._move(
            ("new", "working"), state="working", searched_at=fields.Datetime.now()
        )
        self.env["iys.log"]._add(
            "view",
            "Data of a person looked up",
            record=self,
            data={"models": len(found), "records": sum(map(len, found.values()))},
        )

    def _find_everywhere(self):
        """Return {model: ids} of all records about the person's addresses.

        Other companies' records are left out (L-6), see ``iys_subject_company``.
        """
        addresses = self._addresses()
        keyed = self.env["iys.key"]._hasher()
        keys = [keyed(address) for address in addresses]
        self.env.flush_all()
        partners = self._partners_of(addresses)
        found = {}
        for name, model in sorted(self.env.items()):
            if model._transient or not model._auto or name.startswith(NOT_SEARCHED):
                continue
            wheres = self._conditions(model, addresses, keys, partners)
            if not wheres:
                continue
            query = SQL(
                "SELECT id FROM %s WHERE %s",
                SQL.identifier(model._table),
                SQL(" OR ").join(wheres),
            )
            ids = [row[0] for row in self.env.execute_query(query)]
            if ids := self._not_foreign(model, ids):
                found[name] = ids
        return found

    def _partners_of(self, addresses):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE (phone_sanitized = ANY(%s)"
                " OR email_normalized = ANY(%s))"
                " AND (company_id IS NULL OR company_id = %s)",
                addresses,
                addresses,
                self.company_id.id,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _conditions(self, model, addresses, keys, partners):
        """Return the conditions (SQL) under which a row of a model is about the person."""
        columns = {
            name: field
            for name, field in model._fields.items()
            if field.store and field.column_type and not field.company_dependent
        }
        wheres = [
            SQL("%s = ANY(%s)", SQL.identifier(name), addresses)
            for name in ("email_normalized", "phone_sanitized", *TYPED)
            if name in columns
            and columns[name].type == "char"
            and not columns[name].translate
        ]
        if "recipient_key" in columns:
            wheres.append(SQL("recipient_key = ANY(%s)", keys))
        if model._name == "res.partner":
            return [SQL("id = ANY(%s)", partners)] if partners else []
        if partners:
            wheres += [
                SQL("%s = ANY(%s)", SQL.identifier(name), partners)
                for name, field in columns.items()
                if field.comodel_name == "res.partner" and field.type == "many2one"
            ]
            if {"model", "res_id"} <= columns.keys():
                wheres.append(
                    SQL("(model = 'res.partner' AND res_id = ANY(%s))", partners)
                )
            if {"res_model", "res_id"} <= columns.keys():
                wheres.append(
                    SQL("(res_model = 'res.partner' AND res_id = ANY(%s))", partners)
                )
        return wheres
