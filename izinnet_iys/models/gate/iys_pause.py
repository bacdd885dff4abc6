"""A break the person asked for: a preference, never instead of a refusal (L-44)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...iys_api.recipients import normalise
from ..append_only import FUNCTION
from ..record.masked_char import MaskedChar, MaskedJson

#: Months a person may choose.
MONTHS = (1, 3, 6)

GUARD_SQL = """
DROP TRIGGER IF EXISTS iys_no_change ON iys_pause;
DROP TRIGGER IF EXISTS iys_no_delete ON iys_pause;
DROP TRIGGER IF EXISTS iys_no_truncate ON iys_pause;
-- the contact may go; address and proof may be blanked by masking, never replaced
CREATE TRIGGER iys_no_change BEFORE UPDATE ON iys_pause FOR EACH ROW
WHEN (
    (OLD.brand_id, OLD.recipient_key, OLD.type, OLD.asked_at, OLD.until)
    IS DISTINCT FROM
    (NEW.brand_id, NEW.recipient_key, NEW.type, NEW.asked_at, NEW.until)
    OR (NEW.recipient IS NOT NULL AND OLD.recipient IS DISTINCT FROM NEW.recipient)
    OR (NEW.evidence IS NOT NULL AND OLD.evidence IS DISTINCT FROM NEW.evidence)
) EXECUTE FUNCTION iys_append_only();
CREATE TRIGGER iys_no_delete BEFORE DELETE ON iys_pause
FOR EACH ROW EXECUTE FUNCTION iys_append_only();
CREATE TRIGGER iys_no_truncate BEFORE TRUNCATE ON iys_pause
FOR EACH STATEMENT EXECUTE FUNCTION iys_append_only();
"""
#: No later wish of the same person for the same brand and channel.
NEWEST = """
    NOT EXISTS (SELECT 1 FROM iys_pause iys_l
                WHERE iys_l.recipient_key = iys_p.recipient_key
                  AND iys_l.brand_id = iys_p.brand_id AND iys_l.type = iys_p.type
                  AND iys_l.id > iys_p.id)
"""


class IysPause(models.Model):
    """One wish of a person about a break: so long, or no longer.

    No act: İYS does not know it, and it neither gives nor takes a consent. The newest row
    of a key, brand and channel counts; while its ``until`` lies ahead, the send check
    lets no commercial message through (rule ``paused_by_person``). Append-only like the
    ledger. Rows come through ``_ask`` and ``_end`` alone.
    """

    _name = "iys.pause"
    _inherit = ["iys.masked"]
    _description = "Break the person asked for"
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True)
    company_id = fields.Many2one(related="brand_id.company_id")
    recipient = MaskedChar(readonly=True, index="btree_not_null")
    recipient_key = fields.Char(required=True, readonly=True)
    type = fields.Selection(
        [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        "Channel",
        required=True,
        readonly=True,
    )
    asked_at = fields.Datetime("Asked on", required=True, readonly=True)
    until = fields.Datetime(
        "Break until",
        required=True,
        readonly=True,
        help="Nothing commercial is sent before. The moment of asking itself: the person"
        " ended the break.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    evidence = MaskedJson(readonly=True)

    _newest_idx = models.Index("(recipient_key, brand_id, type, id)")

    def init(self):
        """Override of `base`: the database itself refuses to change a wish (R-31)."""
        self.env.cr.execute(FUNCTION)
        self.env.cr.execute(GUARD_SQL)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; rows come through ``_ask`` and ``_end``."""
        raise UserError(self.env._("A break is asked for by the person, not typed in."))

    def write(self, vals):
        """Override of `base`: what a person asked for is never edited."""
        if set(vals) - {"partner_id"}:
            raise UserError(self.env._("A break stays as the person asked for it."))
        return super().write(vals)

    @api.model
    def _ask(self, brand, type_, address, months, evidence, partner=None):
        """Note a break of ``months`` (one of ``MONTHS``) from now.

        ``address`` in any spelling; ``evidence`` is plain JSON (road, ip, browser).
        Raises UserError for another length or a text that is no address.
        """
        if months not in MONTHS:
            raise UserError(self.env._("A break lasts one, three or six months."))
        until = fields.Datetime.now() + relativedelta(months=months)
        self._add(brand, type_, address, until, evidence, partner)

    @api.model
    def _end(self, brand, type_, address, evidence, partner=None):
        """Note that the person wants no break any more; harmless when there is none."""
        if self._paused(brand, type_, [address]):
            now = fields.Datetime.now()
            self._add(brand, type_, address, now, evidence, partner)

    @api.model
    def _add(self, brand, type_, address, until, evidence, partner):
        spelt = normalise(type_, address)
        if not spelt:
            raise UserError(self.env._("This is no phone number and no e-mail."))
        row = {
            "brand_id": brand.id,
            "type": type_,
            "recipient": spelt,
            "recipient_key": self.env["iys.key"]._hash(spelt),
            "asked_at": fields.Datetime.now(),
            "until": until,
            "partner_id": partner.id if partner else False,
            "evidence": dict(evidence),
        }
        return super().create([row])

    @api.model
    def _paused(self, brand, type_, addresses) -> dict[str, datetime]:
        """Return {address: until, naive UTC} of the normalised addresses on a break."""
        keyed = self.env["iys.key"]._hasher()
        by_key = {keyed(address): address for address in addresses}
        if not by_key:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT iys_p.recipient_key, iys_p.until FROM iys_pause iys_p"
                " WHERE iys_p.recipient_key = ANY(%s) AND iys_p.brand_id = %s"
                f" AND iys_p.type = %s AND iys_p.until > %s AND {NEWEST}",
                list(by_key),
                brand.id or 0,
                type_,
                fields.Datetime.now(),
            )
        )
        return {by_key[key]: until for key, until in rows}


def has_pauses(env, brand_id, type_):
    """Tell whether anybody is on a break of a brand and channel."""
    env["iys.pause"].flush_model()
    query = SQL(
        "SELECT 1 FROM iys_pause WHERE brand_id = %s AND type = %s AND until > %s LIMIT 1",
        brand_id,
        type_,
        fields.Datetime.now(),
    )
    return bool(env.execute_query(query))


def paused_sql(address, brand_id, type_):
    """Spell the condition that an address (SQL) is on a break; never NULL."""
    return SQL(
        "EXISTS (SELECT 1 FROM iys_pause iys_p WHERE iys_p.recipient = %s"
        f" AND iys_p.brand_id = %s AND iys_p.type = %s AND iys_p.until > %s AND {NEWEST})",
        address,
        brand_id,
        type_,
        fields.Datetime.now(),
    )
