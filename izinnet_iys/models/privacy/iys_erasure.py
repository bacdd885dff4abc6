"""What was erased, by key alone: kept at least three years, and played again after a
restore (L-57, R-40)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..append_only import protect

KINDS = [
    ("masked", "Masked"),
    ("marketing", "Marketing data masked"),
    ("deleted", "Proof deleted"),
]


class IysErasure(models.Model):
    """One address that was masked, or whose proof was deleted; no address in it.

    Append-only. It tells that a person who comes back was masked before, and it is what a
    restored older backup has to be given: ``_erasures_since`` here, ``_replay`` there.
    """

    _name = "iys.erasure"
    _description = "Erasure"
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    erased_at = fields.Datetime("Erased on", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    recipient_key = fields.Char("Key of the address", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    destruction_id = fields.Many2one(
        "iys.destruction", "Destruction", readonly=True, ondelete="restrict", index=True
    )

    _key_idx = models.Index("(recipient_key)")
    _erased_brin = models.Index("USING brin (erased_at)")

    def init(self):
        """Override of `base`: the database itself keeps the list append-only."""
        protect(self.env.cr, self._table)

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: what was erased is not rewritten."""
        raise UserError(self.env._("The list of erasures cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The list of erasures cannot be deleted."))

    @api.model
    def _masked_among(self, keys):
        """Return the keys of masked people who have not come back by an own new act.

        Any act in plain after masking ends it: it was recorded because the person wanted.
        What nobody has confirmed does not: anybody may type an address into a form.
        """
        self.env.cr.execute(
            """
            SELECT DISTINCT e.recipient_key FROM iys_erasure e
            WHERE e.recipient_key = ANY(%(keys)s)
              AND NOT EXISTS (
                  SELECT 1 FROM iys_consent c
                  WHERE c.recipient_key = e.recipient_key AND c.recipient IS NOT NULL
                    AND c.state NOT IN ('unconfirmed', 'expired'))
            """,
            {"keys": list(keys)},
        )
        return {row[0] for row in self.env.cr.fetchall()}

    # === AFTER A RESTORE === #

    @api.model
    def _erasures_since(self, moment):
        """Yield what was erased since a moment (naive UTC), oldest first.

        Plain dicts that JSON can carry: ``key`` (HMAC of the address), ``kind``,
        ``company_id``, ``erased_at`` (ISO 8601, UTC). Keep them outside the database: a
        backup made before an erasure cannot know of it.
        """
        self.env.cr.execute(
            "SELECT recipient_key, kind, company_id, erased_at FROM iys_erasure"
            " WHERE erased_at >= %s ORDER BY id",
            [moment],
        )
        for key, kind, company_id, erased_at in self.env.cr.fetchall():
            yield {
                "key": key,
                "kind": kind,
                "company_id": company_id,
                "erased_at": erased_at.isoformat(timespec="seconds"),
            }

    @api.model
    def _replay(self, erasures):
        """Erase again what ``_erasures_since`` told, before a restored system opens.

        Approved before, so nobody is asked again. Erasing twice changes nothing. Returns
        the destructions that did it, one a company and kind. Raises UserError without the
        key file: nobody would be found.
        """
        self.env["iys.key"]._load()
        lots = {}
        for row in erasures:
            known = lots.setdefault((row["company_id"], row["kind"]), set())
            known.add(row["key"])
        runs = self.env["iys.destruction"]
        for (company_id, kind), keys in lots.items():
            company = self.env["res.company"].browse(company_id).exists()
            if company:
                runs |= runs._replay(company, kind, keys)
        return runs
