"""Record: the screen's choices become acts with their proof."""

import hashlib

from odoo import models
from odoo.exceptions import AccessError

from ..iys_api.acts import Act
from ..iys_api.codes import explain
from .capture_ways import METHODS
from .iys_capture import CHOICES

#: A refusal by no special way is one told to staff.
_PLAIN_WAY = "spoken"


class IysCapture(models.TransientModel):
    """Makes one act per chosen channel and tells in words what became of each."""

    _inherit = "iys.capture"

    def _record(self):
        """Hand the acts in and keep the answer for the last page of the screen."""
        types = self._chosen("ONAY", "RET")
        partner = self.partner_id or self._find_or_make_contact()
        files = self._evidence_files()
        acts = [self._act(type_, partner, files) for type_ in types]
        # sudo: nobody has the right to write the ledger; this is one of its entrances
        recorded = self.env["iys.consent"].sudo()._record_acts(acts)
        ids = [r.consent_id for r in recorded if r.consent_id]
        self._hand_over_files(ids)
        # sudo: nobody writes receipts; who approved on the phone is told, too (L-29)
        self.env["iys.receipt"].sudo()._owe(self.consent_ids.sudo().browse(ids))
        lines = [
            self._result_line(type_, answer)
            for type_, answer in zip(types, recorded, strict=True)
        ]
        self.write(
            {
                "consent_ids": [(6, 0, ids)],
                "result": "\n".join(lines),
                "partner_id": partner.id,
            }
        )

    def _act(self, type_, partner, files):
        way = self.method or _PLAIN_WAY
        return Act(
            brand_id=self.brand_id.id,
            recipient=self._recipient(type_),
            type=type_,
            status=self[CHOICES[type_]],
            source=METHODS[way].source,
            consent_date=self.given_at,
            recipient_type=self.recipient_type,
            person_name=self.person_name,
            partner_id=partner.id or None,
            notice_id=self.notice_id.id or None,
            evidence={"way": way, **self._evidence(), **files},
            attachment_ids=tuple(self.attachment_ids.ids),
            origin_model=self._name,
            user_id=self.env.uid,
        )

    def _evidence(self):
        """Collect the proof of the screen as plain JSON, without empty entries."""
        proof = {
            "reference": self.reference,
            "recording": self.recording_reference,
            "recording_sha256": (self.recording_sha256 or "").strip().lower(),
            "agent": self.agent_id.name if self.proof_kind == "recording" else False,
            "script": self.script,
            "reason_after_refusal": self.reason,
        }
        return {name: value for name, value in proof.items() if value}

    def _evidence_files(self):
        """Name each file with its SHA-256, so that a later change shows (L-29, L-32)."""
        files = [
            f"{file.name} sha256:{hashlib.sha256(file.raw or b'').hexdigest()}"
            for file in self.attachment_ids
        ]
        return {"files": files} if files else {}

    def _hand_over_files(self, consent_ids):
        """Files belong to the consent from now on: they outlive this screen's row."""
        if consent_ids and self.attachment_ids:
            files_sudo = self.attachment_ids.sudo()  # nobody may write on a consent
            files_sudo.write({"res_model": "iys.consent", "res_id": consent_ids[0]})

    def _find_or_make_contact(self):
        """Return the contact with this phone or e-mail, or a new one if wanted."""
        partners = self.env["res.partner"]
        phone, email = self._recipient("MESAJ"), self._recipient("EPOSTA")
        for name, value in (("phone_sanitized", phone), ("email_normalized", email)):
            found = value and partners.search([(name, "=", value)], limit=1)
            if found:
                return found
        if not (self.add_contact and self.person_name and (phone or email)):
            return partners
        try:
            return partners.create(
                {"name": self.person_name, "phone": phone, "email": email}
            )
        except AccessError:
            return partners  # the consent counts without a contact, too

    def _result_line(self, type_, answer):
        types = dict(self._channel_names())
        if answer.outcome == "faulty":
            told = explain(answer.code, self.env.lang or "en")
            return self.env._(
                "%(channel)s: not recorded. %(cause)s",
                channel=types[type_],
                cause=f"{told.meaning} {told.cure}".strip(),
            )
        consent = self.env["iys.consent"].browse(answer.consent_id)
        return f"{types[type_]}: {self._result_words(answer, consent)}"

    def _channel_names(self):
        field = self.env["iys.consent"]._fields["type"]
        return field._description_selection(self.env)

    def _result_words(self, answer, consent):
        if answer.outcome == "known":
            return self.env._("this very consent was recorded before.")
        if answer.outcome != "stored":
            raise ValueError(f"unknown outcome {answer.outcome!r}")
        if consent.status == "RET":
            return self.env._("refused. It counts from now on.")
        if consent.state == "queued":
            return self.env._(
                "approved. It may be used as soon as İYS has registered it."
            )
        if consent.state == "local":
            return self.env._("approved already; kept as a further proof.")
        states = dict(consent._fields["state"]._description_selection(self.env))
        return states[consent.state]
