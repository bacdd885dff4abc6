"""Buttons of an import: check, record, cancel, go on, and the lists behind its figures."""

from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

COUNTS = (
    "count_queued", "count_ask", "count_in_iys", "count_ret", "count_known",
    "count_too_old", "count_blocked", "count_faulty", "count_silent", "count_partners",
)  # fmt: skip


class IysImport(models.Model):
    _inherit = "iys.import"

    def _move(self, expected, state, **vals):
        """Change the state by a button; raises UserError when it is not due."""
        self.check_access("write")
        for job in self:
            if job.state not in expected:
                raise UserError(
                    self.env._("This step is not possible in the present state.")
                )
        self.write({"state": state, "message": False, "failures": 0, **vals})
        self._wake_import()

    def action_check(self):
        """Start the dry run: nothing is recorded, every fault is listed."""
        for job in self:
            job._check_columns()
        self.env["iys.import.fault"].flush_model()
        for job in self:
            self.env["iys.import.fault"]._drop(job)
        self._move(("ready", "checked"), "checking", **self._clean_counts())

    def action_start(self):
        """Record what the check has shown."""
        for job in self:
            job._seal_documents()
        self._move(
            ("checked",),
            "running",
            run_pass="RET",
            started_at=fields.Datetime.now(),
            **self._clean_counts(),
        )
        for job in self:
            self.env["iys.import.fault"]._drop(job)

    def _seal_documents(self):
        """Tie the proof documents to this import and keep their SHA-256 (L-18, L-32)."""
        files_sudo = self.proof_attachment_ids.sudo()  # uploaded with this very form
        files_sudo.write({"res_model": self._name, "res_id": self.id})
        self.proof_hashes = sorted(sha256(f.raw or b"").hexdigest() for f in files_sudo)

    def action_cancel(self):
        """Stop; what is recorded stays recorded, because it is true."""
        working = ("reading", "ready", "checking", "checked", "running", "failed")
        self._move(working, "cancelled", ended_at=fields.Datetime.now())
        for job in self:
            self.env["iys.import.part"]._drop(job)
            self.env["iys.log"]._add("import", "Import cancelled", record=job)

    def action_go_on(self):
        """Try again where the import stopped."""
        for job in self:
            job._move(("failed",), job.resume_state or "reading")

    @api.model
    def _clean_counts(self):
        return {name: 0 for name in (*COUNTS, "rows_done", "part_done")}

    def _check_columns(self):
        """Raise UserError while the columns cannot give a consent."""
        targets = set(self.column_ids.mapped("target"))
        if not targets & {"recipient", "phone", "email"}:
            raise UserError(
                self.env._("Say which column holds the phone or the e-mail address.")
            )
        states = {"status", "status_ARAMA", "status_MESAJ", "status_EPOSTA"}
        if not (targets & states or self.default_status):
            raise UserError(
                self.env._(
                    "Say which column tells ONAY or RET, or choose a status for all rows."
                )
            )

    def action_open_faults(self):
        """Open the rows that were left out; the context may name one outcome."""
        self.ensure_one()
        outcome = self.env.context.get("iys_outcome")
        domain = [("import_id", "=", self.id)]
        if outcome:
            domain.append(("outcome", "=", outcome))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rows left out"),
            "res_model": "iys.import.fault",
            "view_mode": "list",
            "domain": domain,
        }

    def action_open_consents(self):
        """Open the consents this import has recorded; the context may name one class."""
        self.ensure_one()
        domain = [
            ("id", ">=", self.first_consent_id),
            ("id", "<=", self.last_consent_id),
            ("origin_model", "=", "iys.import"),
            ("origin_id", "=", self.id),
        ]
        outcome = self.env.context.get("iys_outcome")
        domain += {
            "ret": [("status", "=", "RET")],
            "in_iys": [("status", "=", "ONAY"), ("state", "=", "received")],
            "queued": [("status", "=", "ONAY"), ("state", "!=", "received")],
        }.get(outcome, [])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consents from %(name)s", name=self.name),
            "res_model": "iys.consent",
            "view_mode": "list,form",
            "domain": domain,
        }
