"""The proof of an answer: what was seen, how, and by which box it was said (L-32)."""

from odoo import api, models


class IysFormVersion(models.Model):
    _inherit = "iys.form.version"

    def _proof_of(self, box, reading, point):
        """Return plain JSON for the evidence of one ticked box."""
        shown = reading.content.get("questions", ())
        proof = {
            "road": "form",
            "form": self.form_id.name,
            "form_version": f"{self.number} sha256:{self.sha256}",
            "point": point.name,
            "question": str(box["id"]),
            "label": box["label"],
            "text_sha256": box["notice"].get("sha256"),
            "shown_notice": _name_of(reading.content.get("notice")),
            "boxes": "empty by default",
            "boxes_shown": [_word_of(each) for each in shown],
            "boxes_ticked": [_word_of(each) for each in reading.ticked],
            "extra": [
                f"{reading.content['labels'][name]}: {text}"
                for name, text in reading.extra.items()
            ],
            "page": reading.page.get("url"),
            **{n: reading.page.get(n) for n in ("language", "layout", "ip", "browser")},
        }
        return {name: value for name, value in proof.items() if value}


def _name_of(notice):
    return notice and f"{notice.get('name')} sha256:{notice.get('sha256')}"


def _word_of(box):
    """Name a box: its channel, or the text of its purpose."""
    return box.get("type") or box["notice"].get("name")


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _road_words(self):
        """Override of `izinnet_iys`: approvals by a form have a road, too."""
        return {**super()._road_words(), "form": self.env._("Consent form")}
