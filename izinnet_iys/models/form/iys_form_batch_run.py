"""The job behind a batch: lot by lot, one transaction each."""

import logging

from odoo import api, fields, models

from ..rivals import RIVALS
from .iys_form_batch import WORKING

_logger = logging.getLogger(__name__)

MAX_FAILURES = 3
STEPS = {"making": "_make_lot", "drawing": "_draw_lot"}


class IysFormBatch(models.Model):
    _inherit = "iys.form.batch"

    @api.model
    def _cron_batch(self):
        """Work on all started lists; one that fails stops no other."""
        for batch in self.search([("state", "in", WORKING)], order="id"):
            mine = batch.with_company(batch.company_id).with_context(
                lang=batch.user_id.lang or "en_US"
            )
            while mine.state in WORKING and mine._step():
                self.env.invalidate_all()  # a lot's records are of no use any more
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    self._wake()
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _step(self):
        """Do one lot; False when the list has to wait."""
        state = self.state
        try:
            getattr(self, STEPS[state])()
        except RIVALS:
            self.env.cr.rollback()
            self._count_failure(state, self.env._("Another job held the same records."))
        except Exception:
            self.env.cr.rollback()
            _logger.exception("codes %s: unexpected", self.id)
            words = self.env._(
                "Something unexpected happened; see the server's log. Links that were"
                " made are kept."
            )
            self._count_failure(state, words)
        else:
            if self.failures:
                self.failures = 0
            return True
        return False

    def _count_failure(self, state, words):
        """Try again a few times, then wait for a person."""
        self.invalidate_recordset()
        values = {"failures": self.failures + 1}
        if values["failures"] >= MAX_FAILURES:
            values |= {"state": "failed", "resume_state": state, "message": words}
        else:
            self._wake()
        self.write(values)

    def _lock(self, state):
        """Take the list for one transaction; False when it is no longer in this state."""
        locked = self.try_lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
        return bool(locked) and self.state == state

    def _end(self):
        """Note the end and tell the person."""
        self.write({"state": "done", "ended_at": fields.Datetime.now()})
        self.env["iys.log"]._add(
            "setup", "QR codes made", record=self, data={"links": self.drawn_count}
        )
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success",
                "title": self.name,
                "message": self.env._("The QR codes are ready to be downloaded."),
            },
        )
