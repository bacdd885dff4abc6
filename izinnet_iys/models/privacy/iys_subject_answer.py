"""Export of everything held, and the letter that answers (L-56)."""

import hashlib
import io
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...report.pack import HashedZip
from ..turkish_time import local_iso, local_text
from .iys_subject_words import answer_text

#: Kinds of fields that say something a person can read.
READABLE = ("char", "text", "html", "date", "datetime", "selection", "integer", "float",
    "boolean", "many2one", "json", "monetary")  # fmt: skip


class IysSubjectRequest(models.Model):
    _inherit = "iys.subject.request"

    def action_export(self):
        """Write everything held about the person into a ZIP with fingerprints.

        Raises UserError before the identity is checked and before the search.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_identity()
        if not self.searched_at:
            raise UserError(self.env._("Search first."))
        file = io.BytesIO()
        self._write_export(file)
        content = file.getvalue()
        digest = hashlib.sha256(content).hexdigest()
        attachment = self._keep_file(content, "zip", "application/zip")
        self.sudo().write({"export_id": attachment.id, "export_sha256": digest})
        self.env["iys.log"]._add(
            "export", "Data of a person taken out", record=self, data={"sha256": digest}
        )
        return self._download(attachment)

    def _write_export(self, file):
        pack = HashedZip(file, fields.Datetime.now())
        held = {found.model: self._read_found(found) for found in self.found_ids}
        head = {
            "request": self.number,
            "made_at": local_iso(fields.Datetime.now()),
            "made_by": self.env.user.name,
            "company": self.company_id.name,
        }
        told = json.dumps(
            {"header": head, "held": held}, ensure_ascii=False, indent=1, default=str
        )
        pack.add("data.json", told.encode())
        pdf = io.BytesIO()
        self._write_pdf(pdf, held)
        pack.add("data.pdf", pdf.getvalue())
        if proof := self._proof():
            pack.add("consents.zip", b"".join(proof._stream("zip")))
        pack.close()

    def _proof(self):
        """Return the proof screen of the person's consents, logged; None when there are
        none."""
        if not any(found.model == "iys.consent" for found in self.found_ids):
            return None
        proof = self.env["iys.proof"].create(
            {
                "subject": "list",
                "addresses": "\n".join(self._addresses()),
                "reason": self.env._("Request %s", self.number),
            }
        )
        proof._check_asked()
        proof._log("export", "Proof taken out", proof._find(), request=self.number)
        return proof

    @api.model
    def _read_found(self, found):
        """Return the records of one line as plain JSON; locked and secret fields left out."""
        # sudo: the person has a right to all of it, whatever this clerk's role sees
        records_sudo = self.env[found.model].sudo().browse(found.res_ids or []).exists()
        names = [
            name
            for name, field in records_sudo._fields.items()
            if field.store and field.type in READABLE and not field.groups
        ]
        rows = records_sudo.with_context(active_test=False).read(names)
        return [
            {
                name: value
                for name, value in row.items()
                if value not in (False, None, "")
            }
            for row in rows
        ]

    def _write_pdf(self, file, held):
        pdf = self.env["iys.report.screen"]._new_pdf(
            file, self.env._("Data held: request %s", self.number)
        )
        labels = {found.model: found.label for found in self.found_ids}
        for model, rows in held.items():
            pdf.heading(f"{labels[model]}: {len(rows)}")
            for row in rows[:50]:
                pdf.facts((name, _told(value)) for name, value in row.items())
                pdf.text("—")
        pdf.close()

    # === ANSWER === #

    def action_propose_answer(self):
        """Lay a letter ready in the person's language; it can be edited."""
        for request in self:
            request.check_access("write")
            request.answer = answer_text(request)

    def action_answer(self):
        """Keep the letter as PDF, send it when there is an e-mail, stop the clock."""
        self.ensure_one()
        self._check_identity()
        if not html2plaintext(self.answer or "").strip():
            raise UserError(self.env._("Write the answer first."))
        file = io.BytesIO()
        pdf = self.env["iys.report.screen"]._new_pdf(
            file, self.env._("Answer to request %s", self.number)
        )
        pdf.facts(
            [
                (self.env._("Company"), self.company_id.name),
                (self.env._("Received on"), self.received_on),
                (self.env._("Answered on"), local_text(fields.Datetime.now())),
            ]
        )
        pdf.text(html2plaintext(self.answer))
        pdf.close()
        letter = self._keep_file(file.getvalue(), "pdf", "application/pdf")
        self._move(
            ("new", "working"),
            state="answered",
            answer_id=letter.id,
            answered_at=fields.Datetime.now(),
            answered_by_id=self.env.uid,
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._send_answer(letter)
        self.env["iys.log"]._add("record", "Data-subject request answered", record=self)

    def _send_answer(self, letter):
        """Mail the letter; without an e-mail it is printed and posted by a person."""
        digest = hashlib.sha256(letter.raw).hexdigest()
        self.message_post(
            body=self.env._("The letter was kept, SHA-256 %s", digest),
            attachment_ids=letter.ids,
        )
        if not self.email:
            return
        copy = letter.copy({"res_model": "mail.message", "res_id": 0})
        # sudo: clerks may not write mails; this one goes to whoever asked
        mail_sudo = self.env["mail.mail"].sudo()
        mail_sudo.create(
            {
                "subject": self.env._("Answer to your request %s", self.number),
                "body_html": self.answer,
                "email_to": self.email,
                "attachment_ids": [fields.Command.link(copy.id)],
                "model": self._name,
                "res_id": self.id,
                "iys_message_class": "INFORMATIONAL",
            }
        )

    def action_download_export(self):
        """Download the export; the log tells who."""
        self.ensure_one()
        self.check_access("write")
        self._check_identity()
        self.env["iys.log"]._add("export", "Data of a person taken out", record=self)
        return self._download(self.export_id)

    def _keep_file(self, content, ending, mimetype):
        # sudo: nobody writes files of a request by hand
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number.replace('/', '-')}.{ending}",
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _download(self, attachment):
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }


def _told(value):
    if isinstance(value, tuple):
        return value[-1]
    return html2plaintext(value) if isinstance(value, str) and "<" in value else value
