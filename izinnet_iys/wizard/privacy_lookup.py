"""Odoo's own privacy look-up finds our records too, and masks instead of deleting (L-58)."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..iys_api.recipients import normalise

#: Our records about an address: table, model, how they know it.
OURS = (
    "iys.consent",
    "iys.message",
    "iys.explicit.consent",
    "iys.receipt",
    "iys.confirmation",
)
#: Proof is not deleted by a button; the contact is masked by two people.
PROOF = {*OURS, "iys.document", "iys.log", "iys.exchange"}


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """Override of `privacy_lookup`: our rows by key, contacts by phone as well.

        The field for the e-mail takes a phone too: people write from their phones.
        """
        typed = (self.email or "").strip()
        phone = None if "@" in typed else normalise("MESAJ", typed)
        if phone:
            return self._get_phone_query(phone)
        query = super()._get_query()
        if address := normalise("EPOSTA", typed):
            query = SQL("%s UNION ALL %s", query, self._get_key_query(address))
        return query

    def _get_query_models_blacklist(self):
        """Override of `privacy_lookup`: our rows are found by key, once."""
        return [*super()._get_query_models_blacklist(), *OURS]

    def _get_phone_query(self, phone):
        """Return the query of everything with a phone: contacts, mailing lists, ours."""
        parts = [self._get_key_query(phone)]
        for name, model in self.env.items():
            field = model._fields.get("phone_sanitized")
            if model._transient or not model._auto or not field or not field.store:
                continue
            active = (
                SQL.identifier("active") if "active" in model._fields else SQL("TRUE")
            )
            parts.append(
                SQL(
                    "SELECT %s, id, %s FROM %s WHERE phone_sanitized = %s",
                    self.env["ir.model"]._get_id(name),
                    active,
                    SQL.identifier(model._table),
                    phone,
                )
            )
        query = SQL(" UNION ALL ").join(parts)
        return SQL("SELECT f.* FROM (%s) AS f (res_model_id, res_id, is_active)", query)

    def _get_key_query(self, address):
        key = self.env["iys.key"]._hash(address)
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s, id, TRUE FROM %s WHERE recipient_key = %s",
                self.env["ir.model"]._get_id(name),
                SQL.identifier(self.env[name]._table),
                key,
            )
            for name in OURS
        )

    def action_iys_mask(self):
        """Begin a destruction for whoever is looked for; a second person approves it.

        Raises UserError for a text that is no address.
        """
        self.ensure_one()
        typed = (self.email or "").strip()
        address = normalise("EPOSTA" if "@" in typed else "MESAJ", typed)
        if not address:
            raise UserError(self.env._("Enter a complete phone or e-mail."))
        key = self.env["iys.key"]._hash(address)
        return self.env["iys.destruction"]._begin_for([key])


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Override of `privacy_lookup`: proof and consents are masked, not deleted."""
        if self.res_model in PROOF:
            raise UserError(
                self.env._(
                    "This is proof the law keeps for three years. Use the button Mask: the"
                    " person disappears, the proof stays locked, the refusal is obeyed."
                )
            )
        return super().action_unlink()

    def action_archive_all(self):
        """Override of `privacy_lookup`: proof has no archive."""
        others = self.filtered(lambda line: line.res_model not in PROOF)
        return super(PrivacyLookupWizardLine, others).action_archive_all()
