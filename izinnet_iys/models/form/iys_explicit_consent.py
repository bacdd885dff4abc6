"""Explicit consents under KVKK: another legal act than a commercial approval (L-51)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...iys_api.recipients import normalise
from ..append_only import FUNCTION
from ..record.masked_char import MaskedChar, MaskedJson

#: A double click, a second tab.
SAME_WORD = timedelta(seconds=60)

GUARD_SQL = """
DROP TRIGGER IF EXISTS iys_no_change ON iys_explicit_consent;
DROP TRIGGER IF EXISTS iys_no_delete ON iys_explicit_consent;
DROP TRIGGER IF EXISTS iys_no_truncate ON iys_explicit_consent;
-- the contact may go; address, name and pieces of proof may be taken out by masking
CREATE TRIGGER iys_no_change BEFORE UPDATE ON iys_explicit_consent FOR EACH ROW
WHEN (
    (OLD.brand_id, OLD.recipient_key, OLD.notice_id, OLD.status, OLD.consent_date)
    IS DISTINCT FROM
    (NEW.brand_id, NEW.recipient_key, NEW.notice_id, NEW.status, NEW.consent_date)
    OR (NEW.recipient IS NOT NULL AND OLD.recipient IS DISTINCT FROM NEW.recipient)
    OR (NEW.person_name IS NOT NULL AND OLD.person_name IS DISTINCT FROM NEW.person_name)
    OR (NEW.evidence IS NOT NULL AND OLD.evidence IS DISTINCT FROM NEW.evidence
        AND NOT COALESCE(OLD.evidence @> NEW.evidence, FALSE))
) EXECUTE FUNCTION iys_append_only();
CREATE TRIGGER iys_no_delete BEFORE DELETE ON iys_explicit_consent
FOR EACH ROW EXECUTE FUNCTION iys_append_only();
CREATE TRIGGER iys_no_truncate BEFORE TRUNCATE ON iys_explicit_consent
FOR EACH STATEMENT EXECUTE FUNCTION iys_append_only();
"""


class IysExplicitConsent(models.Model):
    """One yes or one withdrawal for one purpose (L-54); kept here, unknown to İYS.

    Append-only like the ledger; the newest row of a key, brand and purpose counts. The
    purpose is the text's name: its next version serves the same one. Rows come through
    ``_give`` and ``_withdraw`` alone.
    """

    _name = "iys.explicit.consent"
    _description = "Explicit consent (KVKK)"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id")
    recipient = MaskedChar(readonly=True)
    recipient_key = fields.Char(required=True, readonly=True, index=True)
    person_name = fields.Char("Name", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    notice_id = fields.Many2one("iys.notice", "Text", required=True, readonly=True)
    status = fields.Selection(
        [("given", "Given"), ("withdrawn", "Withdrawn")], required=True, readonly=True
    )
    consent_date = fields.Datetime("Decided on", required=True, readonly=True)
    evidence = MaskedJson(readonly=True)

    def init(self):
        """Override of `base`: the database itself refuses to change a consent (R-31)."""
        self.env.cr.execute(FUNCTION)
        self.env.cr.execute(GUARD_SQL)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; rows come through ``_give`` and ``_withdraw``."""
        raise UserError(
            self.env._("Explicit consents are given by the person, never typed in.")
        )

    def write(self, vals):
        """Override of `base`: what a person decided is never edited (R-31)."""
        if set(vals) - {"partner_id"}:
            raise UserError(
                self.env._("An explicit consent is proof and cannot be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An explicit consent is proof and cannot be deleted.")
        )

    @api.model
    def _give(self, rows):
        """Keep a yes for each row; returns the new records.

        ``rows``: dicts with brand_id, recipient (any spelling), notice_id and, as far as
        known, person_name, partner_id, evidence (plain JSON), consent_date (naive UTC;
        now when nothing is said). The same yes of a minute ago is not kept twice. Raises
        UserError for a text that is no published explicit consent of this brand, and
        without the address key.
        """
        rows = [self._spelt(row, "given") for row in rows]
        self._check_texts(rows)
        fresh = [row for row in rows if not self._just_given(row)]
        return super().create(fresh)

    @api.model
    def _withdraw(self, brand, recipients, notice=None, evidence=None):
        """Take back what stands for some addresses (L-54); returns the new records.

        ``recipients`` are texts in any spelling; ``notice`` limits it to one purpose (any
        version of the text). It counts at once, for the future.
        """
        standing = self._standing(brand, recipients)
        if notice:
            standing = standing.filtered(lambda row: row.notice_id.name == notice.name)
        rows = [
            {
                "brand_id": given.brand_id.id,
                "recipient": given.recipient,
                "recipient_key": given.recipient_key,
                "person_name": given.person_name,
                "partner_id": given.partner_id.id,
                "notice_id": given.notice_id.id,
                "status": "withdrawn",
                "consent_date": fields.Datetime.now(),
                "evidence": dict(evidence or {}),
            }
            for given in standing
        ]
        return super().create(rows)

    @api.model
    def _standing(self, brand, recipients):
        """Return the yes that stand for some addresses at a brand: newest row per
        address and purpose, where it is a yes."""
        keyed = self.env["iys.key"]._hasher()
        keys = [keyed(_spell(text)) for text in recipients if _spell(text)]
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM (
                    SELECT DISTINCT ON (said.recipient_key, text.name)
                           said.id, said.status
                    FROM iys_explicit_consent said
                    JOIN iys_notice text ON text.id = said.notice_id
                    WHERE said.brand_id = %s AND said.recipient_key = ANY(%s)
                    ORDER BY said.recipient_key, text.name, said.id DESC
                ) AS newest WHERE status = 'given'
                """,
                brand.id,
                keys,
            )
        )
        return self.browse([row[0] for row in rows])

    @api.model
    def _spelt(self, row, status):
        address = _spell(row["recipient"])
        if not address:
            raise UserError(self.env._("This is no phone number and no e-mail."))
        return {
            **row,
            "recipient": address,
            "recipient_key": self.env["iys.key"]._hash(address),
            "status": status,
            "consent_date": row.get("consent_date") or fields.Datetime.now(),
        }

    @api.model
    def _check_texts(self, rows):
        for row in rows:
            text = self.env["iys.notice"].browse(row["notice_id"]).exists()
            fits = text.kind == "explicit_consent" and text.state != "draft"
            if not fits or text.brand_id.id != row["brand_id"]:
                raise UserError(
                    self.env._("This text is no explicit consent of this brand.")
                )

    @api.model
    def _just_given(self, row):
        newest = self.search(
            [
                (name, "=", row[name])
                for name in ("brand_id", "recipient_key", "notice_id")
            ],
            limit=1,
        )
        since = fields.Datetime.now() - SAME_WORD
        return newest.status == "given" and newest.consent_date > since


def _spell(text):
    """Spell an address as the ledger does, or None when it is none."""
    return normalise("EPOSTA" if "@" in (text or "") else "MESAJ", text)
