"""The restore drill: what was never restored is no backup (R-40)."""

from odoo import api, fields, models

from ...backup_files import erasures, names
from ...backup_files.faults import BackupFault
from ...backup_files.restore import scratch
from .ledger_fit import fits

LOT = 2000


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

    def _work_drills(self):
        """Restore what is written and not proven; one fault stops no other drill."""
        for backup in self._backups("written"):
            backup._set_state("proving")
            self._commit()
            try:
                backup._drill()
            except Exception as error:
                self._ended_badly(backup, "unproven", error)
                continue
            self._commit()


class IysBackup(models.Model):
    _inherit = "iys.backup"

    def _drill(self):
        """Restore into a scratch database and compare everything; raises BackupFault.

        Odoo does not see the scratch database, its scheduled actions and mail servers
        are off before anything else, and it is dropped whatever happens (R-21).
        """
        plan, server = self.plan_id, self.plan_id._server()
        key, target = plan._key(), plan._open_target()
        place = f"izinnet_drill_{names.short(plan._database_uuid())}_{plan.id}"
        self._commit_before_work()
        try:
            with scratch(server, target, self.name, key, place) as restored:
                if restored.sha256 != self.sha256:
                    raise BackupFault("damaged", reason="sha256")
                again = self._replay_erasures(server, target, key, place, restored)
                with server.autocommit(place) as cursor:
                    self._judge_checks(cursor)
        finally:
            target.close()
        now = fields.Datetime.now()
        self._set_state(
            "proven",
            proven_at=now,
            ended_at=now,
            missing_files=restored.missing_files,
            erased_again=again,
        )

    def _commit_before_work(self):
        self.plan_id._commit()

    def _replay_erasures(self, server, target, key, database, restored):
        """Apply what was erased since the backup to the scratch database.

        The same is done by the restore command before a restored database opens. An
        addon that erases more than rows and files (another database, a search index)
        extends this: ``server.autocommit(database)`` gives a cursor on the scratch
        database, ``restored.manifest.made_at`` is the moment of the backup in UTC.
        Returns the rows erased again; raises BackupFault("erasures").
        """
        made = restored.manifest
        since = erasures.read_since(target, made.database_uuid, key, made.made_at)
        with server.autocommit(database) as cursor:
            return erasures.replay(cursor, since)

    def _judge_checks(self, cursor):
        faults = self._drill_checks(cursor)
        if faults:
            raise BackupFault("checks", reason="; ".join(faults[:5]))

    @api.model
    def _drill_checks(self, cursor):
        """Look at the restored data; returns what is wrong, a sentence each, in English.

        ``cursor`` is a plain psycopg2 cursor on the scratch database. Extend it with
        ``[*super()._drill_checks(cursor), …]``; raise nothing for wrong data.
        """
        return self._check_ledger(cursor)

    @api.model
    def _check_ledger(self, cursor):
        """Compute the content hash of every act anew (L-32)."""
        last = wrong = 0
        while rows := self._ledger_rows(cursor, last):
            last = rows[-1]["id"]
            wrong += sum(not fits(row) for row in rows)
        return [f"{wrong} acts do not match their content hash"] if wrong else []

    @api.model
    def _ledger_rows(self, cursor, last):
        cursor.execute(
            "SELECT id, uid, brand_id, recipient_key, recipient_type, type, status,"
            " source, consent_date, retailer_code, notice_id, proof_key, origin_model,"
            " origin_id, transaction_id, iys_creation_date, content_hash"
            " FROM iys_consent WHERE id > %s ORDER BY id LIMIT %s",
            [last, LOT],
        )
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
