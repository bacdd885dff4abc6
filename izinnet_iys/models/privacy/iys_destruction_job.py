"""The job: counts, masks lot by lot, sweeps, certifies; killed at any point it goes on."""

import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rivals import RIVALS
from .iys_destruction_proof import PROOF_KINDS

_logger = logging.getLogger(__name__)

WORKING = ("counting", "approved", "running")
SAMPLE = 3
#: Lots counted at once by the dry run: a query carries the ids of its 10,000 people.
COUNT_LOTS = 5
#: Tables are swept as long as this in one transaction; a big one takes its own time.
SWEEP_SECONDS = 5


class IysDestruction(models.Model):
    _inherit = "iys.destruction"

    @api.model
    def _cron_destroy(self):
        """Work on everything that waits, step by step; one's trouble stops no other."""
        for run in self.search([("state", "in", WORKING)], order="id"):
            mine = run.with_company(run.company_id)
            while mine.state in WORKING and mine._step_guarded():
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    self._wake()
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _step_guarded(self):
        """Do one step; False when it has to stop for now."""
        try:
            self._step()
            return True
        except RIVALS:
            # somebody presses a button of it at this moment; theirs counts
            self.env.cr.rollback()
            self._wake()
        except UserError as error:
            self.env.cr.rollback()
            self._fail(str(error))
        except Exception:
            self.env.cr.rollback()
            _logger.exception("destruction %s: unexpected", self.id)
            self._fail(
                self.env._("Something unexpected happened; see the server's log.")
            )
        return False

    def _fail(self, message):
        self.invalidate_recordset()
        self.write({"state": "failed", "message": message})
        self.env["iys.log"]._add("alarm", "Destruction stopped", record=self)

    def _step(self):
        """Do the next thing: count, mask one lot, sweep one table, or end."""
        self.lock_for_update()
        if self.state == "counting":
            self._count()
        elif self.state == "approved":
            self._begin()
        elif self.rule_id.kind in PROOF_KINDS:
            if not self._delete_proof_lot():
                self._end()
        elif self.lot_done < self.lots:
            self._mask_lot(self.lot_done + 1)
        elif not self._sweep_next():
            self._end()

    # === DRY RUN === #

    def _count(self):
        """Write down whom it is about and how much of everything goes (dry run)."""
        self.env["iys.key"]._load()
        targets = self.env["iys.destruction.target"]
        self.line_ids.unlink()
        if self.rule_id.kind in PROOF_KINDS:
            self._count_proof()
        else:
            if self.kind == "rule":
                targets._forget(self)
                targets._fill(self, self.rule_id._find_people())
            self._count_people()
        self.write({"state": "ready", "counted_at": fields.Datetime.now()})
        self._ask_second_person()

    def _count_people(self):
        targets = self.env["iys.destruction.target"]
        people, whole, lots = targets._people(self)
        self.write(
            {"people": people, "whole_people": whole, "lots": lots, "lot_done": 0}
        )
        lines = {}
        for first in range(1, lots + 1, COUNT_LOTS):
            last = min(first + COUNT_LOTS - 1, lots)
            self._count_lots(first, last, lines)
        self._store_lines(lines)

    def _count_lots(self, first, last, lines):
        """Add what goes with some lots to {(model, verb): figures}."""
        counted = self.env["iys.masking"]._count(self, first, last)
        for model, verb, rows, where in counted:
            line = lines.setdefault((model, verb), {"planned": 0, "sample": []})
            line["planned"] += rows
            if rows and len(line["sample"]) < SAMPLE:
                line["sample"] += self._samples(model, where)

    def _samples(self, model, where):
        """Return the names of a few of the rows, as the person who decides knows them."""
        table = SQL.identifier(self.env[model]._table)
        rows = self.env.execute_query(
            SQL("SELECT id FROM %s WHERE %s ORDER BY id LIMIT %s", table, where, SAMPLE)
        )
        # sudo: the preview shows the second person what they approve
        records = self._in_its_language().env[model].sudo()
        records = records.browse([row[0] for row in rows])
        return [f"#{record.id} {record.display_name or ''}"[:80] for record in records]

    def _store_lines(self, lines):
        self.env["iys.destruction.line"].create(
            [
                {
                    "destruction_id": self.id,
                    "model": model,
                    "verb": verb,
                    "planned": line["planned"],
                    "sample": "\n".join(line["sample"][:SAMPLE]),
                }
                for (model, verb), line in lines.items()
                if line["planned"]
            ]
        )

    def _ask_second_person(self):
        """Leave a to-do for the other consent managers of the company."""
        group = self.env.ref("izinnet_iys.group_manager")
        for user in group.all_user_ids - self.started_by_id:
            if user.active and self.company_id in user.company_ids:
                self.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.with_context(lang=user.lang).env._(
                        "Look at the dry run and approve"
                    ),
                    user_id=user.id,
                )

    # === WORK === #

    def _begin(self):
        """Decide anew who is tied to the company: days may lie since the dry run."""
        if self.rule_id.kind not in PROOF_KINDS:
            self.env["iys.destruction.target"]._part_off_tied(self)
            self._purge_uploads()
        self.state = "running"

    def _mask_lot(self, lot):
        """Mask the people of one lot and note their keys, in one transaction."""
        targets = self.env["iys.destruction.target"]
        if self.kind != "replay":
            targets._stop(self, lot, lot)
        done = self.env["iys.masking"]._mask(self, lot, lot)
        self._note_erasures(lot)
        self._add_done(done)
        self.lot_done = lot

    def _note_erasures(self, lot):
        self.env.cr.execute(
            """
            INSERT INTO iys_erasure (erased_at, kind, recipient_key, company_id,
                                     destruction_id)
            SELECT %s, CASE WHEN bool_and(is_whole) THEN 'masked' ELSE 'marketing' END,
                   recipient_key, %s, %s
            FROM iys_destruction_target
            WHERE destruction_id = %s AND lot = %s AND recipient_key IS NOT NULL
            GROUP BY recipient_key
            """,
            [fields.Datetime.now(), self.company_id.id, self.id, self.id, lot],
        )

    def _add_done(self, done):
        """Add what was done to the lines; one that nobody planned gets its own."""
        lines = {(line.model, line.verb): line for line in self.line_ids}
        for (model, verb), rows in done.items():
            if line := lines.get((model, verb)):
                line.done += rows
            elif rows:
                self.env["iys.destruction.line"].create(
                    {
                        "destruction_id": self.id,
                        "model": model,
                        "verb": verb,
                        "done": rows,
                    }
                )
        self.done_rows += sum(done.values())

    def _sweep_next(self):
        """Sweep the next tables for a few seconds; False when all were."""
        if not self.whole_people:
            return False
        sweep, end = self.env["iys.sweep"], time.monotonic() + SWEEP_SECONDS
        done, after = {}, self.swept or ""
        for name, table, columns in sweep._tables():
            if name > after:
                done[name, "swept"] = sweep._sweep_table(self, name, table, columns)
                self.swept = name
                if time.monotonic() > end:
                    break
        self._add_done(done)
        return bool(done)

    def _purge_uploads(self):
        """Uploaded lists are working copies: their acts are in the ledger, their
        fingerprint stays. Those whose term is over go with every destruction."""
        months = self.env["iys.retention"]._months("uploaded_list", self.company_id)
        before = fields.Datetime.subtract(fields.Datetime.now(), months=months)
        # sudo: the job works for the company, not for the uploader
        jobs = (
            self.env["iys.import"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "in", ("done", "cancelled")),
                ]
            )
        )
        keys = self._target_keys_of_imports(jobs)
        gone = jobs.filtered(
            lambda job: job.id in keys or (job.ended_at or job.uploaded_at) < before
        )
        files = gone.filtered(lambda job: job.file or job.refused_file)
        files.write({"file": False, "refused_file": False})
        gone.column_ids.write({"sample": False})
        self._add_done({("iys.import", "deleted"): len(files)})

    def _target_keys_of_imports(self, jobs):
        """Return the ids of the imports that recorded an act of somebody masked now."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT c.origin_id FROM iys_consent c"
                " JOIN iys_destruction_target t ON t.recipient_key = c.recipient_key"
                " WHERE t.destruction_id = %s AND c.origin_model = 'iys.import'"
                " AND c.origin_id = ANY(%s)",
                self.id,
                jobs.ids,
            )
        )
        return {row[0] for row in rows}

    def _end(self):
        """Certify, forget the list of people, tell whoever started it."""
        self.write({"state": "done", "ended_at": fields.Datetime.now()})
        self._in_its_language()._certify()
        self._forget_people()
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.env["iys.log"]._add(
            "record",
            "Destruction done",
            record=self,
            data={"people": self.people, "rows": self.done_rows},
        )

    # === AFTER A RESTORE === #

    @api.model
    def _replay(self, company, kind, keys):
        """Erase some keys again at once, in this transaction; see ``iys.erasure``.

        A restored database may still show an approval for somebody who refused after the
        backup was made: it ends here, or masking would open the road again.
        """
        run = self._for_keys(company, keys, kind="replay").sudo()
        run._count_people()
        self._refuse_again(run, company)
        for lot in range(1, run.lots + 1):
            run._mask_lot(lot)
        if kind != "marketing":
            while run._sweep_next():
                pass
        run._end()
        return run

    @api.model
    def _refuse_again(self, run, company):
        """Record the refusal that the restored ledger has lost; İYS knows it already."""
        ledger = self.env["iys.consent"].sudo()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT c.brand_id, c.type, t.address FROM iys_consent c"
                " JOIN iys_destruction_target t ON t.recipient_key = c.recipient_key"
                " WHERE t.destruction_id = %s AND c.is_effective IS TRUE"
                " AND c.status = 'ONAY' AND t.address IS NOT NULL"
                " AND c.brand_id = ANY(%s)",
                run.id,
                run._all_brands().ids,
            )
        )
        places = {}
        for brand_id, type_, address in rows:
            places.setdefault((brand_id, type_), []).append(address)
        for (brand_id, type_), addresses in places.items():
            brand = self.env["iys.brand"].browse(brand_id)
            recorded = ledger._refuse(
                brand, type_, addresses, "HS_KARAR", {"road": "replay"}
            )
            ledger._set_state("local", [r.consent_id for r in recorded if r.consent_id])
