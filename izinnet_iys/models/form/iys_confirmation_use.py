"""Using a confirmation: once, in time, for its one purpose (L-25, L-27)."""

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ...iys_api.acts import Act
from .form_words import CONFIRMS
from .iys_confirmation import OPEN

#: The purposes that record an approval; no other has a path to the ledger.
TYPE_OF = {purpose: type_ for type_, purpose in CONFIRMS.items()}


class IysConfirmation(models.Model):
    _inherit = "iys.confirmation"

    def _confirm(self, evidence):
        """Use the confirmation as the person asks; True when it did something.

        ``evidence`` is plain JSON about the confirming act (ip, browser). False when it
        was used or ran out meanwhile: nothing changes then. Raises UserError when the
        approval could not be recorded; then nothing is kept, and the link still works.
        """
        self.ensure_one()
        if not self._lock():
            return False
        now = fields.Datetime.now()
        self._set_state("confirmed", confirmed_at=now)
        if type_ := TYPE_OF.get(self.purpose):
            self.consent_id = self._approve(type_, now, evidence)
            self.env["iys.receipt"]._owe(self.consent_id)
        self._give_purposes(evidence)
        if self.pending:
            self.env["iys.form.hit"]._note(self.point_id, "confirmed")
        self._twins()._set_state("stopped")
        return True

    def _lock(self):
        """Keep rivals out until the end of this transaction; False when it was used.

        A second press at the same moment waits here, fails on the changed row and is
        tried again by Odoo: then it finds the link used.
        """
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT 1 FROM iys_confirmation WHERE id = %s AND state = ANY(%s)"
            " AND expires_at > %s FOR UPDATE",
            [self.id, list(OPEN), fields.Datetime.now()],
            log_exceptions=False,  # a second press is no fault of the database
        )
        return bool(self.env.cr.fetchone())

    def _approve(self, type_, moment, evidence):
        """Record the approval with the date of the confirming act (L-27)."""
        pending = self.pending or {}
        act = Act(
            brand_id=self.brand_id.id,
            recipient=self.recipient,
            type=type_,
            status="ONAY",
            source=pending.get("source"),
            consent_date=moment,
            person_name=pending.get("person_name"),
            partner_id=self.partner_id.id or 0,  # nobody is guessed
            notice_id=pending.get("notice_id"),
            evidence={**pending.get("evidence", {}), **self._proof(evidence)},
            origin_model=self._name,
            origin_id=self.id,
            user_id=self.user_id.id or None,
        )
        answer = self.env["iys.consent"]._record_acts([act])[0]
        if not answer.consent_id:
            raise UserError(
                self.env._(
                    "The approval could not be recorded (%(code)s).", code=answer.code
                )
            )
        return self.env["iys.consent"].browse(answer.consent_id)

    def _give_purposes(self, evidence):
        """Keep the explicit consents of the answer; they are given at this moment (L-27).

        Each one is a row of its own (L-54), and none of them is an act (L-51).
        """
        pending = self.pending or {}
        rows = [
            {
                "brand_id": self.brand_id.id,
                "recipient": self.recipient,
                "person_name": pending.get("person_name"),
                "partner_id": self.partner_id.id,
                "notice_id": purpose["notice_id"],
                "evidence": {**purpose["evidence"], **self._proof(evidence)},
            }
            for purpose in pending.get("purposes", ())
        ]
        if rows:
            self.env["iys.explicit.consent"]._give(rows)

    def _purposes_shown(self):
        """Return the texts of the explicit consents that a press would give, in order."""
        purposes = (self.pending or {}).get("purposes", ())
        ids = [purpose["notice_id"] for purpose in purposes]
        return self.env["iys.notice"].browse(ids).exists()

    def _proof(self, evidence):
        return {
            "asked_at": f"{self.created_at} UTC",
            "confirmed_by": self.method,
            **{f"confirmed_{name}": value for name, value in evidence.items() if value},
        }

    def _notice_shown(self):
        """Return the text the approval is about; empty where there is none."""
        notice_id = (self.pending or {}).get("notice_id")
        return self.env["iys.notice"].browse(notice_id or []).exists()

    def _privacy_shown(self):
        """Return the privacy notice of the form as it was seen, as Markup; or ''."""
        notice = self.version_id._content_in(self.language).get("notice") or {}
        # it was sanitised as a field of `iys.notice` before it was frozen
        return Markup(notice.get("body") or "")

    def _twins(self):
        """Other open confirmations for the very same: one yes is enough.

        One that carries other explicit consents is not the same.
        """
        twins = self.search(
            [
                ("id", "!=", self.id),
                ("brand_id", "=", self.brand_id.id),
                ("purpose", "=", self.purpose),
                ("recipient_key", "=", self.recipient_key),
                ("state", "in", OPEN),
            ]
        )
        mine = self._purposes_shown()
        return twins.filtered(lambda twin: twin._purposes_shown() <= mine)
