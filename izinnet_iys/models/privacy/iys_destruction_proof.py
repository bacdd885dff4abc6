"""Stage 2: proof whose term has ended is deleted; the block by key stays (L-33, L-58)."""

from odoo import fields, models
from odoo.tools import SQL

#: Rules that find records instead of people → the models whose rows go, in this order.
PROOF_KINDS = {
    "proof_ended": ("iys.consent",),
    "message_log": ("iys.message",),
    "day_log": ("iys.log", "iys.day.report", "iys.alarm"),
    "exchange": ("iys.exchange",),
}
LOT = 5000
#: Masked acts of places nothing has happened at since the longest term began. In the row
#: that blocks the address, only what is locked away goes.
ENDED = """
    SELECT c.id, c.status = 'RET' AND c.is_effective IS TRUE AND %(keeps)s AS blocks
    FROM iys_consent c
    JOIN (
        SELECT recipient_key, brand_id, type, recipient_type FROM iys_consent
        WHERE brand_id = ANY(%(brands)s)
        GROUP BY 1, 2, 3, 4
        HAVING bool_and(recipient IS NULL AND person_name IS NULL)
           AND bool_and(state NOT IN ('unconfirmed', 'queued', 'in_flight', 'sent',
                                      'unknown'))
           AND max(COALESCE(consent_date, iys_creation_date, recorded_at)) < %(before)s
    ) place USING (recipient_key, brand_id, type, recipient_type)
    WHERE c.recipient_key <> ALL(%(held)s)
      AND (NOT (c.status = 'RET' AND c.is_effective IS TRUE AND %(keeps)s)
           OR EXISTS (SELECT 1 FROM iys_vault v
                      WHERE v.res_model = 'iys.consent' AND v.res_id = c.id))
"""


class IysDestruction(models.Model):
    _inherit = "iys.destruction"

    def _ended_query(self, _model):
        """Return the SQL of what has ended of a model: ids, and whether the row itself
        stays."""
        retention = self.env["iys.retention"]
        held, _partners = self.env["iys.hold"]._held(self.company_id)
        now = fields.Datetime.now()
        if self.rule_id.kind == "message_log":
            months = retention._months("message_log", self.company_id)
            return SQL(
                "SELECT id, FALSE AS blocks FROM iys_message WHERE company_id = %s"
                " AND sent_at < %s AND recipient_key <> ALL(%s)",
                self.company_id.id,
                fields.Datetime.subtract(now, months=months),
                list(held),
            )
        months = max(
            retention._months("onay_proof", self.company_id),
            retention._months("ret_proof", self.company_id),
        )
        return SQL(
            ENDED,
            brands=self.rule_id._brands().ids,
            before=fields.Datetime.subtract(now, months=months),
            held=list(held),
            keeps=self.company_id.iys_keep_block,
        )

    def _count_proof(self):
        """Count what has ended, for the dry run."""
        lines = {}
        for model in PROOF_KINDS[self.rule_id.kind]:
            counts = self.env.execute_query(
                SQL(
                    "SELECT count(*) FILTER (WHERE NOT blocks),"
                    " count(*) FILTER (WHERE blocks) FROM (%s) AS ended",
                    self._ended_query(model),
                )
            )[0]
            lines[model, "deleted"] = {"planned": counts[0], "sample": []}
            if counts[1]:
                lines["iys.vault", "deleted"] = {"planned": counts[1], "sample": []}
        self._store_lines(lines)

    def _delete_proof_lot(self):
        """Delete the next rows whose term has ended; False when nothing is left."""
        return any(
            self._delete_lot_of(model) for model in PROOF_KINDS[self.rule_id.kind]
        )

    def _delete_lot_of(self, model):
        query = SQL("%s LIMIT %s", self._ended_query(model), LOT)
        rows = self.env.execute_query(query)
        if not rows:
            return False
        ids = [id_ for id_, _blocks in rows]
        gone = [id_ for id_, blocks in rows if not blocks]
        self._delete_files_of(model, ids)
        vault = self._delete_vault(model, ids)
        self._note_destroyed(model, gone)
        # opens the database's guard for this transaction and this approved destruction
        self.env.cr.execute(
            "SELECT set_config('izinnet.destruction', %s, TRUE)", [str(self.id)]
        )
        self.env.flush_all()
        table = SQL.identifier(self.env[model]._table)
        self.env.cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", table, gone))
        self.env.cr.execute("SELECT set_config('izinnet.destruction', '', TRUE)")
        self._add_done({(model, "deleted"): len(gone), ("iys.vault", "deleted"): vault})
        self.env.invalidate_all()
        return True

    def _delete_vault(self, model, ids):
        self.env.cr.execute(
            "DELETE FROM iys_vault WHERE res_model = %s AND res_id = ANY(%s)",
            [model, ids],
        )
        return self.env.cr.rowcount

    def _delete_files_of(self, model, ids):
        """Delete the locked files of acts, and their names in the vault."""
        if model != "iys.consent":
            return
        field = self.env[model]._fields["attachment_ids"]
        files = self.env.execute_query(
            SQL(
                "SELECT r.%(file)s FROM %(rel)s r WHERE r.%(act)s = ANY(%(ids)s)"
                " AND NOT EXISTS (SELECT 1 FROM %(rel)s o WHERE o.%(file)s = r.%(file)s"
                " AND o.%(act)s <> ALL(%(ids)s))",
                file=SQL.identifier(field.column2),
                rel=SQL.identifier(field.relation),
                act=SQL.identifier(field.column1),
                ids=ids,
            )
        )
        file_ids = [row[0] for row in files]
        self._delete_vault("ir.attachment", file_ids)
        self.env["iys.masking"]._delete_files(file_ids)

    def _note_destroyed(self, model, ids):
        """Note what goes: for the seal over it, and by key for a restore."""
        self.env["iys.seal.gone"]._note(model, ids, self.number)
        if self._repeats_after_restore(model):
            self.env["iys.masking"]._keep(self.env[model]._table, ids)
        if model != "iys.consent":
            return
        self.env.cr.execute(
            """
            INSERT INTO iys_erasure (erased_at, kind, recipient_key, company_id,
                                     destruction_id)
            SELECT DISTINCT %s::timestamp, 'deleted', recipient_key, %s, %s
            FROM iys_consent WHERE id = ANY(%s)
            """,
            [fields.Datetime.now(), self.company_id.id, self.id, ids],
        )
