"""Working on the parts of an import: the dry run and the recording."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.errors import IysError
from ...spreadsheets.faults import FileFault
from ..rivals import RIVALS
from .iys_import import WORKING
from .iys_import_words import file_fault_text

_logger = logging.getLogger(__name__)

MAX_FAILURES = 3
#: Minutes until İYS is asked again after it did not answer.
PAUSE = 5
STEPS = {"reading": "_read_slot", "checking": "_check_part", "running": "_run_part"}


class IysImport(models.Model):
    _inherit = "iys.import"

    @api.model
    def _cron_import(self):
        """Work on all waiting imports, part by part; one job's trouble stops no other."""
        for job in self.search([("state", "in", WORKING)], order="id"):
            mine = job.with_company(job.company_id).with_context(
                lang=job.user_id.lang or "en_US"
            )
            while mine.state in WORKING:
                if not mine._step_guarded():
                    break
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    self._wake_import()
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _step_guarded(self):
        """Do one step; True when the next may follow at once."""
        state = self.state
        try:
            getattr(self, STEPS[state])()
            if self.failures:
                self.failures = 0
            return True
        except FileFault as fault:
            self.env.cr.rollback()
            self._fail(state, file_fault_text(self.env, fault.code, fault.details))
        except RIVALS:  # before UserError, of which one of them is a kind
            self.env.cr.rollback()
            self._count_failure(state, self.env._("Another job held the same records."))
        except (IysError, UserError) as error:
            self.env.cr.rollback()
            self._pause(error)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("import %s: unexpected", self.id)
            self._count_failure(
                state,
                self.env._("Something unexpected happened; see the server's log."),
            )
        return False

    def _fail(self, state, message):
        self.invalidate_recordset()
        self.write({"state": "failed", "resume_state": state, "message": message})
        self.env["iys.log"]._add("import", "Import stopped", record=self)

    def _count_failure(self, state, message):
        """Try again a few times, then wait for a person."""
        self.invalidate_recordset()
        if self.failures + 1 >= MAX_FAILURES:
            self._fail(state, message)
        else:
            self.write({"failures": self.failures + 1})
            self._wake_import()

    def _pause(self, error):
        """İYS cannot be asked now: say so and try again in some minutes."""
        self.invalidate_recordset()
        if isinstance(error, IysError):
            self.brand_id.account_id._note_error(error)
            text = self.brand_id.account_id._explain_error(error)
        else:
            text = str(error)
        self.message = self.env._(
            "İYS has to be asked about older approvals, and cannot be reached now:"
            " %(error)s The import goes on by itself.",
            error=text,
        )
        again = fields.Datetime.add(fields.Datetime.now(), minutes=PAUSE)
        self.env.ref("izinnet_iys.ir_cron_import").sudo()._trigger(at=again)

    def _check_part(self):
        """Dry run of the next part: count the classes, list the faults."""
        if not self._lock("checking"):
            return
        found = self.env["iys.import.part"]._take(self, self.part_done)
        if not found:
            self.state = "checked"
            return
        sequence, rows = found
        verdict = self._judge(rows)
        self.env["iys.import.part"]._note_refusals(
            self, sequence, bool(verdict.refusals)
        )
        self._store_faults(verdict)
        self._advance(
            sequence,
            len(rows),
            count_queued=len(verdict.queued),
            count_ask=len(verdict.ask),
            count_ret=len(verdict.ret),
            count_known=verdict.known,
            count_blocked=len(verdict.blocked),
            count_faulty=verdict.faulty_rows,
            count_silent=verdict.silent,
        )

    def _store_faults(self, verdict):
        faults = self.env["iys.import.fault"]
        faults._store(self, "faulty", verdict.faulty)
        faults._store(self, "blocked", verdict.blocked)

    def _advance(self, sequence, rows, **counts):
        """Move on behind a part, in the transaction that did its work."""
        values = {name: self[name] + more for name, more in counts.items() if more}
        values |= {"part_done": sequence, "rows_done": self.rows_done + rows}
        self.write(values)

    def _run_part(self):
        """Record the next part; refusals of the whole file come first (L-14)."""
        if not self._lock("running"):
            return
        refusals = self.run_pass == "RET"
        found = self.env["iys.import.part"]._take(self, self.part_done, refusals)
        if not found:
            self._end_pass(refusals)
        elif refusals:
            self._run_refusals(*found)
        else:
            self._run_approvals(*found)

    def _end_pass(self, refusals):
        if refusals:
            self.write(
                {"run_pass": "ONAY", "part_done": 0, "rows_done": self.rows_total}
            )
        else:
            self._finish()

    def _run_refusals(self, sequence, rows):
        verdict = self._judge(rows, approvals=False)
        counts = self._record(verdict.ret, "count_ret")
        counts["count_known"] += verdict.known
        counts["count_faulty"] += verdict.faulty_rows
        self._store_faults(verdict)
        self._advance(sequence, len(rows), **counts)

    def _run_approvals(self, sequence, rows):
        """Record the approvals of a part; İYS is asked outside of any transaction."""
        verdict = self._judge(rows, refusals=False)
        approved, standing = {}, verdict.standing
        if verdict.ask:
            standing = None  # asking ends the transaction it was read in
            approved = self._ask_registry(verdict.ask)
            if not self._lock("running") or self.part_done >= sequence:
                return
        at_iys = [c for c in verdict.ask if _key(c) in approved]
        too_old = [
            (c.row, "too_old", "", c.type)
            for c in verdict.ask
            if _key(c) not in approved
        ]
        counts = self._record(verdict.queued, "count_queued", standing=standing)
        found = self._record(at_iys, "count_in_iys", approved)
        for name, more in found.items():
            counts[name] = counts.get(name, 0) + more
        counts["count_known"] += verdict.known
        counts["count_faulty"] += verdict.faulty_rows
        self._store_faults(verdict)
        self.env["iys.import.fault"]._store(self, "too_old", too_old)
        self._advance(
            sequence,
            len(rows),
            count_too_old=len(too_old),
            count_blocked=len(verdict.blocked),
            count_silent=verdict.silent,
            **counts,
        )

    def _record(self, choices, name, found=None, standing=None):
        """Hand choices to the ledger; return how many became what, by field name."""
        # nobody becomes a contact by refusing
        partners = {} if name == "count_ret" else self._ensure_partners(choices)
        make = self._act_maker()
        acts = [
            make(c, partners.get(c.recipient), found and found[_key(c)])
            for c in choices
        ]
        recorded = self.env["iys.consent"]._record_acts(acts, standing)
        stored = [entry.consent_id for entry in recorded if entry.outcome == "stored"]
        faults = [
            (choice.row, entry.code, "", choice.type)
            for choice, entry in zip(choices, recorded, strict=True)
            if entry.outcome == "faulty"
        ]
        self.env["iys.import.fault"]._store(self, "faulty", faults)
        self._note_range(stored)
        return {
            name: len(stored),
            "count_known": len(recorded) - len(stored) - len(faults),
            "count_faulty": len(faults),
            "count_partners": len(set(partners.values())),
        }

    def _note_range(self, ids):
        """Remember between which ids this job's consents lie, to find them fast."""
        if ids:
            self.first_consent_id = min(self.first_consent_id or ids[0], *ids)
            self.last_consent_id = max(self.last_consent_id, *ids)

    def _finish(self):
        """Write the file of rows left out, forget the parts, tell the person."""
        self._write_refused_file()
        self.env["iys.import.part"]._drop(self)
        self.write(
            {
                "state": "done",
                "ended_at": fields.Datetime.now(),
                "rows_done": 2 * self.rows_total,
                "message": False,
            }
        )
        self.env["iys.log"]._add(
            "import", "Import done", record=self, data=self._figures()
        )
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success",
                "title": self.name,
                "message": self.env._("The import is done."),
            },
        )

    def _figures(self):
        return {
            name.removeprefix("count_"): self[name]
            for name in self._clean_counts()
            if name.startswith("count_")
        } | {"rows": self.rows_total}


def _key(choice):
    return (choice.brand_id, choice.recipient_type, choice.type, choice.recipient)
