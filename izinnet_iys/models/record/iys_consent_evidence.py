"""The proof in words: labels for what the entrances write into ``evidence``."""

from odoo import api, models

from .masked_char import without_person


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.depends("evidence")
    @api.depends_context("lang", "uid")
    def _compute_evidence_text(self):
        """Override of `izinnet_iys`: one line for each piece of proof, with its label."""
        labels = self._evidence_labels()
        for consent in self:
            proof = without_person(consent.evidence or {}, consent)
            consent.evidence_text = "\n".join(
                f"{labels.get(name, name)}: {self._evidence_value(name, value)}"
                for name, value in sorted(proof.items())
            )

    @api.model
    def _evidence_labels(self):
        """The names the entrances of this addon use; others show as they are spelt."""
        return {
            "address": self.env._("Address"),
            "agent": self.env._("Who made the call"),
            "asked_at": self.env._("Link asked for on"),
            "boxes": self.env._("Boxes on the page"),
            "boxes_shown": self.env._("Boxes shown"),
            "boxes_ticked": self.env._("Boxes ticked"),
            "browser": self.env._("Browser"),
            "choice": self.env._("Choice"),
            "citizen_name": self.env._("Name at İYS"),
            "confirmed_browser": self.env._("Browser that confirmed"),
            "confirmed_by": self.env._("Confirmed by"),
            "confirmed_ip": self.env._("IP address that confirmed"),
            "document": self.env._("Document"),
            "event": self.env._("Event"),
            "extra": self.env._("Further fields"),
            "file": self.env._("File (SHA-256)"),
            "files": self.env._("Files"),
            "form": self.env._("Form"),
            "form_version": self.env._("Version of the form"),
            "found": self.env._("Found at İYS"),
            "ip": self.env._("IP address"),
            "label": self.env._("Words beside the box"),
            "language": self.env._("Language"),
            "layout": self.env._("Layout"),
            "list": self.env._("List"),
            "mailing": self.env._("Mailing"),
            "message": self.env._("Message"),
            "note": self.env._("Note"),
            "page": self.env._("Page"),
            "point": self.env._("Link or QR code"),
            "proof": self.env._("Proof"),
            "question": self.env._("Box"),
            "reason_after_refusal": self.env._("Why again after a refusal"),
            "recording": self.env._("Recording"),
            "recording_sha256": self.env._("Recording's SHA-256"),
            "reference": self.env._("Reference"),
            "road": self.env._("How it came"),
            "row": self.env._("Row"),
            "script": self.env._("Call script"),
            "shown_notice": self.env._("Privacy notice shown"),
            "signed": self.env._("Signed"),
            "text_sha256": self.env._("Text's SHA-256"),
            "way": self.env._("How it was given"),
        }

    def _evidence_value(self, name, value):
        if name == "way":
            ways = self.env["iys.capture"]._fields["method"]
            return dict(ways._description_selection(self.env)).get(value, value)
        if name == "road":
            return self._road_words().get(value, value)
        return ", ".join(map(str, value)) if isinstance(value, list) else value
