"""Finding the people of a rule, in one query each."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Addresses whose refusal is old enough, and those that may not be touched yet.
REFUSED = """
    WITH acts AS (
        SELECT recipient_key, max(recipient) AS address,
               max(COALESCE(consent_date, iys_creation_date, recorded_at)) FILTER (
                   WHERE is_effective IS TRUE AND status = 'RET'
                     AND brand_id = ANY(%(brands)s)) AS since,
               bool_or(brand_id = ANY(%(all_brands)s) AND (
                   (is_effective IS TRUE AND status = 'ONAY') OR state IN (
                   'unconfirmed', 'queued', 'in_flight', 'sent', 'unknown', 'failed')
               )) AS stays,
               bool_or(brand_id <> ALL(%(all_brands)s) AND is_effective IS TRUE
                       AND status = 'ONAY') AS approved_elsewhere
        FROM iys_consent GROUP BY recipient_key
    ), chosen AS (
        SELECT recipient_key, address, approved_elsewhere FROM acts
        WHERE since < %(before)s AND NOT stays AND address IS NOT NULL
    ), staying AS (
        SELECT address FROM acts WHERE stays
    )
"""
#: Never confirmed: nothing stands for the address but drafts whose time is over.
UNCONFIRMED = """
    WITH drafts AS (
        SELECT recipient_key, max(recipient) AS address FROM iys_consent
        WHERE brand_id = ANY(%(brands)s)
        GROUP BY recipient_key
        HAVING bool_and(state = 'expired') AND max(recorded_at) < %(before)s
        UNION
        SELECT recipient_key, max(recipient) FROM iys_confirmation
        WHERE brand_id = ANY(%(brands)s) AND recipient IS NOT NULL
        GROUP BY recipient_key
        HAVING bool_and(confirmed_at IS NULL) AND max(created_at) < %(before)s
    ), chosen AS (
        SELECT d.recipient_key, d.address, FALSE AS approved_elsewhere FROM drafts d
        WHERE d.address IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM iys_consent c
            WHERE c.recipient_key = d.recipient_key AND c.state <> 'expired')
    ), staying AS (
        SELECT NULL::text AS address WHERE FALSE
    )
"""
#: Contacts of the chosen addresses, with all their addresses; then addresses without one.
#: Two plain comparisons at the end: one with OR would compare every pair of rows.
PEOPLE = """
    , contacts AS (
        SELECT p.id, p.phone_sanitized, p.email_normalized, c.approved_elsewhere
        FROM res_partner p JOIN chosen c ON c.address = p.phone_sanitized
        UNION
        SELECT p.id, p.phone_sanitized, p.email_normalized, c.approved_elsewhere
        FROM res_partner p JOIN chosen c ON c.address = p.email_normalized
    ), free AS (
        SELECT k.id, k.phone_sanitized, k.email_normalized,
               bool_or(k.approved_elsewhere) AS approved_elsewhere
        FROM contacts k JOIN res_partner p ON p.id = k.id
        WHERE (p.company_id IS NULL OR p.company_id = %(company)s)
          AND NOT EXISTS (SELECT 1 FROM staying s WHERE s.address = k.phone_sanitized)
          AND NOT EXISTS (SELECT 1 FROM staying s WHERE s.address = k.email_normalized)
        GROUP BY 1, 2, 3
    ), addresses AS (
        SELECT id, phone_sanitized AS address, approved_elsewhere FROM free
        WHERE phone_sanitized IS NOT NULL
        UNION
        SELECT id, email_normalized, approved_elsewhere FROM free
        WHERE email_normalized IS NOT NULL
    )
    SELECT a.id AS partner_id, c.recipient_key, a.address,
           NOT COALESCE(a.approved_elsewhere, FALSE) AS is_whole
    FROM addresses a LEFT JOIN chosen c ON c.address = a.address
    UNION ALL
    SELECT NULL, c.recipient_key, c.address, NOT COALESCE(c.approved_elsewhere, FALSE)
    FROM chosen c
    WHERE NOT EXISTS (SELECT 1 FROM contacts k WHERE k.phone_sanitized = c.address)
      AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.email_normalized = c.address)
