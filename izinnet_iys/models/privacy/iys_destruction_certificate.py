"""The certificate of a destruction: who, when, by which rule, how much; nobody's name."""

import hashlib
import io

from odoo import models

from ..turkish_time import local_text


class IysDestruction(models.Model):
    _inherit = "iys.destruction"

    def _certify(self):
        """Write the PDF and keep it with its fingerprint."""
        self.keys_sha256 = self._hash_keys()
        file = io.BytesIO()
        self._write_certificate(file)
        content = file.getvalue()
        # sudo: nobody may write on a destruction; the job certifies what it did
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number.replace('/', '-')}.pdf",
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        self.write(
            {
                "certificate_id": attachment.id,
                "certificate_sha256": hashlib.sha256(content).hexdigest(),
            }
        )

    def _hash_keys(self):
        """SHA-256 over the sorted keys, one a line, read in lots by the database."""
        digest = hashlib.sha256()
        last = ""
        while True:
            self.env.cr.execute(
                'SELECT DISTINCT recipient_key COLLATE "C" AS key FROM iys_erasure'
                ' WHERE destruction_id = %s AND recipient_key COLLATE "C" > %s'
                " ORDER BY key LIMIT 10000",
                [self.id, last],
            )
            rows = [row[0] for row in self.env.cr.fetchall()]
            if not rows:
                return digest.hexdigest()
            for key in rows:
                digest.update(f"{key}\n".encode())
            last = rows[-1]

    def _write_certificate(self, file):
        screen = self.env["iys.report.screen"]
        pdf = screen._new_pdf(file, self.env._("Certificate of destruction"))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        pdf.facts(
            [
                (self.env._("Number"), self.number),
                (self.env._("Company"), self.company_id.name),
                (self.env._("Kind"), kinds[self.kind]),
                (self.env._("Rule"), self.rule_id.name),
                (self.env._("Started by"), self.started_by_id.name),
                (self.env._("Counted on"), local_text(self.counted_at)),
                (self.env._("Approved by"), self.approved_by_id.name),
                (self.env._("Approved on"), local_text(self.approved_at)),
                (self.env._("Ended on"), local_text(self.ended_at)),
                (self.env._("People found"), self.people),
                (self.env._("Masked as a whole"), self.whole_people),
                (self.env._("Fingerprint of the keys"), self.keys_sha256),
            ]
        )
        verbs = dict(self.line_ids._fields["verb"]._description_selection(self.env))
        pdf.heading(self.env._("What went"))
        pdf.table(
            [
                self.env._("Kind of record"),
                self.env._("What happens"),
                self.env._("Planned"),
                self.env._("Done"),
            ],
            [
                (line.label, verbs[line.verb], line.planned, line.done)
                for line in self.line_ids
            ],
        )
        pdf.text(
            self.env._(
                "Masked data are still personal data: the keyed block and the locked proof"
                " stay until their legal term ends. They are not anonymous."
            )
        )
        pdf.close()
