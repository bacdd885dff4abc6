"""The seal: one chain a company over everything that proves something (R-31 … R-36)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .seal_sources import SOURCES

GUARD_SQL = """
CREATE OR REPLACE FUNCTION iys_seal_guard() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '%: what was sealed is never changed or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS iys_seal_no_change ON iys_seal;
DROP TRIGGER IF EXISTS iys_seal_no_delete ON iys_seal;
DROP TRIGGER IF EXISTS iys_seal_no_truncate ON iys_seal;
-- only a salt may go, when its row is masked
CREATE TRIGGER iys_seal_no_change BEFORE UPDATE ON iys_seal FOR EACH ROW
WHEN (
    (OLD.id, OLD.company_id, OLD.seq, OLD.version, OLD.res_model, OLD.res_id,
     OLD.sealed_at, OLD.personal, OLD.commitment, OLD.hash, OLD.mac)
    IS DISTINCT FROM
    (NEW.id, NEW.company_id, NEW.seq, NEW.version, NEW.res_model, NEW.res_id,
     NEW.sealed_at, NEW.personal, NEW.commitment, NEW.hash, NEW.mac)
    OR (NEW.salt IS NOT NULL AND NEW.salt IS DISTINCT FROM OLD.salt)
) EXECUTE FUNCTION iys_seal_guard();
CREATE TRIGGER iys_seal_no_delete BEFORE DELETE ON iys_seal
FOR EACH ROW EXECUTE FUNCTION iys_seal_guard();
CREATE TRIGGER iys_seal_no_truncate BEFORE TRUNCATE ON iys_seal
FOR EACH STATEMENT EXECUTE FUNCTION iys_seal_guard();
"""


class IysSeal(models.Model):
    """One link of a company's chain: a row that can no longer be changed unnoticed.

    A scheduled action appends links (``iys_seal_write``), never a public request. The
    hash is over the place, the row's commitment and the hash of the link before, whose
    own column is the only copy; ``mac`` is keyed with the key outside the database, so
    who can write SQL cannot rebuild the chain. Heads of the chain are anchored outside
    once a day (``iys.seal.anchor``), so who has the key as well cannot either.

    Masking joins by ``_forget``, destruction by ``iys.seal.gone._note``.
    """

    _name = "iys.seal"
    _description = "Seal"
    _inherit = ["iys.record.link"]
    _order = "id desc"
    _rec_name = "seq"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    seq = fields.Integer("Place in the chain", required=True, readonly=True)
    version = fields.Integer("Spelling", required=True, readonly=True)
    res_model = fields.Selection(
        "_selection_model", "Kind of record", required=True, readonly=True
    )
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    sealed_at = fields.Datetime("Sealed on", required=True, readonly=True)
    personal = fields.Char("Commitment of the personal part", readonly=True)
    salt = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    commitment = fields.Char(required=True, readonly=True)
    hash = fields.Char("Fingerprint", required=True, readonly=True)
    mac = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)

    # the last wall against a fork: two links cannot have one place
    _place_uniq = models.UniqueIndex("(company_id, seq)")
    _row_uniq = models.UniqueIndex("(res_id, res_model)")

    def init(self):
        """Override of `base`: the database itself keeps the chain append-only (R-31)."""
        self.env.cr.execute(GUARD_SQL)

    @api.model
    def _selection_model(self):
        """Return the sealed models with their names in the reader's language."""
        models_of = self.env["ir.model"]._get
        return [(source.model, models_of(source.model).name) for source in SOURCES]

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; links are appended by ``_seal_company`` alone."""
        raise UserError(self.env._("The seal is written by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: refuses."""
        raise UserError(self.env._("The seal cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The seal cannot be deleted."))

    @api.model
    def _forget(self, model, ids):
        """Blank the salts of rows that are being masked; returns how many had one.

        What masking may and must do with a sealed row (R-36, L-58): it blanks (sets to
        NULL) the row's personal columns, which ``seal_sources`` lists, and calls this in
        the same transaction, for ``iys.consent``, ``iys.message`` and ``iys.log`` rows
        alike. It must keep every public column (``recipient_key``, hashes, dates) as it
        is. The seal keeps ``personal``, the commitment of what was there: the chain
        still verifies, and without the salt nobody can try phone numbers against it.
        A row counts as masked once its ``recipient`` is NULL; a row of the day log, whose
        words are its personal part, once its salt is gone.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE iys_seal SET salt = NULL WHERE res_model = %s"
                " AND res_id = ANY(%s) AND salt IS NOT NULL",
                model,
                list(ids),
            )
        )
        self.invalidate_model(["salt"])
        return self.env.cr.rowcount

    @api.model
    def _head(self, company):
        """Return (place, hash) of the last link of a company; place 0 for none yet."""
        self.env.cr.execute(
            "SELECT seq, hash FROM iys_seal WHERE company_id = %s"
            " ORDER BY seq DESC LIMIT 1",
            [company.id],
        )
        return self.env.cr.fetchone() or (0, None)
