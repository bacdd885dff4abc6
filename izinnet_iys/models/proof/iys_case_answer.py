"""Answering a case: the proof that is handed over, and who handed it over when (L-35)."""

import hashlib

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class IysCase(models.Model):
    _inherit = "iys.case"

    def action_make_pack(self):
        """Collect the proof for the case's addresses and period; keep it with its hash.

        Raises UserError when the case names no readable address. A pack made earlier
        stays among the files of the case.
        """
        self.ensure_one()
        self.check_access("write")
        if not (self.addresses or "").strip():
            raise UserError(self.env._("Enter the addresses the request names."))
        content = b"".join(self._ask_proof()._stream("zip"))
        now = fields.Datetime.now()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"proof-{self.number.replace('/', '-')}-{now:%Y%m%d-%H%M}.zip",
                "raw": content,
                "mimetype": "application/zip",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        digest = hashlib.sha256(content).hexdigest()
        # sudo: the right was checked above; only this button may name the pack
        self.sudo().write(
            {"pack_id": attachment.id, "pack_sha256": digest, "pack_made_at": now}
        )
        self.message_post(
            body=self.env._("Proof pack made, SHA-256 %s", digest),
            attachment_ids=attachment.ids,
        )

    def _ask_proof(self):
        """Return the `iys.proof` of this case, its reason noted in the day log."""
        days = {"date_from": self.date_from, "date_to": self.date_to}
        period = {name: day for name, day in days.items() if day}
        proof = self.env["iys.proof"].create(
            {
                "subject": "list",
                "addresses": self.addresses,
                "brand_ids": [fields.Command.set(self.brand_ids.ids)],
                "reason": self.env._("Case %s", self.number),
                **period,
            }
        )
        proof._check_asked()
        proof._log("export", "Proof taken out", proof._find(), case=self.number)
        return proof

    def action_answered(self):
        """Note that the request has been answered, by whom and when."""
        for case in self:
            told = html2plaintext(case.answer or "").strip()
            if not (told or case.answer_file_ids or case.pack_id):
                raise UserError(
                    self.env._(
                        "Write the answer, attach it, or make the proof pack first."
                    )
                )
        self._move(
            ("open",),
            state="answered",
            answered_at=fields.Datetime.now(),
            answered_by_id=self.env.uid,
        )
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def action_close(self):
        """Close answered cases."""
        self._move(("answered",), state="closed")

    def action_reopen(self):
        """Open a case again when more is asked."""
        self._move(("answered", "closed"), state="open")
        for case in self:
            case._remind()

    def action_download_pack(self):
        """Download the pack; the download is in the day log."""
        self.ensure_one()
        if not self.pack_id:
            raise UserError(self.env._("There is no proof pack yet."))
        self.env["iys.log"]._add(
            "export",
            "Proof taken out",
            record=self,
            data={"case": self.number, "sha256": self.pack_sha256},
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.pack_id.id}?download=true",
            "target": "self",
        }
