"""The proof in words: labels for what the entrances write into ``evidence``."""

from odoo import api, models


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.depends("evidence")
    @api.depends_context("lang")
    def _compute_evidence_text(self):
        """Override of `izinnet_iys`: one line for each piece of proof, with its label."""
        labels = self._evidence_labels()
        for consent in self:
            proof = consent.evidence or {}
            consent.evidence_text = "\n".join(
                f"{labels.get(name, name)}: {self._evidence_value(name, value)}"
                for name, value in sorted(proof.items())
            )

    @api.model
    def _evidence_labels(self):
        """The names the entrances of this addon use; others show as they are spelt."""
        return {
            "agent": self.env._("Who made the call"),
            "boxes": self.env._("Boxes on the page"),
            "browser": self.env._("Browser"),
            "choice": self.env._("Choice"),
            "citizen_name": self.env._("Name at İYS"),
            "document": self.env._("Document"),
            "event": self.env._("Event"),
            "file": self.env._("File (SHA-256)"),
            "files": self.env._("Files"),
            "found": self.env._("Found at İYS"),
            "ip": self.env._("IP address"),
            "list": self.env._("List"),
            "mailing": self.env._("Mailing"),
            "message": self.env._("Message"),
            "note": self.env._("Note"),
            "page": self.env._("Page"),
            "proof": self.env._("Proof"),
            "reason_after_refusal": self.env._("Why again after a refusal"),
            "recording": self.env._("Recording"),
            "recording_sha256": self.env._("Recording's SHA-256"),
            "reference": self.env._("Reference"),
            "road": self.env._("How it came"),
            "row": self.env._("Row"),
            "script": self.env._("Call script"),
            "signed": self.env._("Signed"),
            "way": self.env._("How it was given"),
        }

    def _evidence_value(self, name, value):
        if name == "way":
            ways = self.env["iys.capture"]._fields["method"]
            return dict(ways._description_selection(self.env)).get(value, value)
        if name == "road":
            return self._road_words().get(value, value)
        return ", ".join(map(str, value)) if isinstance(value, list) else value
