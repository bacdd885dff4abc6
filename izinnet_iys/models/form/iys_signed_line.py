"""One person's line on a signed list."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.recipients import normalise
from ...iys_api.terms import TYPES
from ..record.masked_char import NotedChar

TICKS = {type_: f"tick_{type_.lower()}" for type_ in TYPES}
#: Which address of the line belongs to which channel.
ADDRESSES = {"ARAMA": "phone", "MESAJ": "phone", "EPOSTA": "email"}
#: What a person typed in; it stays once the line is recorded.
TYPED = {"list_id", "person_name", "phone", "email", "reason", *TICKS.values()}


class IysSignedLine(models.Model):
    """Boxes are empty until somebody ticks them as they are on the paper (L-21).

    ``fault`` says what keeps the line from being recorded, in one sentence; a faulty line
    never stops the others.
    """

    _name = "iys.signed.line"
    _description = "Line of a signed list"
    _inherit = ["iys.masked"]
    _order = "list_id, id"

    list_id = fields.Many2one(
        "iys.signed.list", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="list_id.company_id")
    person_name = fields.Char("Name and surname")
    phone = NotedChar()
    email = NotedChar("E-mail")
    tick_arama = fields.Boolean("Call")
    tick_mesaj = fields.Boolean("SMS")
    tick_eposta = fields.Boolean("E-mail message")
    reason = fields.Char(
        "Why again?",
        help="Needed when the person refused before (L-50): how the new wish came about.",
    )
    fault = fields.Char(compute="_compute_fault")
    is_recorded = fields.Boolean("Recorded", readonly=True, copy=False)
    result = fields.Char(readonly=True, copy=False)
    consent_ids = fields.Many2many("iys.consent", readonly=True, copy=False)

    @api.depends(*sorted(TYPED), "list_id.brand_id", "list_id.signed_at")
    def _compute_fault(self):
        """Look all lines through together: one question to the ledger a sheet."""
        for sheet in self.list_id:
            lines = self.filtered(lambda line, s=sheet: line.list_id == s)
            refused = lines._refused_since(sheet)
            seen = Counter(key for line in sheet.line_ids for key in line._keys())
            for line in lines:
                line.fault = next(iter(line._faults(seen, refused)), False)
        (self - self.filtered("list_id")).fault = False

    def _faults(self, seen, refused):
        """Say what is wrong with an open line; ``refused``: {(type, recipient): date}."""
        if self.is_recorded:
            return
        yield from self._typing_faults()
        if any(seen[key] > 1 for key in self._keys()):
            yield self.env._("The same address is on this list twice.")
        for key in self._keys():
            if key in refused and refused[key] >= (
                self.list_id.signed_at or refused[key]
            ):
                yield self.env._("The person refused after signing. That counts.")
            elif key in refused and not self.reason:
                yield self.env._("Refused before: enter why the person approves again.")

    def _typing_faults(self):
        if len((self.person_name or "").split()) < 2:
            yield self.env._("Enter name and surname; the law asks for both.")
        if not self._ticked():
            yield self.env._("No box is ticked: there is nothing to record.")
        for type_ in self._ticked():
            if self._recipient(type_):
                continue
            if type_ == "EPOSTA":
                yield self.env._("Enter a complete e-mail address.")
            else:
                yield self.env._("Enter a complete phone number.")

    def _ticked(self):
        """Return the channels whose box is ticked, in İYS's order."""
        return [type_ for type_ in TYPES if self[TICKS[type_]]]

    def _recipient(self, type_):
        """Return the address of a channel in İYS's spelling, or None."""
        return normalise(type_, self[ADDRESSES[type_]] or None)

    def _keys(self):
        """Return (channel, address) of each ticked box with a good address."""
        return [
            (type_, recipient)
            for type_ in self._ticked()
            if (recipient := self._recipient(type_))
        ]

    def _refused_since(self, sheet):
        """Return {(type, recipient): when} of the refusals in force for these lines."""
        keyed = {
            self.env["iys.key"]._hash(recipient): recipient
            for line in self
            for _type, recipient in line._keys()
        }
        refusals = self.env["iys.consent"].search(
            [
                ("recipient_key", "in", list(keyed)),
                ("brand_id", "=", sheet.brand_id.id),
                ("recipient_type", "=", "BIREYSEL"),
                ("is_effective", "=", True),
                ("status", "=", "RET"),
            ]
        )
        return {
            (act.type, keyed[act.recipient_key]): act.consent_date or act.recorded_at
            for act in refusals
        }

    def write(self, vals):
        """Override of `base`: a recorded line is proof."""
        if TYPED & set(vals) and any(line.is_recorded for line in self):
            raise UserError(self.env._("A recorded line cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unrecorded(self):
        if any(line.is_recorded for line in self):
            raise UserError(self.env._("A recorded line is proof and stays."))
