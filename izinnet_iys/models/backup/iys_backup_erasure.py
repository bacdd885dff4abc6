"""What was erased, kept where a restore of the database does not undo it (R-40, T-29)."""

from datetime import timedelta

from odoo import api, fields, models

from ...backup_files import erasures, names
from ...backup_files.faults import BackupFault

LOT = 5000
#: An erasure must stand beside the backups of every plan within this time.
LATE = timedelta(hours=1)
#: How long the rows stay here, and at least the files at the target (destruction log).
YEARS = 3


class IysBackupErasure(models.Model):
    """One erasure: a table, ids, the values put in place. Nothing about the person.

    Written in the transaction that erases, by ``_keep``; each plan's process copies the
    rows it has not copied yet into a small sealed file beside its backups.
    """

    _name = "iys.backup.erasure"
    _description = "Erasure to be repeated after a restore"
    _order = "id"
    _log_access = False

    at = fields.Datetime("Erased on", required=True, readonly=True)
    table_name = fields.Char("Table", required=True, readonly=True)
    row_ids = fields.Json("Rows", readonly=True)
    columns = fields.Json("Values put in place", readonly=True)
    paths = fields.Json("Texts replaced within values", readonly=True)
    files = fields.Json("Files thrown away", readonly=True)
    copied_to = fields.Json("Copied to plans", readonly=True)

    @api.model
    def _keep(self, table, ids, columns=None, files=(), paths=None):
        """Keep that rows were erased; call it in the transaction that erases them.

        ``table`` is the SQL name; ``columns`` {column: value put in place}, plain JSON
        values that say nothing about the person; ``paths`` see ``Erasure``; without both
        the rows were deleted. ``files`` are names of the filestore (``store_fname``)
        thrown away with them. Any number of ids: they are kept in lots. Raises ValueError
        for an unknown column.
        """
        model = next(
            (m for m in self.env.values() if m._auto and m._table == table), None
        )
        named = {*(columns or ()), *(paths or ())}
        if model is not None and named - set(model._fields):
            raise ValueError(f"{table} has no such columns: {sorted(named)}")
        ids, files = list(ids), list(files)
        # sudo: nobody has rights here; whoever may erase leaves this trace
        self.sudo().create(
            [
                {
                    "at": fields.Datetime.now(),
                    "table_name": table,
                    "row_ids": ids[start : start + LOT],
                    "columns": columns or {},
                    "paths": paths or {},
                    "files": files if not start else [],
                    "copied_to": [],
                }
                for start in range(0, max(len(ids), 1), LOT)
            ]
        )
        self.env["iys.backup.plan"]._wake()

    def _as_erasure(self):
        return erasures.Erasure(
            at=self.at.isoformat(),
            table=self.table_name,
            ids=tuple(self.row_ids or ()),
            columns=self.columns or {},
            paths=self.paths or {},
            files=tuple(self.files or ()),
        )

    @api.autovacuum
    def _gc_old(self):
        """Forget erasures after the years a destruction log is kept."""
        limit = fields.Datetime.now() - timedelta(days=366 * YEARS)
        self.search([("at", "<", limit)], limit=LOT).unlink()


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

    def _uncopied(self, limit=LOT, before=None):
        """Return erasures that do not stand beside this plan's backups yet."""
        self.env["iys.backup.erasure"].flush_model()
        self.env.cr.execute(
            "SELECT id FROM iys_backup_erasure"
            " WHERE NOT COALESCE(copied_to, '[]') @> to_jsonb(%s)"
            " AND (%s::timestamp IS NULL OR at < %s) ORDER BY id LIMIT %s",
            [self.id, before, before, limit],
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        return self.env["iys.backup.erasure"].browse(ids)

    def _has_erasures(self):
        return bool(self._uncopied(limit=1))

    def _work_erasures(self):
        """Copy erasures beside the backups; what fails stays for the next time."""
        while lot := self._uncopied():
            told = [row._as_erasure() for row in lot]
            name = names.new_name(
                self._database_uuid(), fields.Datetime.now(), names.ERASURES
            )
            self._commit()
            try:
                self._put_erasures(told, name)
            except BackupFault as fault:
                self.env["iys.log"]._add(
                    "alarm", "Erasures not kept beside the backups", record=self,
                    data={"code": fault.code},
                )  # fmt: skip
                self._commit()
                return
            for row in lot:
                row.copied_to = [*(row.copied_to or []), self.id]
            self.erasures_at = fields.Datetime.now()
            self._commit()

    def _put_erasures(self, told, name):
        key, target = self._key(), self._open_target()
        try:
            erasures.write(told, target, name, key)
        finally:
            target.close()