"""
#: Contacts nobody ever asked and nobody has dealt with for long.
INACTIVE = """
    SELECT p.id AS partner_id, NULL AS recipient_key, a.address, TRUE AS is_whole
    FROM res_partner p
    CROSS JOIN LATERAL (
        VALUES (p.phone_sanitized), (p.email_normalized)) AS a(address)
    WHERE a.address IS NOT NULL
      AND (p.company_id IS NULL OR p.company_id = %(company)s)
      AND NOT COALESCE(p.is_company, FALSE) AND p.parent_id IS NULL
      AND p.create_date < %(before)s AND p.write_date < %(before)s
      AND NOT EXISTS (
          SELECT 1 FROM iys_consent c WHERE c.recipient = p.phone_sanitized)
      AND NOT EXISTS (
          SELECT 1 FROM iys_consent c WHERE c.recipient = p.email_normalized)
      AND NOT EXISTS (
          SELECT 1 FROM mail_message m
          WHERE m.model = 'res.partner' AND m.res_id = p.id AND m.date >= %(before)s)
"""


class IysDestructionRule(models.Model):
    _inherit = "iys.destruction.rule"

    def _find_people(self):
        """Return the query (SQL) of the people this rule finds.

        Columns: partner_id, recipient_key (None when no act was recorded), address,
        is_whole. Raises ValueError for a kind that finds no people but proof.
        """
        self.env["res.partner"].flush_model()
        self.env["iys.consent"].flush_model()
        params = self._find_params()
        if self.kind == "refused":
            return SQL(REFUSED + PEOPLE, **params)
        if self.kind == "unconfirmed":
            return SQL(UNCONFIRMED + PEOPLE, **params)
        if self.kind == "no_consent":
            return SQL(INACTIVE, **params)
        raise ValueError(f"a rule of kind {self.kind!r} finds no people")

    def _find_params(self):
        all_brands = (
            self.env["iys.brand"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.company_id.id)])
        )
        return {
            "brands": self._brands().ids,
            "all_brands": all_brands.ids,
            "company": self.company_id.id,
            "before": self._before(),
        }

    def _before(self):
        """The moment before which something has to lie to be old enough."""
        months = self.months
        if self.kind == "unconfirmed":
            retention = self.env["iys.retention"]
            months = max(months, retention._months("unconfirmed", self.company_id))
        return fields.Datetime.subtract(fields.Datetime.now(), months=months)

    @api.model
    def _find_keys(self, keys):
        """Return the query (SQL) of the people behind some keys, and (contacts, keys).

        For a request of one person and for playing erasures again: contacts are found by
        hashing every contact's addresses, because a key cannot be turned back.
        """
        rows = self._partners_of_keys(keys)
        known = {row[1] for row in rows}
        rows += [(None, key, None) for key in keys if key not in known]
        if not rows:
            rows = [(None, None, None)]
        values = SQL(", ").join(
            SQL("(%s::int, %s::text, %s::text)", *row) for row in rows
        )
        return SQL(
            "SELECT v.partner_id, v.key, COALESCE(v.address, ("
            "   SELECT max(c.recipient) FROM iys_consent c WHERE c.recipient_key = v.key)),"
            " TRUE FROM (VALUES %s) AS v(partner_id, key, address) WHERE v.key IS NOT NULL",
            values,
        )

    @api.model
    def _partners_of_keys(self, keys):
        """Return [(contact id, key, address)] of the contacts with one of the keys."""
        keyed, keys = self.env["iys.key"]._hasher(), set(keys)
        self.env["res.partner"].flush_model()
        found, last = [], 0
        while True:
            self.env.cr.execute(
                "SELECT id, phone_sanitized, email_normalized FROM res_partner"
                " WHERE id > %s AND (phone_sanitized IS NOT NULL"
                " OR email_normalized IS NOT NULL) ORDER BY id LIMIT 10000",
                [last],
            )
            rows = self.env.cr.fetchall()
            if not rows:
                return found
            last = rows[-1][0]
            for id_, *addresses in rows:
                spelt = [(a, keyed(a)) for a in addresses if a]
                if any(key in keys for _a, key in spelt):
                    found += [(id_, key, address) for address, key in spelt]
