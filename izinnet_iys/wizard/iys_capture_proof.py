"""What each way of giving a consent demands before the screen may be recorded."""

import re

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..iys_api.acts import FIRST_DATE
from ..iys_api.deadlines import Calendar

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class IysCapture(models.TransientModel):
    """What is still missing before the screen may be recorded, in sentences that help."""

    _inherit = "iys.capture"

    @api.depends(
        "brand_id", "phone", "email", "person_name", "recipient_type", "given_at",
        "choice_arama", "choice_mesaj", "choice_eposta", "method", "attachment_ids",
        "notice_id", "reference", "recording_reference", "recording_sha256", "agent_id",
        "script", "reason",
    )  # fmt: skip
    def _compute_todo(self):
        for capture in self:
            capture.todo = "\n".join(capture._missing())

    @api.depends("given_at", "asks_proof")
    @api.depends_context("lang", "tz")
    def _compute_deadline_text(self):
        """Preview the inner promise of an approval (L-11), in the user's time zone."""
        for capture in self:
            capture.deadline_text = False
            if capture.given_at and capture.asks_proof:
                capture.deadline_text = format_datetime(
                    self.env, capture._ends().promise, dt_format="EEE d MMM y HH:mm"
                )

    def _ends(self):
        return Calendar(self.env["iys.holiday"]._map()).deadlines_utc(self.given_at)

    def _missing(self):
        """List what has to be done; empty when everything needed is there."""
        missing = [*self._missing_basics(), *self._missing_addresses()]
        if self._chosen("ONAY"):
            missing += [
                *self._missing_for_approval(),
                *self._missing_proof(),
                *self._missing_after_refusal(),
            ]
        return missing

    def _missing_basics(self):
        if not self.brand_id:
            yield self.env._("Choose the brand the person decides about.")
        if not self._chosen("ONAY", "RET"):
            yield self.env._("Choose Approves or Refuses for at least one channel.")
        if not self.given_at:
            yield self.env._("Enter when it was given; on paper the signature's date.")
        elif self.given_at > fields.Datetime.now():
            yield self.env._("The date lies in the future. Enter when it was given.")
        elif self.given_at < FIRST_DATE:
            yield self.env._("İYS takes no date before 1 May 2015.")

    def _missing_addresses(self):
        chosen = self._chosen("ONAY", "RET")
        phones = {"ARAMA", "MESAJ"} & set(chosen)
        if phones and not self._recipient("MESAJ"):
            yield self.env._("Enter a complete phone number, such as 0532 111 22 33.")
        if "EPOSTA" in chosen and not self._recipient("EPOSTA"):
            yield self.env._(
                "Enter a complete e-mail address, without Turkish letters."
            )

    def _missing_for_approval(self):
        """L-17: who approves has a name; L-11: and is still in time."""
        words = (self.person_name or "").split()
        if len(words) < (1 if self.recipient_type == "TACIR" else 2):
            yield self.env._("Enter name and surname; the law asks for both.")
        if self.given_at and self._ends().legal < fields.Datetime.now():
            yield self.env._(
                "This approval is older than three business days: İYS does not take it"
                " any more. Ask the person to decide anew, by QR, on paper or in person."
            )

    def _missing_proof(self):
        """What the chosen way demands as proof of an approval."""
        kind = self.proof_kind
        if not kind:
            return [self.env._("Choose how the approval was given.")]
        checks = {
            "signed": self._missing_signature,
            "recording": self._missing_recording,
            "capture": self._missing_capture,
            "spoken": self._missing_spoken,
        }
        return list(checks[kind]())

    def _missing_signature(self):
        if not self.attachment_ids:
            yield self.env._("Attach a scan or photo of the signed page.")

    def _missing_recording(self):
        has_hash = _SHA256.fullmatch((self.recording_sha256 or "").strip())
        if not self.attachment_ids and not (self.recording_reference and has_hash):
            yield self.env._(
                "Attach the recording, or enter where it is kept and its SHA-256."
            )
        if not self.agent_id:
            yield self.env._("Choose who made the call.")
        if not self.script:
            yield self.env._("Enter which call script was read out, with its version.")

    def _missing_capture(self):
        if not self.reference:
            yield self.env._("Enter the event, page, form or message it was given by.")
        if not self.attachment_ids:
            yield self.env._("Attach a screenshot, signed list or copy of the message.")

    def _missing_spoken(self):
        yield self.env._(
            "A spoken word proves no approval. Use a signed form or another way;"
            " a refusal can be recorded like this."
        )

    def _missing_after_refusal(self):
        """L-50: a new approval after a refusal is the person's own, later act."""
        acts = self._acts_so_far()
        refused = [
            act
            for type_ in self._chosen("ONAY")
            for act in acts[type_].filtered("is_effective")
            if act.status == "RET"
        ]
        if refused and not self.reason:
            yield self.env._("Enter why the person approves again after the refusal.")
        if self.given_at and any(
            act.consent_date and act.consent_date >= self.given_at for act in refused
        ):
            yield self.env._(
                "The person refused after this moment. Only a later approval counts."
            )
