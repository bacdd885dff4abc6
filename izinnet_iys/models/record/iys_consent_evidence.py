"""The proof in words: labels for what the entrances write into ``evidence``."""

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: The names the entrances of this addon use; others show as they are spelt.
LABELS = {
    "agent": _lt("Who made the call"),
    "boxes": _lt("Boxes on the page"),
    "citizen_name": _lt("Name at İYS"),
    "document": _lt("Document"),
    "event": _lt("Event"),
    "file": _lt("File (SHA-256)"),
    "files": _lt("Files"),
    "found": _lt("Found at İYS"),
    "list": _lt("List"),
    "page": _lt("Page"),
    "proof": _lt("Proof"),
    "reason_after_refusal": _lt("Why again after a refusal"),
    "recording": _lt("Recording"),
    "recording_sha256": _lt("Recording's SHA-256"),
    "reference": _lt("Reference"),
    "road": _lt("How it came"),
    "row": _lt("Row"),
    "script": _lt("Call script"),
    "signed": _lt("Signed"),
    "way": _lt("How it was given"),
}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.depends("evidence")
    @api.depends_context("lang")
    def _compute_evidence_text(self):
        """Override of `izinnet_iys`: one line for each piece of proof, with its label."""
        for consent in self:
            proof = consent.evidence or {}
            consent.evidence_text = "\n".join(
                f"{self._evidence_label(name)}: {self._evidence_value(name, value)}"
                for name, value in sorted(proof.items())
            )

    def _evidence_label(self, name):
        return self.env._(LABELS[name]) if name in LABELS else name

    def _evidence_value(self, name, value):
        if name == "way":
            ways = self.env["iys.capture"]._fields["method"]
            return dict(ways._description_selection(self.env)).get(value, value)
        return ", ".join(map(str, value)) if isinstance(value, list) else value
