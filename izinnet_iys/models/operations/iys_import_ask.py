"""Asking İYS which older approvals it holds (L-31), and making missing contacts."""

from odoo import fields, models
from odoo.tools import groupby, split_every

from ...iys_api.errors import IysError
from ...iys_api.registry import MAX_LOT

#: Contacts made in one call of ``create``.
PARTNER_LOT = 500
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "no_vat_validation": True,
}


class IysImport(models.Model):
    _inherit = "iys.import"

    def _ask_registry(self, choices):
        """Return {(brand, recipient type, type, recipient): how it was found}.

        Ends the transaction before each call (R-4); raises any IysError, or UserError
        when the brand may not speak to İYS.
        """
        approved = {}
        for group, members in groupby(choices, _group):
            recipients = sorted({choice.recipient for choice in members})
            for lot in split_every(MAX_LOT, recipients, list):
                for recipient in self._ask_lot(*group, lot):
                    approved[(*group, recipient)] = self._found_note()
        return approved

    def _found_note(self):
        now = fields.Datetime.to_string(self._now())
        return f"approved at İYS when asked, {now} UTC"

    def _ask_lot(self, brand_id, recipient_type, type_, recipients):
        """Ask about up to 1000 addresses of one kind; the call is kept in the book."""
        brand = self.env["iys.brand"].browse(brand_id)
        registry = brand._get_registry()
        exchange = self.env["iys.exchange"]._open(
            brand, "approved", row_count=len(recipients)
        )
        exchange._hold()
        exchange._commit()
        try:
            found = registry.approved(type_, recipient_type, recipients)
        except IysError as error:
            self._close_call(exchange, "unavailable", error)
            raise
        self._close_call(exchange, "done", good_count=len(found))
        return found

    def _close_call(self, exchange, state, error=None, **vals):
        """Write how the question ended, before anything else is done."""
        exchange._close(state, error, **vals)
        self.env["iys.breaker"]._note(exchange.brand_id, "approved", error is None)
        exchange._let_go()
        exchange._commit()

    def _ensure_partners(self, choices):
        """Make the contacts that are missing, when asked to: {recipient: partner id}."""
        if self.partner_mode != "create" or not choices:
            return {}
        known = self._known_recipients({c.recipient for c in choices})
        vals = {}
        for choice in choices:
            if choice.recipient not in known:
                self._add_partner(vals.setdefault(choice.row, {}), choice)
        created = {}
        rows = self._one_each(list(vals.values()))
        for start in range(0, len(rows), PARTNER_LOT):
            lot = rows[start : start + PARTNER_LOT]
            partners = self.env["res.partner"].sudo().with_context(**QUIET).create(lot)
            for partner, values in zip(partners, lot, strict=True):
                for name in ("phone", "email"):
                    if values.get(name):
                        created[values[name]] = partner.id
            partners.flush_recordset()
            partners.invalidate_recordset()
        return created

    def _add_partner(self, values, choice):
        """Collect what one row tells of a person; several channels make one contact."""
        values["email" if choice.type == "EPOSTA" else "phone"] = choice.recipient
        values["name"] = choice.person_name or choice.recipient
        if choice.recipient_type == "TACIR":
            values["iys_recipient_type"] = "TACIR"
            values["iys_recipient_type_proof"] = self.env._(
                "Said so in the list %(name)s, row %(row)s",
                name=self.name,
                row=choice.row,
            )

    def _one_each(self, rows):
        """Drop rows whose addresses an earlier row has already brought."""
        seen, kept = set(), []
        for values in rows:
            addresses = {values.get("phone"), values.get("email")} - {None}
            if not addresses & seen:
                kept.append(values)
            seen |= addresses
        return kept

    def _known_recipients(self, recipients):
        self.env["res.partner"].flush_model(["phone_sanitized", "email_normalized"])
        self.env.cr.execute(
            """
            SELECT phone_sanitized FROM res_partner
            WHERE phone_sanitized = ANY(%(wanted)s) AND active
            UNION
            SELECT email_normalized FROM res_partner
            WHERE email_normalized = ANY(%(wanted)s) AND active
            """,
            {"wanted": list(recipients)},
        )
        return {row[0] for row in self.env.cr.fetchall()}


def _group(choice):
    return (choice.brand_id, choice.recipient_type, choice.type)
