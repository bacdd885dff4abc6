"""Masking in sets: the steps of one lot, the contacts, the files (L-58)."""

from odoo import api, models
from odoo.tools import SQL

from .masking_steps import DELETED, LOCKED, STEPS

#: Rows whose words are held in memory at once while they are locked away.
LOCK_LOT = 500
FILE_LOT = 100
#: Columns of a contact that say nothing about the person.
CONTACT_KEEPS = {"id", "create_date", "write_date", "create_uid", "write_uid", "lang",
    "tz", "type", "company_id", "commercial_partner_id", "parent_id", "color",
    "is_company", "employee", "partner_share", "message_bounce"}  # fmt: skip


class IysMasking(models.AbstractModel):
    """Does to the people of some lots what the steps say; counts it or carries it out.

    Straight SQL: a hundred thousand contacts through the ORM would take hours, and the
    ORM would write the old values into the chatter once more. Only `iys.destruction` calls
    it, for what was approved.
    """

    _name = "iys.masking"
    _description = "Masking"

    @api.model
    def _arrays(self, run, first, last):
        """Return {name: list} for the names in the steps' conditions.

        Values, not subqueries: PostgreSQL finds a row in a constant array by hash and uses
        indexes on both sides of an OR; in the array of a subquery it would look entry by
        entry, and the time would grow with the square of the people.
        """
        self.env.cr.execute(
            "SELECT partner_id, recipient_key, address, is_whole"
            " FROM iys_destruction_target"
            " WHERE destruction_id = %s AND lot BETWEEN %s AND %s",
            [run.id, first, last],
        )
        rows = self.env.cr.fetchall()
        return {
            "W": sorted({row[0] for row in rows if row[0] and row[3]}),
            "P": sorted({row[0] for row in rows if row[0]}),
            "K": sorted({row[1] for row in rows if row[1]}),
            "A": sorted({row[2] for row in rows if row[2]}),
            "WA": sorted({row[2] for row in rows if row[2] and row[3]}),
            "brands": run._all_brands().ids,
            "company": run.company_id.id,
        }

    @api.model
    def _condition(self, text, arrays):
        """Return one of this addon's own texts as SQL, its names filled with values."""
        names = {name: f"%({name})s" for name in arrays}
        return SQL(text.format(**names), **arrays)  # pylint: disable=sql-injection

    @api.model
    def _steps(self):
        """Return the steps whose model and columns this database has."""
        return [
            step
            for step in STEPS
            if step.model in self.env
            and all(
                name in self.env[step.model]._fields
                and self.env[step.model]._fields[name].store
                for name in step.needs
            )
        ]

    @api.model
    def _count(self, run, first, last):
        """Yield (model, verb, rows, where as SQL) of each step, nothing written."""
        arrays = self._arrays(run, first, last)
        self.env.flush_all()
        for step in self._steps():
            table = SQL.identifier(self.env[step.model]._table)
            where = self._condition(step.where, arrays)
            query = SQL("SELECT count(*) FROM %s WHERE %s", table, where)
            yield step.model, step.verb, self.env.execute_query(query)[0][0], where
        for model, verb, ids in (
            ("res.partner", "masked", arrays["W"]),
            ("ir.attachment", DELETED, self._files_to_delete(arrays)),
            ("ir.attachment", LOCKED, self._files_to_lock(arrays)),
        ):
            yield model, verb, len(ids), SQL("id = ANY(%s)", ids)

    @api.model
    def _mask(self, run, first, last):
        """Mask the people of some lots; returns {(model, verb): rows}.

        Raises UserError without the key file: then nothing could be proven any more.
        """
        self.env["iys.vault"]._cipher()
        arrays = self._arrays(run, first, last)
        self.env.flush_all()
        done = {}
        files = self._files_to_delete(arrays)
        done["ir.attachment", LOCKED] = self._lock_files(self._files_to_lock(arrays))
        for step in self._steps():
            where = self._condition(step.where, arrays)
            rows = self._lock_rows(step, where) if step.lock else self._do(step, where)
            place = step.model, step.verb
            done[place] = done.get(place, 0) + rows
        done["ir.attachment", DELETED] = self._delete_files(files)
        done["res.partner", "masked"] = self._blank_partners(run, arrays)
        self._mask_documents(run, arrays)
        self.env.invalidate_all()
        return done

    @api.model
    def _do(self, step, where):
        table = SQL.identifier(self.env[step.model]._table)
        if step.sets is None:
            query = SQL("DELETE FROM %s WHERE %s RETURNING id", table, where)
        else:
            sets = SQL(step.sets)  # pylint: disable=sql-injection
            query = SQL("UPDATE %s SET %s WHERE %s RETURNING id", table, sets, where)
        self.env.cr.execute(query)
        ids = [row[0] for row in self.env.cr.fetchall()]
        self._keep(self.env[step.model]._table, ids, step.put)
        return len(ids)

    @api.model
    def _keep(self, table, ids, columns=None, files=(), paths=None):
        """Tell the backups what was erased: a restore repeats it before it opens (R-40)."""
        if ids:
            erasures = self.env["iys.backup.erasure"]
            erasures._keep(table, ids, columns, files, paths)

    @api.model
    def _lock_rows(self, step, where):
        """Put what is blanked into the vault first; some hundred rows at a time."""
        table = SQL.identifier(self.env[step.model]._table)
        columns = SQL(", ").join(SQL.identifier(name) for name in step.lock)
        sets = SQL(step.sets)  # pylint: disable=sql-injection
        self.env.cr.execute(SQL("SELECT id FROM %s WHERE %s ORDER BY id", table, where))
        ids = [row[0] for row in self.env.cr.fetchall()]
        for start in range(0, len(ids), LOCK_LOT):
            lot = ids[start : start + LOCK_LOT]
            rows = self.env.execute_query(
                SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", columns, table, lot)
            )
            contents = {
                id_: dict(zip(step.lock, values, strict=True)) for id_, *values in rows
            }
            self.env["iys.vault"]._lock(step.model, contents)
            self._forget_seal(step.model, lot)
            self._keep(self.env[step.model]._table, lot, step.put)
            self.env.cr.execute(
                SQL("UPDATE %s SET %s WHERE id = ANY(%s)", table, sets, lot)
            )
        return len(ids)

    @api.model
    def _forget_seal(self, model, ids):
        """Let the seal forget the salts of masked rows, so that nobody can try phone
        numbers against its commitments; the chain still verifies (R-36)."""
        self.env["iys.seal"]._forget(model, ids)

    # === CONTACTS === #

    @api.model
    def _blank_partners(self, run, arrays):
        """Take everything from the contacts but the row: documents may still name it."""
        ids = arrays["W"]
        if not ids:
            return 0
        word = run._in_its_language().env._("Masked person")
        self._keep("res_partner", ids, self._contact_after(word))
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET name = %s, complete_name = %s, active = FALSE,"
                " iys_recipient_type = 'BIREYSEL', %s WHERE id = ANY(%s)",
                word,
                word,
                SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(name))
                    for name in self._contact_columns()
                ),
                ids,
            )
        )
        rows = self.env.cr.rowcount
        field = self.env["res.partner"]._fields["category_id"]
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s = ANY(%s)",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                ids,
            )
        )
        return rows

    @api.model
    def _contact_after(self, word):
        """Return {column: value} of a masked contact, for the repetition."""
        fields_of = self.env["res.partner"]._fields
        emptied = [name for name in self._contact_columns() if name in fields_of]
        return {
            **dict.fromkeys(emptied),
            "name": word,
            "complete_name": word,
            "active": False,
            "iys_recipient_type": "BIREYSEL",
        }

    @api.model
    def _contact_columns(self):
        """Every column of a contact that may be emptied, whatever addons added it."""
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = 'res_partner'"
            " AND is_nullable = 'YES' AND data_type <> 'boolean'"
        )
        own = {"name", "complete_name", "active", "iys_recipient_type"}
        return sorted({row[0] for row in self.env.cr.fetchall()} - CONTACT_KEEPS - own)

    # === FILES === #

    @api.model
    def _files_to_delete(self, arrays):
        """Ids of files on the contacts and in their chatter."""
        return self._file_ids(
            """
            SELECT id FROM ir_attachment
            WHERE res_model = 'res.partner' AND res_id = ANY({W})
            UNION
            SELECT r.attachment_id FROM message_attachment_rel r
            JOIN mail_message m ON m.id = r.message_id
            WHERE m.model = 'res.partner' AND m.res_id = ANY({W})
            """,
            arrays,
        )

    @api.model
    def _files_to_lock(self, arrays):
        """Ids of scans and recordings that prove acts of masked people alone, and of
        their signed documents.

        A scan that proves somebody else's act too stays readable for that one.
        """
        field = self.env["iys.consent"]._fields["attachment_ids"]
        return self._file_ids(
            f"""
            SELECT r.{field.column2} FROM {field.relation} r
            JOIN iys_consent c ON c.id = r.{field.column1}
            WHERE c.recipient_key = ANY({{K}})
              AND c.brand_id = ANY({{brands}})
              AND NOT EXISTS (
                  SELECT 1 FROM {field.relation} o
                  JOIN iys_consent k ON k.id = o.{field.column1}
                  WHERE o.{field.column2} = r.{field.column2}
                    AND k.recipient IS NOT NULL
                    AND k.recipient_key <> ALL({{K}}))
            UNION
            SELECT a.id FROM ir_attachment a
            JOIN iys_document d ON d.id = a.res_id
            WHERE a.res_model = 'iys.document' AND d.partner_id = ANY({{W}})
              AND d.company_id = {{company}}
            """,
            arrays,
        )

    @api.model
    def _file_ids(self, text, arrays):
        rows = self.env.execute_query(self._condition(text, arrays))
        return sorted(row[0] for row in rows)

    @api.model
    def _lock_files(self, ids):
        for start in range(0, len(ids), FILE_LOT):
            # sudo: files of proof belong to records nobody may write
            files_sudo = self.env["ir.attachment"].sudo()
            lot = files_sudo.browse(ids[start : start + FILE_LOT]).exists()
            stored = [name for name in lot.mapped("store_fname") if name]
            after = {"name": "locked.bin", "index_content": None, "store_fname": None}
            self._keep("ir_attachment", lot.ids, after, stored)
            self.env["iys.vault"]._lock_files(lot)
            self.env.invalidate_all()
        return len(ids)

    @api.model
    def _delete_files(self, ids):
        for start in range(0, len(ids), FILE_LOT):
            # sudo: the approved destruction reaches files of every owner
            files_sudo = self.env["ir.attachment"].sudo()
            lot = files_sudo.browse(ids[start : start + FILE_LOT]).exists()
            stored = [name for name in lot.mapped("store_fname") if name]
            self._keep("ir_attachment", lot.ids, None, stored)
            lot.unlink()
        return len(ids)

    @api.model
    def _mask_documents(self, run, arrays):
        """Signed documents of masked people keep kind, dates and fingerprint."""
        word = run._in_its_language().env._("Masked person")
        self.env.cr.execute(
            SQL(
                "UPDATE iys_document SET name = %s, reference = NULL, file_name = NULL,"
                " note = NULL, clause_text = NULL, partner_id = NULL"
                " WHERE partner_id = ANY(%s) AND company_id = %s RETURNING id",
                word,
                arrays["W"],
                run.company_id.id,
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        emptied = ("reference", "file_name", "note", "clause_text", "partner_id")
        self._keep("iys_document", ids, {**dict.fromkeys(emptied), "name": word})
