"""Addresses that only some may read in full (L-61): masked wherever they leave the server."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.utils import COLLECTION_TYPES
from odoo.tools import SQL

from ...iys_api.recipients import mask, normalise
from .looks import exporting, is_exporting, note_look

#: Who reads whole addresses; consent managers and auditors do.
GROUP = "izinnet_iys.group_addresses"
#: Pieces of proof that name a person or a machine.
PERSONAL = ("address", "ip", "confirmed_ip", "extra")
#: Who lets lists with whole addresses out, and how long the reason has to be (L-61).
EXPORTERS, MIN_REASON = "izinnet_iys.group_manager", 5
#: What asks for pieces of an address; a whole one is looked for instead.
_PIECES = ("like", "ilike", "=like", "=ilike")


def may_see(env):
    """Tell whether the user of an environment reads whole addresses."""
    return env.su or env.user.has_group(GROUP)


class MaskedChar(fields.Char):
    """A phone or e-mail: code reads it as it is, others get ``+90532***33``.

    Masked in reads, exports and names of records, whichever way they are asked for. Who
    sees it masked finds it by the whole address only, in any spelling: no search by
    pieces, no order of values tells the rest of it.
    """

    def convert_to_read(self, value, record, use_display_name=True):
        """Override of `odoo`: what `read`, the web client and JSON-2 get."""
        value = super().convert_to_read(value, record, use_display_name)
        return shown(value, record)

    def convert_to_export(self, value, record):
        """Override of `odoo`: exports of any list."""
        return shown(super().convert_to_export(value, record), record)

    def convert_to_display_name(self, value, record):
        """Override of `odoo`: the address is the name of some records."""
        return shown(super().convert_to_display_name(value, record), record)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Override of `odoo`: no searching by pieces of an address."""
        if not may_see(model.env) and operator not in ("in", "not in"):
            operator, value = "in", _whole(model.env, operator, value)
        return super().condition_to_sql(
            field_expr, operator, value, model, alias, query
        )


class MaskedJson(fields.Json):
    """Proof as JSON, without what names a person or a machine for who may not see it."""

    def convert_to_read(self, value, record, use_display_name=True):
        """Override of `odoo`: as `MaskedChar`."""
        value = super().convert_to_read(value, record, use_display_name)
        return without_person(value, record)

    def convert_to_export(self, value, record):
        """Override of `odoo`: as `MaskedChar`."""
        value = super().convert_to_export(value, record)
        return without_person(value, record)


class NotedChar(fields.Char):
    """A phone or e-mail that people type themselves: whole for all who read the record.

    As everywhere, the day log tells afterwards who read it.
    """

    def convert_to_read(self, value, record, use_display_name=True):
        """Override of `odoo`: what `read`, the web client and JSON-2 get."""
        value = super().convert_to_read(value, record, use_display_name)
        if value and not record.env.su:
            note_look(record)
        return value


def without_person(proof, record):
    """Return a dict of proof, the personal pieces masked for who may not see them."""
    if not isinstance(proof, dict) or record.env.su:
        return proof
    if may_see(record.env):
        if any(proof.get(name) for name in PERSONAL):
            note_look(record)
        return proof
    return {
        name: "***" if name in PERSONAL and value else value
        for name, value in proof.items()
    }


def shown(value, record):
    """Return an address as the user of a record may see it; a whole one is noted (L-8)."""
    if not value or record.env.su:
        return value
    if not may_see(record.env):
        return mask(value)
    note_look(record)
    return value


def _whole(env, operator, value):
    """Return the whole addresses a search by pieces can mean; raises AccessError."""
    texts = value if isinstance(value, COLLECTION_TYPES) else [value]
    if operator not in _PIECES:
        raise AccessError(
            env._("You see addresses masked: they can only be found by the whole one.")
        )
    found = {
        normalise("EPOSTA" if "@" in str(text) else "MESAJ", str(text).strip("%"))
        for text in texts
    }
    return found - {None} or {""}


class IysMasked(models.AbstractModel):
    """Models with addresses: nobody groups by what he may not read, and a list of whole
    ones leaves with a reason only (L-61)."""

    _name = "iys.masked"
    _description = "Records with addresses that are masked"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Override of `base`: a name that was made for the system is not the reader's."""
        return super()._compute_display_name()

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Override of `base`: every list of ours that leaves in a file passes here."""
        if self.env.su or is_exporting(self.env.cr):
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        self._check_export(_is_toplevel_call)
        with exporting(self.env.cr):
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _check_export(self, is_whole_list):
        """Note an export in the day log; raises UserError for whole addresses without a
        reason, and for those that leave as a part of somebody else's list."""
        reason = (self.env.context.get("iys_export_reason") or "").strip()
        if not self._shows_whole():
            if is_whole_list:
                self._log_export("List exported, addresses masked")
            return
        may_export = self.env.user.has_group(EXPORTERS) and len(reason) >= MIN_REASON
        if not (is_whole_list and may_export):
            raise UserError(
                self.env._(
                    "“%(list)s” holds whole phone numbers and e-mail addresses. A consent"
                    " manager takes such a list out by the action “Export with reason”;"
                    " the reason goes to the day log.",
                    list=self.env["ir.model"]._get(self._name).name,
                )
            )
        self._log_export(f"List exported: {reason}")

    def _log_export(self, message):
        self.env["iys.log"]._add(
            "export",
            message,
            data={"list": self._name, "rows": len(self)},
        )

    @api.model
    def _shows_whole(self):
        """Tell whether this user reads whole addresses of this model."""
        kinds = map(type, self._fields.values())
        return may_see(self.env) or NotedChar in kinds

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: groups would show the values."""
        self._check_unmasked(groupby_spec.partition(":")[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: so would aggregates; counting them is harmless."""
        name, _colon, function = aggregate_spec.partition(":")
        if function not in ("count", "count_distinct"):
            self._check_unmasked(name)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Override of `base`: in order, neighbours would tell about each other."""
        if self._is_masked(field_name):
            return SQL("%s.id", SQL.identifier(alias))
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _check_unmasked(self, name):
        if self._is_masked(name):
            raise AccessError(
                self.env._("You see addresses masked: lists cannot be grouped by them.")
            )

    @api.model
    def _is_masked(self, name):
        kinds = (MaskedChar, MaskedJson)
        return isinstance(self._fields.get(name), kinds) and not may_see(self.env)
